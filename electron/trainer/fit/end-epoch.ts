import type { BestEpoch, Metrics } from '../../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { allFinite, readVariables } from '../checkpoints/tensors.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { diverge, saveCheckpoint, type Sitting } from './sitting.ts';

/**
 * After an epoch's last step: validation, the epoch's log, the best weights if these are they, and a checkpoint.
 * Changes nothing if it is interrupted in the middle: it is then done again after the pause or the resume.
 */
export async function* endEpoch(sitting: Sitting): AsyncGenerator<RunLog, void, void> {
  const { state, clock, checkpoints, control, images, validation, meter } = sitting;
  const { position, model } = state;
  state.step.settle();
  const weights = readVariables(model.variables);
  if (!allFinite(weights)) return yield* diverge(sitting);
  const start = clock.now();
  let metrics: Metrics | null = null;
  if (validation.length > 0) {
    const evaluation = await evaluate(model, images, validation, control.interrupted);
    if (!evaluation) return;
    metrics = { loss: evaluation.loss, accuracy: evaluation.accuracy };
    sitting.validationSeconds = (clock.now() - start) / 1000;
  }
  const epoch = position.epoch + 1;
  const best =
    metrics && better(metrics, position.best) ? { epoch, step: position.step, validation: metrics } : position.best;
  if (best?.step === position.step) await checkpoints.saveBest(best.step, weights);
  state.position = {
    ...position,
    epoch,
    stepInEpoch: 0,
    epochLoss: 0,
    epochCorrect: 0,
    epochImages: 0,
    epochSeconds: 0,
    best,
  };
  yield {
    type: 'epoch',
    time: clock.time(),
    epoch,
    step: position.step,
    train: { loss: position.epochLoss / position.epochImages, accuracy: position.epochCorrect / position.epochImages },
    validation: metrics,
    best,
    seconds: position.epochSeconds,
  };
  yield* saveCheckpoint(sitting);
  meter.restart();
}

/** Higher accuracy, or the same with a lower loss. */
function better(metrics: Metrics, best: BestEpoch | null): boolean {
  if (!best) return true;
  const { accuracy, loss } = best.validation;
  return metrics.accuracy > accuracy || (metrics.accuracy === accuracy && metrics.loss! < loss!);
}
