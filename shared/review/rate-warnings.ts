import type { LearningRateCurve } from '../contract/schemas/learning-rate.ts';
import type { LayerSpec } from '../contract/schemas/model.ts';
import type { OptimizerName, Recipe } from '../contract/schemas/recipe.ts';
import type { ReviewSubject, ReviewWarning } from './subject.ts';

/**
 * Peak rates above which training commonly diverges. The studio's own presets reach 0.01 with Adam, 0.1 with Nesterov
 * momentum (both normalised, with a rate that rises first) and 0.5 with plain SGD (softmax regression).
 */
const HIGHEST: Readonly<Record<OptimizerName, number>> = {
  sgd: 1,
  momentum: 0.15,
  nesterov: 0.15,
  rmsprop: 0.01,
  adam: 0.015,
  adamw: 0.015,
};
/** Layers of attention and recurrence bear less of an adaptive rate. */
const SENSITIVE = 1 / 3;
/** So does what has more weights than this. */
const MANY_WEIGHTS = 2_000_000;
const OF_MANY = 1 / 2;
/** A clipped gradient bears more. */
const CLIPPED = 3;
/** A gentle fine-tune goes by 0.0005 with Adam; trained weights are lost at the rates that random ones need. */
const HIGHEST_TUNED: Readonly<Record<OptimizerName, number>> = {
  sgd: 0.05,
  momentum: 0.01,
  nesterov: 0.01,
  rmsprop: 0.002,
  adam: 0.002,
  adamw: 0.002,
};
const GENTLE: Readonly<Record<OptimizerName, number>> = {
  sgd: 0.01,
  momentum: 0.002,
  nesterov: 0.002,
  rmsprop: 0.0005,
  adam: 0.0005,
  adamw: 0.0005,
};
/** A loss so many times the lowest one has left it for good. */
const LEFT = 1.5;

/** What is wrong with the learning rate. A range test of this very run knows best; without one, experience speaks. */
export function rateWarnings({ recipe, model, parameters, tuned, rangeTest }: ReviewSubject): ReviewWarning[] {
  const rate = recipe.optimizer.learningRate;
  const end = rangeTest && lastGoodRate(rangeTest);
  if (end !== null && rate > end) {
    const mend = rangeTest!.suggestion === null ? null : { learningRate: rangeTest!.suggestion };
    return [{ code: 'rate-diverged-in-test', severity: 'warning', params: { rate, end }, mend }];
  }
  const { name } = recipe.optimizer;
  if (tuned && rate > HIGHEST_TUNED[name]) {
    const [most, gentle] = [HIGHEST_TUNED[name], GENTLE[name]];
    return [
      { code: 'fine-tune-rate-high', severity: 'warning', params: { rate, most }, mend: { learningRate: gentle } },
    ];
  }
  const most = highestRate(recipe, model.layers, parameters);
  if (end !== null || rate <= most) return [];
  return [{ code: 'rate-explodes', severity: 'warning', params: { rate, most }, mend: { learningRate: most / 3 } }];
}

/** The rate of the lowest loss where the test went on until the loss had grown again; null where it never did. */
export function lastGoodRate({ points }: LearningRateCurve): number | null {
  const lowest = points.reduce<(typeof points)[number] | null>(
    (best, point) => (best === null || point.loss < best.loss ? point : best),
    null,
  );
  return lowest !== null && points.at(-1)!.loss > LEFT * lowest.loss ? lowest.learningRate : null;
}

/** The highest rate that commonly works, to two digits. */
function highestRate({ optimizer, gradientClip }: Recipe, layers: readonly LayerSpec[], parameters: number): number {
  const factors = [
    layers.some(isSensitive) ? SENSITIVE : 1,
    parameters > MANY_WEIGHTS ? OF_MANY : 1,
    gradientClip.kind === 'none' ? 1 : CLIPPED,
  ];
  return Number(factors.reduce((rate, factor) => rate * factor, HIGHEST[optimizer.name]).toPrecision(2));
}

const isSensitive = ({ type }: LayerSpec): boolean => ['TransformerEncoder', 'LSTM', 'GRU', 'SimpleRNN'].includes(type);
