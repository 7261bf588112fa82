import type { Parent } from '../../../shared/contract/schemas/fine-tune.ts';
import type { ModelInfo, ModelRef } from '../../../shared/contract/schemas/predict.ts';

/** One model of a line. */
export interface LineStep {
  /** Null for a model folder that is not the studio's own. */
  readonly ref: ModelRef | null;
  /** As its child remembers it. */
  readonly name: string;
  /** Null: it is gone. */
  readonly model: ModelInfo | null;
}

export interface LineOf {
  readonly ref: ModelRef;
  readonly name: string;
  readonly parent: Pick<Parent, 'ref' | 'name'> | null;
}

/**
 * The line that a model stands in: what it was made from, back to the first, itself, and what was made from it in turn, the
 * newest at each step. A parent that is gone ends the way back.
 */
export function lineOf({ ref, name, parent }: LineOf, models: readonly ModelInfo[]): LineStep[] {
  const known = new Map(models.map((model) => [model.ref, model]));
  const seen = new Set<ModelRef>([ref]);
  const line: LineStep[] = [{ ref, name, model: known.get(ref) ?? null }];
  for (let next = parent; next !== null;) {
    const model: ModelInfo | null = next.ref === null ? null : (known.get(next.ref) ?? null);
    if (model !== null && seen.has(model.ref)) break;
    line.unshift({ ref: next.ref, name: next.name, model });
    if (model === null) break;
    seen.add(model.ref);
    next = model.parent;
  }
  for (let last: ModelRef | null = ref; last !== null;) {
    const children = models.filter((model) => model.parent?.ref === last && !seen.has(model.ref));
    const child = children.sort((a, b) => b.createdAt - a.createdAt)[0];
    if (child) line.push({ ref: child.ref, name: child.name, model: child });
    if (child) seen.add(child.ref);
    last = child?.ref ?? null;
  }
  return line;
}
