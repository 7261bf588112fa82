import type { Settings, StudySpec, Trial } from '../contract/schemas/study.ts';
import type { Sampler } from './ask-tell.ts';
import type { Dimension } from './dimension.ts';
import { bestTrials } from './objectives.ts';
import { secondsOf, type StudyHistory } from './trial-lines.ts';

/** What a study does next: tries settings, trains its best ones with another seed, waits for what is going, or ends. */
export type Next =
  | { readonly kind: 'trial'; readonly number: number; readonly values: Settings; readonly repeats?: number }
  | { readonly kind: 'wait' }
  | { readonly kind: 'end' };

/** A function of what was told alone. `now`: milliseconds, for a budget in minutes. */
export function nextTrial(
  spec: StudySpec,
  dimensions: readonly Dimension[],
  sampler: Sampler,
  history: StudyHistory,
  now: number,
): Next {
  const { trials } = history;
  const number = trials.length;
  const searched = searchTrials(trials);
  if (hasBudget(spec, searched.length, secondsOf(history, now))) {
    const { objectives, seed } = spec;
    const values = sampler.suggest({ dimensions, objectives, trials: searched, seed, number });
    if (values) return { kind: 'trial', number, values };
  }
  if (searched.some(({ status }) => status === 'running')) return { kind: 'wait' };
  const [best] = bestTrials(trials, spec.objectives);
  const isOne = spec.objectives.length === 1;
  if (best && isOne && repeatsOf(trials, best.number).length < spec.seeds - 1)
    return { kind: 'trial', number, values: best.values, repeats: best.number };
  return { kind: trials.some(({ status }) => status === 'running') ? 'wait' : 'end' };
}

/** The trials that search, without those that repeat the best with other seeds. */
export const searchTrials = (trials: readonly Trial[]): Trial[] => trials.filter(({ repeats }) => repeats === null);

/** The trials that repeat one with other seeds. */
export const repeatsOf = (trials: readonly Trial[], number: number): Trial[] =>
  trials.filter(({ repeats }) => repeats === number);

/** The seed of a trial's run: the base's, and of the repeats of one trial the next ones. */
export function seedOf(trials: readonly Trial[], trial: Pick<Trial, 'number' | 'repeats'>, base: number): number {
  if (trial.repeats === null) return base;
  const before = repeatsOf(trials, trial.repeats).filter(({ number }) => number < trial.number).length;
  return (base + 1 + before) >>> 0;
}

function hasBudget({ budget }: StudySpec, count: number, seconds: number): boolean {
  const { trials = Infinity, minutes = Infinity } = budget;
  return count < trials && seconds < 60 * minutes;
}
