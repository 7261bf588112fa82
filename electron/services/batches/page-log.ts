import { promises as fs } from 'node:fs';
import { z } from 'zod';
import { batchPageSchema, type BatchPage } from '../../../shared/contract/schemas/batch.ts';
import { fieldIdSchema } from '../../../shared/contract/schemas/form.ts';
import { momentSchema } from '../../../shared/contract/schemas/moment.ts';
import { appendLines } from '../../files/append-lines.ts';
import { storageError } from '../../files/atomic-write.ts';
import { GrowingLines } from '../../files/growing-lines.ts';

/** No picture of a field packs into more. */
const MOST_BYTES = 1 << 26;
const bytes = z.number().int().nonnegative();

/** Where a field's pictures lie in crops.bin: from which byte on, and how many bytes of each. */
export const cropPlaceSchema = z.object({
  field: fieldIdSchema,
  at: bytes,
  look: bytes.max(MOST_BYTES),
  ink: bytes.max(MOST_BYTES),
});
export type CropPlace = z.infer<typeof cropPlaceSchema>;

/** A line of pages.jsonl: a page as it was read. A page that is read again has another line, which counts. */
const pageLineSchema = batchPageSchema.extend({
  type: z.literal('page'),
  time: momentSchema,
  crops: z.array(cropPlaceSchema),
});
export type PageLine = z.infer<typeof pageLineSchema>;

/** What is known of a page without reading its line. */
export interface PageEntry {
  readonly at: number;
  readonly length: number;
  readonly isFailed: boolean;
  readonly fields: number;
  /** Fields that are not sure. */
  readonly unsure: readonly string[];
}

/** The pages of a batch that were read. In memory is only where each line stands: thousands of pages take next to nothing. */
export class PageLog {
  readonly entries = new Map<number, PageEntry>();
  private readonly file: string;
  private readonly lines: GrowingLines;
  private sorted: number[] | null = null;

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
      ({ value, at, length }) => {
        const parsed = pageLineSchema.safeParse(value);
        if (!parsed.success) return this.lines.misfit();
        const { page, error, fields } = parsed.data;
        if (!this.entries.has(page)) this.sorted = null;
        const unsure = fields.filter(({ sure }) => !sure).map(({ field }) => field);
        this.entries.set(page, { at, length, isFailed: error !== null, fields: fields.length, unsure });
      },
      () => {
        this.entries.clear();
        this.sorted = null;
      },
    );
  }

  /** The numbers of the pages, in order. */
  pages(): readonly number[] {
    return (this.sorted ??= [...this.entries.keys()].sort((a, b) => a - b));
  }

  /** Throws storage errors; the page is on the disk when it resolves, or nothing of it is. */
  async append(line: PageLine): Promise<void> {
    await appendLines(this.file, `${JSON.stringify(line)}\n`, { sync: true });
    await this.refresh();
  }

  /** The lines of some pages, one after the other, in the order asked for; pages that have none are left out. Throws storage errors. */
  async *read(pages: readonly number[]): AsyncGenerator<PageLine> {
    if (pages.length === 0) return;
    const handle = await fs.open(this.file, 'r').catch((error: unknown) => {
      throw storageError(error, this.file);
    });
    try {
      for (const page of pages) {
        const entry = this.entries.get(page);
        if (!entry) continue;
        const text = Buffer.alloc(entry.length);
        await handle.read(text, 0, entry.length, entry.at).catch((error: unknown) => {
          throw storageError(error, this.file);
        });
        const parsed = pageLineSchema.safeParse(JSON.parse(text.toString('utf8')));
        if (parsed.success) yield parsed.data;
      }
    } finally {
      await handle.close();
    }
  }
}

/** A page's line as the contract has it. */
export const pageOf = ({ page, file, part, error, quality, corners, fields }: PageLine): BatchPage => ({
  ...{ page, file, part, error, quality, corners, fields },
});
