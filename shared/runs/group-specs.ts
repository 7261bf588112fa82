import type { RunId, RunSpec } from '../contract/schemas/run.ts';

/** The kind of a group: several seeds, or the folds of one cross-validation. */
export interface GroupChoice {
  readonly kind: 'seeds' | 'folds';
  readonly count: number;
}

const NAME_LENGTH = 120;
/** Seeds are unsigned 32-bit integers: after the largest comes 0. */
export const SEEDS = 2 ** 32;

/**
 * The specs of a group's runs, in the order in which they are to run, named after the first's name. Seeds go on from
 * the spec's own (after the largest comes 0); folds keep its seed, so that together they hold every image once. Pure.
 */
export function groupSpecs(spec: RunSpec, { kind, count }: GroupChoice, id: RunId): RunSpec[] {
  return Array.from({ length: count }, (_, index) => {
    const { recipe } = spec;
    return {
      ...spec,
      name: memberName(spec.name, index, count),
      recipe:
        kind === 'seeds'
          ? { ...recipe, seed: (recipe.seed + index) % SEEDS }
          : { ...recipe, validation: { kind: 'fold' as const, folds: count, index } },
      group: { id, kind, index, count },
    };
  });
}

/** The name of a group's run: the group's, and its place. */
export function memberName(name: string, index: number, count: number): string {
  const mark = ` ${index + 1}/${count}`;
  return name.slice(0, NAME_LENGTH - mark.length).trimEnd() + mark;
}
