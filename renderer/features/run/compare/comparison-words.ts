import type { Comparison } from '../../../../shared/contract/schemas/run-result.ts';
import type { ConfusionCell } from '../../../../shared/evaluation/confusion.ts';
import { t } from '../../../i18n/index.ts';
import type { Format } from '../../../i18n/index.ts';

/** Below this probability a difference is said to be hardly by chance. */
const LEVEL = 0.05;
const SMALLEST_P = 0.001;

/** Two readings of the same images, or of the same lines. */
export type Paired = Pick<Comparison, 'onlyBefore' | 'onlyAfter' | 'bothRight' | 'bothWrong' | 'p'> & {
  readonly before: PairedResult;
  readonly after: PairedResult;
};
type PairedResult = Pick<Comparison['before'], 'accuracy' | 'interval95' | 'characterErrorRate'>;

/** Whether lines were read, and not single signs. */
export const isOfLines = ({ after }: Paired): boolean => after.characterErrorRate !== undefined;

export type Verdict = 'better' | 'worse' | 'equal' | 'same';

/** Which of the two models is better on the test images, as far as McNemar's test can tell. */
export function verdictOf({ onlyBefore, onlyAfter, p }: Paired): Verdict {
  if (onlyBefore + onlyAfter === 0) return 'same';
  if (p >= LEVEL) return 'equal';
  return onlyAfter > onlyBefore ? 'better' : 'worse';
}

/** Those that speak of lines. */
const OF_LINES = { better: 'better', worse: 'worse', equal: 'equalLines', same: 'sameLines' } as const;

/** The verdict in a sentence, with the test's p. */
export function verdictWords(comparison: Paired, format: Format): string {
  const { p } = comparison;
  const told =
    p < SMALLEST_P
      ? t('fineTune.compare.pBelow', { p: format.plain(SMALLEST_P) })
      : t('fineTune.compare.p', { p: format.plain(p, 2) });
  const verdict = verdictOf(comparison);
  const key = isOfLines(comparison) ? OF_LINES[verdict] : verdict;
  return t(`fineTune.compare.${key}`, { p: told });
}

/** A kind of mistake: images of one class that are read as another. Classes are places. */
export interface Mistake {
  readonly truth: number;
  readonly read: number;
}

/** How many images were such a mistake before and after. */
export interface MistakeChange extends Mistake {
  readonly before: number;
  readonly after: number;
}

/** The difference of two confusion matrices off the diagonal, largest change first. */
export function mistakeChanges(before: readonly ConfusionCell[], after: readonly ConfusionCell[]): MistakeChange[] {
  const counts = new Map<string, MistakeChange>();
  const add = (cells: readonly ConfusionCell[], when: 'before' | 'after'): void => {
    for (const [truth, read, n] of cells) {
      if (truth === read) continue;
      const key = `${truth} ${read}`;
      counts.set(key, { ...(counts.get(key) ?? { truth, read, before: 0, after: 0 }), [when]: n });
    }
  };
  add(before, 'before');
  add(after, 'after');
  const change = (each: MistakeChange): number => Math.abs(each.after - each.before);
  return [...counts.values()]
    .filter((each) => each.before !== each.after)
    .sort((a, b) => change(b) - change(a) || a.truth - b.truth || a.read - b.read);
}

/** The samples that two models read differently, by what became of them; only those that one of the two took for `mistake`, if it is given. */
export function changedByKind({ changed: all }: Comparison, mistake: Mistake | null = null) {
  const changed = all.filter(
    ({ label, before, after }) =>
      mistake === null || (label === mistake.truth && (before === mistake.read || after === mistake.read)),
  );
  const lost = changed.filter(({ label, before }) => before === label);
  const won = changed.filter(({ label, after }) => after === label);
  const other = changed.filter(({ label, before, after }) => before !== label && after !== label);
  return { lost, won, other } as const;
}
