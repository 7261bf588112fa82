import type { Settings, Trial } from '../../contract/schemas/study.ts';
import { stream, type Random } from '../../random/random.ts';
import type { Sampler } from '../ask-tell.ts';
import type { Dimension } from '../dimension.ts';
import { isActive } from '../space.ts';
import { parzen } from './parzen.ts';
import { randomSampler } from './random.ts';
import { isTold, splitTrials } from './split.ts';

/** Trials that have finished or were pruned before the estimators say anything; until then settings are drawn at random. */
const STARTUP_TRIALS = 10;
/** Of so many settings drawn from the good ones' density, those are tried that gain most. */
const CANDIDATES = 24;

/**
 * The tree-structured Parzen estimator (Bergstra, 2011) with what Optuna's TPESampler does by default: draws where good trials are
 * dense and the others are not. With one objective the parameters that every trial has are drawn together (multivariate,
 * Falkner 2018), those with conditions each by itself; with several objectives every one by itself.
 */
export const tpeSampler: Sampler = {
  suggest(told) {
    const { dimensions, objectives, trials, seed, number } = told;
    if (trials.filter(isTold).length < STARTUP_TRIALS) return randomSampler.suggest(told);
    const { good, others } = splitTrials(trials, objectives);
    const random = stream(seed, 'study', number);
    const isOne = objectives.length === 1;
    const together = isOne ? dimensions.filter(({ when }) => when.length === 0) : [];
    const draw = (part: readonly Dimension[]): Settings => drawPart(part, good, others, isOne, random);
    const alone = dimensions.filter((dimension) => !together.includes(dimension));
    return alone.reduce<Settings>(
      (settings, dimension) => (isActive(dimension, settings) ? { ...settings, ...draw([dimension]) } : settings),
      together.length > 0 ? draw(together) : {},
    );
  },
};

function drawPart(
  dimensions: readonly Dimension[],
  good: readonly Trial[],
  others: readonly Trial[],
  isOne: boolean,
  random: Random,
): Settings {
  const withAll = (trials: readonly Trial[]) =>
    trials.filter(({ values }) => dimensions.every(({ path }) => path in values));
  const near = parzen(dimensions, withAll(good), !isOne);
  const far = parzen(dimensions, withAll(others), false);
  let [best, most]: [Settings, number] = [{}, NaN];
  for (let i = 0; i < CANDIDATES; i++) {
    const settings = near.draw(random);
    const gain = near.logDensity(settings) - far.logDensity(settings);
    if (i === 0 || gain > most) [best, most] = [settings, gain];
  }
  return best;
}
