import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import { scheduleFactor } from '../../../shared/model/schedule.ts';

/** Points of the drawn curve beside those where it breaks: more than one for each pixel would not be visible. */
const POINTS = 240;
/** Steps an epoch as the picture has them: with so many, the curve's shape no longer depends on the data's size. */
const FINE = 400;

/** A learning rate over the run: epochs that are done, and the rate then, in columns. */
export interface ScheduleCurve {
  readonly epochs: readonly number[];
  readonly rates: readonly number[];
}

/**
 * The learning rate over the run, from its first step to its last, as the trainer's own schedule has it. Where it breaks (the
 * end of a warm-up, the top of a cycle, each stair of a step decay) the steps beside are points of the curve, so that a
 * corner is one, also in a long run.
 */
export function scheduleCurve(recipe: Recipe): ScheduleCurve {
  const steps = curveSteps(recipe, FINE);
  return {
    epochs: steps.map((step) => (step === 1 ? 0 : step / FINE)),
    rates: steps.map((step) => recipe.optimizer.learningRate * scheduleFactor(recipe, step, FINE)),
  };
}

/**
 * The steps that a curve of the rate is drawn by: some at even distances, the first and the last among them, and those beside its breaks.
 * `breaksBeside`: further epochs after which it breaks.
 */
export function curveSteps(
  recipe: Recipe,
  stepsPerEpoch: number,
  breaksBeside: readonly number[] = [],
): readonly number[] {
  const last = recipe.epochs * stepsPerEpoch;
  const even = Array.from({ length: POINTS }, (_, i) => 1 + Math.round((i * (last - 1)) / (POINTS - 1)));
  const beside = [...breaks(recipe), ...breaksBeside]
    .map((epoch) => Math.floor(epoch * stepsPerEpoch))
    .flatMap((step) => [step, step + 1]);
  return [...new Set([...even, ...beside])].filter((step) => step >= 1 && step <= last).sort((a, b) => a - b);
}

/** The epochs at which the rate's course changes at once. */
function breaks({ schedule, warmUpEpochs, epochs }: Recipe): number[] {
  const found = warmUpEpochs > 0 ? [warmUpEpochs] : [];
  if (schedule.kind === 'oneCycle') found.push(schedule.warmUp * epochs);
  if (schedule.kind === 'step') {
    for (let end = schedule.everyEpochs; end < epochs; end += schedule.everyEpochs) found.push(end);
  }
  return found;
}
