import { z } from 'zod';
import {
  decisionSchema,
  fieldRefSchema,
  type Decision,
  type FieldRef,
} from '../../../shared/contract/schemas/batch.ts';
import { momentSchema } from '../../../shared/contract/schemas/moment.ts';
import { appendLines } from '../../files/append-lines.ts';
import { GrowingLines } from '../../files/growing-lines.ts';

/** A line of decisions.jsonl: what a field is, or (null) that it is open again. The last one of a field counts. */
const decisionLineSchema = fieldRefSchema.extend({
  type: z.literal('decided'),
  time: momentSchema,
  decision: decisionSchema.nullable(),
});

export type NewDecision = FieldRef & { readonly decision: Decision | null };

/** What was decided of a batch's fields, by page and field. */
export class DecisionLog {
  private readonly file: string;
  private readonly lines: GrowingLines;
  private readonly decisions = new Map<number, Map<string, Decision>>();

  constructor(file: string) {
    this.file = file;
    this.lines = new GrowingLines(file);
  }

  get torn(): number {
    return this.lines.torn;
  }

  /** Takes in what was added since. Throws storage errors. */
  refresh(): Promise<void> {
    return this.lines.read(
      ({ value }) => {
        const parsed = decisionLineSchema.safeParse(value);
        if (!parsed.success) return this.lines.misfit();
        const { page, field, decision } = parsed.data;
        if (decision === null) this.decisions.get(page)?.delete(field);
        else if (this.decisions.has(page)) this.decisions.get(page)!.set(field, decision);
        else this.decisions.set(page, new Map([[field, decision]]));
      },
      () => this.decisions.clear(),
    );
  }

  of(page: number): ReadonlyMap<string, Decision> {
    return this.decisions.get(page) ?? NONE;
  }

  /** All or none, on the disk when it resolves. Throws storage errors. */
  async append(decisions: readonly NewDecision[], time: number): Promise<void> {
    const lines = decisions.map((decision) => `${JSON.stringify({ type: 'decided', time, ...decision })}\n`);
    await appendLines(this.file, lines.join(''), { sync: true });
    await this.refresh();
  }
}

const NONE: ReadonlyMap<string, Decision> = new Map();
