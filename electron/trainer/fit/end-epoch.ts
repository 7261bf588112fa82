import type { BestEpoch, Metrics } from '../../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { watchPlateau } from '../../../shared/model/schedule.ts';
import type { Position } from '../checkpoints/checkpoint.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { evaluateLines } from '../evaluate/evaluate-lines.ts';
import { diverge, saveCheckpoint, type Sitting } from './sitting.ts';

/**
 * After an epoch's last step: validation, the epoch's log, the best weights if these are they, and a checkpoint.
 * Changes nothing if it is interrupted in the middle: it is then done again after the pause or the resume.
 */
export async function* endEpoch(sitting: Sitting): AsyncGenerator<RunLog, void, void> {
  const { state, clock, meter } = sitting;
  const { position } = state;
  const tensors = await state.tensors();
  if (!tensors) return yield* diverge(sitting);
  const metrics = await validate(sitting);
  if (metrics === 'interrupted') return;
  const epoch = position.epoch + 1;
  const best =
    metrics && better(metrics, position.best) ? { epoch, step: position.step, validation: metrics } : position.best;
  const stoppedEarly = endsEarly(sitting, epoch, best);
  state.position = nextEpoch(sitting, metrics, best, stoppedEarly);
  yield {
    type: 'epoch',
    time: clock.time(),
    epoch,
    step: position.step,
    train: trainMetrics(position),
    validation: metrics,
    best,
    seconds: position.epochSeconds,
    validationSeconds: (metrics && sitting.validationSeconds) ?? 0,
  };
  if (stoppedEarly) {
    yield { type: 'early-stopped', time: clock.time(), step: position.step, epoch, best: best!.epoch };
  }
  yield* saveCheckpoint(sitting, { tensors, best: best?.step === position.step });
  meter.restart();
}

/** Null if the run has no validation images. */
async function validate(sitting: Sitting): Promise<Metrics | null | 'interrupted'> {
  const { state, clock, control, images, validation, lines, job } = sitting;
  if (validation.length === 0) return null;
  const start = clock.now();
  const { interrupted } = control;
  const evaluation = lines
    ? await evaluateLines(state.reader(), lines.validation, job.spec.task, interrupted)
    : await evaluate(state.reader(), images, validation, interrupted);
  if (!evaluation) return 'interrupted';
  sitting.validationSeconds = (clock.now() - start) / 1000;
  return { loss: evaluation.loss, accuracy: evaluation.accuracy };
}

/** Means over the epoch's batches that were applied. */
function trainMetrics({ epochLoss, epochCorrect, epochImages }: Position): Metrics {
  if (epochImages === 0) return { loss: null, accuracy: 0 };
  return { loss: epochLoss / epochImages, accuracy: epochCorrect / epochImages };
}

function nextEpoch(sitting: Sitting, metrics: Metrics | null, best: BestEpoch | null, stoppedEarly: boolean): Position {
  const { position } = sitting.state;
  const { schedule } = sitting.job.spec.recipe;
  return {
    ...position,
    epoch: position.epoch + 1,
    stepInEpoch: 0,
    epochLoss: 0,
    epochCorrect: 0,
    epochImages: 0,
    epochSeconds: 0,
    best,
    plateau: metrics ? watchPlateau(schedule, position.plateau, metrics.loss) : position.plateau,
    stoppedEarly,
  };
}

/** Whether the recipe's patience is used up while there are epochs left to save. */
function endsEarly({ job, state }: Sitting, epoch: number, best: BestEpoch | null): boolean {
  const { earlyStopping, epochs } = job.spec.recipe;
  if (earlyStopping === null || best === null || epoch >= epochs) return false;
  return epoch - Math.max(best.epoch, state.position.patientSince) >= earlyStopping.patience;
}

/** Higher accuracy, or the same with a lower loss; a loss that is not finite counts as the highest. */
function better(metrics: Metrics, best: BestEpoch | null): boolean {
  if (!best) return true;
  const { accuracy, loss } = best.validation;
  const lower = (metrics.loss ?? Infinity) < (loss ?? Infinity);
  return metrics.accuracy > accuracy || (metrics.accuracy === accuracy && lower);
}
