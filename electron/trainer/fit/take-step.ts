import * as tf from '@tensorflow/tfjs-core';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { diverge, saveCheckpoint, type Sitting } from './sitting.ts';

const MEMORY_EVERY = 1000;

/** One optimizer step, its log, and a checkpoint if one is due. */
export async function* takeStep(sitting: Sitting): AsyncGenerator<RunLog, void, void> {
  const { state, batches, job, clock, meter } = sitting;
  const before = state.position;
  const first = meter.recent === 0;
  const step = before.step + 1;
  const batch = batches.batch(before.epoch, before.stepInEpoch);
  const { loss, correct } = state.step.run(batch, step);
  tf.dispose([batch.images, batch.labels]);
  const seconds = meter.lap(batch.size);
  state.position = {
    ...before,
    step,
    stepInEpoch: before.stepInEpoch + 1,
    epochLoss: before.epochLoss + loss * batch.size,
    epochCorrect: before.epochCorrect + correct,
    epochImages: before.epochImages + batch.size,
    epochSeconds: before.epochSeconds + seconds,
    seconds: before.seconds + seconds,
    countedImages: meter.images,
    countedSeconds: meter.seconds,
  };
  if (!Number.isFinite(loss)) return yield* diverge(sitting);
  if (first) yield { type: 'stage', time: clock.time(), stage: 'first-step', seconds };
  yield {
    type: 'step',
    time: clock.time(),
    step,
    epoch: before.epoch + 1,
    loss,
    accuracy: correct / batch.size,
    learningRate: job.spec.recipe.optimizer.learningRate,
    imagesPerSecond: meter.recent,
    etaSeconds: secondsLeft(sitting),
  };
  if (clock.now() - sitting.memoryAt >= MEMORY_EVERY) yield memory(sitting);
  const { everySeconds, everySteps } = job.checkpoint;
  const due = everySteps !== undefined && step % everySteps === 0;
  if (due || clock.now() - sitting.saved.at >= everySeconds * 1000) yield* saveCheckpoint(sitting);
}

function secondsLeft({ state, batches, job, meter, validationSeconds }: Sitting): number {
  const { epochs, batchSize } = job.spec.recipe;
  const steps = epochs * batches.stepsPerEpoch - state.position.step;
  return (steps * batchSize) / meter.recent + (epochs - state.position.epoch) * validationSeconds;
}

function memory(sitting: Sitting): RunLog {
  const { clock, state } = sitting;
  sitting.memoryAt = clock.now();
  const residentBytes = process.memoryUsage.rss();
  return {
    type: 'memory',
    time: clock.time(),
    step: state.position.step,
    residentBytes,
    tensors: tf.memory().numTensors,
  };
}
