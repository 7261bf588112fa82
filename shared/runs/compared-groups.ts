import type { RunId } from '../contract/schemas/run.ts';
import { holmAdjusted } from '../evaluation/holm.ts';
import { welchTest, type WelchTest } from '../evaluation/welch.ts';
import type { ComparedLine } from './compared-lines.ts';
import { testOn } from './tested-lines.ts';

/** Two lines whose runs' test accuracies were compared. */
export interface GroupPair extends WelchTest {
  readonly first: RunId;
  readonly second: RunId;
  /** The p-value corrected by Holm for the number of pairs. */
  readonly adjusted: number;
}

export interface ComparedGroups {
  readonly pairs: readonly GroupPair[];
  /** Lines with fewer than two runs that were tested on these images: how much they would differ by chance is not known. */
  readonly tooFew: readonly RunId[];
  /** Pairs of lines neither of which differs from run to run, so that no test can be made. */
  readonly alike: readonly (readonly [RunId, RunId])[];
}

/** Groups of runs by their accuracies on one test set: Welch's t-test of each pair of lines with two runs or more. Pure. */
export function compareGroups(lines: readonly Pick<ComparedLine, 'id' | 'runs'>[], testSet: string): ComparedGroups {
  const tested = lines.map(({ id, runs }) => ({
    id,
    accuracies: runs.flatMap((run) => testOn(run, testSet)?.accuracy ?? []),
  }));
  const groups = tested.filter(({ accuracies }) => accuracies.length >= 2);
  const both = groups.flatMap((first, i) => groups.slice(i + 1).map((second) => ({ first, second })));
  const made = both.map(({ first, second }) => ({
    first: first.id,
    second: second.id,
    test: welchTest(first.accuracies, second.accuracies),
  }));
  const tests = made.flatMap(({ test, ...pair }) => (test ? [{ ...pair, ...test }] : []));
  const adjusted = holmAdjusted(tests.map(({ p }) => p));
  return {
    pairs: tests.map((test, i) => ({ ...test, adjusted: adjusted[i]! })),
    tooFew: tested.filter(({ accuracies }) => accuracies.length < 2).map(({ id }) => id),
    alike: made.filter(({ test }) => test === null).map(({ first, second }) => [first, second] as const),
  };
}
