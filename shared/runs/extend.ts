import { AppError } from '../contract/errors.ts';
import type { Run, RunSpec } from '../contract/schemas/run.ts';
import type { RunSummary } from '../contract/schemas/run-summary.ts';
import { scheduleFactor, type ScheduledRecipe } from '../model/schedule.ts';

/** What becomes of a schedule whose curve is laid over the epochs: see the call `runs.extend`. */
export type ExtendedSchedule = 'stretch' | 'hold';

/** The most epochs that a recipe has. */
export const MOST_EPOCHS = 1000;

type Extendable = Pick<RunSummary, 'status' | 'epoch' | 'checkpointStep'> & { readonly spec: Pick<RunSpec, 'group'> };

/** Whether a run can be given more epochs, as far as its record tells. */
export const isExtendable = ({ status, epoch, checkpointStep, spec }: Extendable): boolean =>
  status === 'finished' &&
  epoch > 0 &&
  epoch < MOST_EPOCHS &&
  checkpointStep !== null &&
  spec.group?.kind !== 'transfer';

/** Whether a schedule's curve depends on how many epochs there are; the others go on by themselves. */
export const isLaidOver = ({ schedule: { kind } }: Pick<ScheduledRecipe, 'schedule'>): boolean =>
  kind === 'cosine' || kind === 'oneCycle';

type Stretch = ScheduledRecipe;

/** A recipe whose run has ended after `ended` epochs, with `more` of them. */
export function extendedRecipe<R extends Stretch>(
  recipe: R,
  ended: number,
  more: number,
  schedule: ExtendedSchedule,
): R {
  const { scheduleEpochs, ...rest } = recipe;
  const laidOver = schedule === 'hold' ? { scheduleEpochs: scheduleEpochs ?? recipe.epochs } : {};
  return { ...rest, ...(isLaidOver(recipe) && laidOver), epochs: ended + more } as R;
}

/**
 * The spec of a finished run that is given more epochs. Throws `run-not-extendable` {id}, and `invalid-input` where a recipe has not so
 * many epochs.
 */
export function extendedSpec(run: Run, more: number, schedule: ExtendedSchedule): RunSpec {
  if (!isExtendable(run)) throw new AppError('run-not-extendable', { id: run.id });
  const { spec, epoch } = run;
  if (epoch + more > MOST_EPOCHS) throw new AppError('invalid-input', { path: 'epochs', reason: `> ${MOST_EPOCHS}` });
  const recipe = extendedRecipe(spec.recipe, epoch, more, schedule);
  return { ...spec, recipe, extended: [...(spec.extended ?? []), epoch] };
}

/**
 * Shares of the optimizer's learning rate, 0 to 1: where the run has ended, where it goes on, and where it ends then. Plateau
 * schedules go on at what they have come down to, which the record does not tell: null.
 */
export function ratesAround(
  {
    recipe,
    stepsPerEpoch,
    epoch,
  }: { readonly recipe: Stretch; readonly stepsPerEpoch: number; readonly epoch: number },
  more: number,
  schedule: ExtendedSchedule,
): { readonly before: number; readonly next: number; readonly last: number } | null {
  if (recipe.schedule.kind === 'plateau') return null;
  const [step, next] = [epoch * stepsPerEpoch, extendedRecipe(recipe, epoch, more, schedule)];
  return {
    before: scheduleFactor(recipe, step, stepsPerEpoch),
    next: scheduleFactor(next, step + 1, stepsPerEpoch),
    last: scheduleFactor(next, next.epochs * stepsPerEpoch, stepsPerEpoch),
  };
}
