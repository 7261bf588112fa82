import type { Recipe, Schedule } from '../contract/schemas/recipe.ts';

/** The parts of a recipe that decide the learning rate. */
export type ScheduledRecipe = Pick<Recipe, 'schedule' | 'warmUpEpochs' | 'epochs' | 'scheduleEpochs'>;

/** Whether the learning rate is not the same in every step. */
export const rateChanges = ({ schedule, warmUpEpochs }: ScheduledRecipe): boolean =>
  schedule.kind !== 'constant' || warmUpEpochs > 0;

/**
 * The learning rate of a step as a share of the optimizer's own, 0 to 1. `step` counts from 1 over the whole run, so
 * that the first step of a warm-up already moves. `plateauFactor` is what a `plateau` schedule has come down to so far
 * (see watchPlateau); the other schedules are functions of the step alone.
 */
export function scheduleFactor(
  { schedule, warmUpEpochs, epochs, scheduleEpochs = epochs }: ScheduledRecipe,
  step: number,
  stepsPerEpoch: number,
  plateauFactor = 1,
): number {
  const warmUpSteps = warmUpEpochs * stepsPerEpoch;
  const warming = warmUpSteps > 0 ? Math.min(1, step / warmUpSteps) : 1;
  return warming * factorOf(schedule, step - 1, stepsPerEpoch, scheduleEpochs * stepsPerEpoch, plateauFactor);
}

function factorOf(schedule: Schedule, done: number, stepsPerEpoch: number, total: number, plateau: number): number {
  // The last step is at the very end of the curve.
  const progress = total > 1 ? Math.min(1, done / (total - 1)) : 0;
  switch (schedule.kind) {
    case 'constant':
      return 1;
    case 'step':
      return schedule.factor ** Math.floor(done / stepsPerEpoch / schedule.everyEpochs);
    case 'cosine':
      return halfCosine(1, schedule.final, progress);
    case 'oneCycle':
      return progress < schedule.warmUp
        ? halfCosine(schedule.start, 1, progress / schedule.warmUp)
        : halfCosine(1, schedule.final, (progress - schedule.warmUp) / (1 - schedule.warmUp));
    case 'plateau':
      return plateau;
  }
}

/** From one value to another along half a cosine; `progress` from 0 to 1. */
const halfCosine = (from: number, to: number, progress: number): number =>
  to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;

/** The state of a plateau schedule: plain data, for checkpoints. */
export interface Plateau {
  readonly factor: number;
  /** The lowest validation loss so far. */
  readonly best: number | null;
  /** Epochs since then. */
  readonly waited: number;
}

export const PLATEAU_START: Plateau = { factor: 1, best: null, waited: 0 };

/** After one more epoch with this validation loss; null, one that is not finite, is no fall. Other schedules leave it as it is. */
export function watchPlateau(schedule: Schedule, before: Plateau, loss: number | null): Plateau {
  if (schedule.kind !== 'plateau') return before;
  if (loss !== null && (before.best === null || loss < before.best)) return { ...before, best: loss, waited: 0 };
  const waited = before.waited + 1;
  if (waited < schedule.patience) return { ...before, waited };
  return { ...before, factor: Math.max(schedule.minimum, before.factor * schedule.factor), waited: 0 };
}
