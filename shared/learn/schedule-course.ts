import type { Schedule } from '../contract/schemas/recipe.ts';
import { PLATEAU_START, scheduleFactor, watchPlateau, type ScheduledRecipe } from '../model/schedule.ts';

/** What the learning rate of one step is made of: rate = eta · warm · factor. */
export interface RateParts {
  /** The optimizer's own, the highest. */
  readonly eta: number;
  /** The share that the warm-up lets through, 0 to 1. */
  readonly warm: number;
  /** The schedule's share, 0 to 1. */
  readonly factor: number;
  readonly rate: number;
}

/** The parts of step `step`'s rate, counted from 1, by the function that training uses. `plateau`: see `plateauFactors`. */
export function rateParts(
  recipe: ScheduledRecipe,
  eta: number,
  step: number,
  stepsPerEpoch: number,
  plateau = 1,
): RateParts {
  const warm = scheduleFactor({ ...recipe, schedule: { kind: 'constant' } }, step, stepsPerEpoch);
  const factor = scheduleFactor({ ...recipe, warmUpEpochs: 0 }, step, stepsPerEpoch, plateau);
  return { eta, warm, factor, rate: eta * scheduleFactor(recipe, step, stepsPerEpoch, plateau) };
}

/**
 * What a `plateau` schedule has come down to in each epoch, the first one first, where validation came to these losses after each; one
 * longer than they are. Other schedules: always 1.
 */
export function plateauFactors(schedule: Schedule, losses: readonly (number | null)[]): readonly number[] {
  let state = PLATEAU_START;
  return [1, ...losses.map((loss) => (state = watchPlateau(schedule, state, loss)).factor)];
}
