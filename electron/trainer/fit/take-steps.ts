import * as tf from '@tensorflow/tfjs-core';
import type { RunLog, StepsLog } from '../../../shared/contract/schemas/run-log.ts';
import { scheduleFactor } from '../../../shared/model/schedule.ts';
import { READING } from '../../../shared/runs/epoch-time.ts';
import type { Position } from '../checkpoints/checkpoint.ts';
import type { StepResult } from '../step/step.ts';
import { diverge, saveCheckpoint, type Sitting } from './sitting.ts';

const MEMORY_EVERY = 1000;
/** The longest that a call of steps may take: a pause, a stop or a reading waits for its end. */
const LONGEST_CALL_SECONDS = 0.12;
/** After so many steps in a row that are not finite, the run counts as diverged. */
const MOST_SKIPPED = 10;

/** The optimizer steps of one call, their logs, and a checkpoint if one is due. */
export async function* takeSteps(sitting: Sitting): AsyncGenerator<RunLog, void, void> {
  const { state, order, clock, meter } = sitting;
  const { epoch, stepInEpoch, step: before } = state.position;
  const first = meter.recent === 0;
  const block = order.block(epoch, stepInEpoch, stepsToTake(sitting));
  const learningRates = Float32Array.from({ length: block.steps }, (_, i) => learningRate(sitting, before + 1 + i));
  const results = await state.step.run({ ...block, learningRates, firstStep: before + 1 });
  const seconds = meter.lap(block.indices.length, block.steps);
  if (first) yield { type: 'stage', time: clock.time(), stage: 'first-step', seconds };
  let columns = noColumns();
  for (const [i, result] of results.entries()) {
    if (!result.applied && columns.loss.length > 0) {
      yield stepsLog(sitting, columns);
      columns = noColumns();
    }
    state.position = advance(state.position, result, block.batchSize, seconds / block.steps);
    if (state.position.skipped >= MOST_SKIPPED) return yield* diverge(sitting);
    if (result.applied) {
      columns.loss.push(result.loss);
      columns.accuracy.push(result.correct / block.batchSize);
      columns.learningRate.push(learningRates[i]!);
    } else yield { type: 'skipped', time: clock.time(), step: state.position.step };
  }
  if (columns.loss.length > 0) yield stepsLog(sitting, columns);
  state.position = { ...state.position, countedImages: meter.images, countedSeconds: meter.seconds };
  if (clock.now() - sitting.memoryAt >= MEMORY_EVERY) yield memory(sitting);
  if (checkpointIsDue(sitting)) yield* saveCheckpoint(sitting);
}

/** As many as a call may take, up to the next step at which a checkpoint is due. */
function stepsToTake({ state, job, meter }: Sitting): number {
  const { recipe } = job.spec;
  const { step, position } = state;
  const inTime = Math.floor((LONGEST_CALL_SECONDS * meter.recent) / recipe.batchSize);
  // The first call is short: nobody knows yet how long a step takes.
  const steps = inTime >= step.stepsPerCall ? step.stepsPerCall : 1;
  const { everySteps } = job.checkpoint;
  return everySteps === undefined ? steps : Math.min(steps, everySteps - (position.step % everySteps));
}

function learningRate({ state, job, order }: Sitting, step: number): number {
  const { recipe } = job.spec;
  return (
    recipe.optimizer.learningRate * scheduleFactor(recipe, step, order.stepsPerEpoch, state.position.plateau.factor)
  );
}

function advance(before: Position, { loss, correct, applied }: StepResult, images: number, seconds: number): Position {
  const counted = applied ? images : 0;
  return {
    ...before,
    step: before.step + 1,
    stepInEpoch: before.stepInEpoch + 1,
    epochLoss: before.epochLoss + (applied ? loss * images : 0),
    epochCorrect: before.epochCorrect + (applied ? correct : 0),
    epochImages: before.epochImages + counted,
    epochSeconds: before.epochSeconds + seconds,
    seconds: before.seconds + seconds,
    skipped: applied ? 0 : before.skipped + 1,
  };
}

type Columns = Pick<StepsLog, 'loss' | 'accuracy' | 'learningRate'>;

const noColumns = (): Columns => ({ loss: [], accuracy: [], learningRate: [] });

/** The log of the last call's steps. */
function stepsLog(sitting: Sitting, columns: Columns): StepsLog {
  const { state, clock, meter } = sitting;
  const { step, epoch } = state.position;
  const [imagesPerSecond, etaSeconds] = [meter.recent, secondsLeft(sitting)];
  return { type: 'steps', time: clock.time(), step, epoch: epoch + 1, ...columns, imagesPerSecond, etaSeconds };
}

function checkpointIsDue({ state, job, clock, savedAt }: Sitting): boolean {
  const { everySeconds, everySteps } = job.checkpoint;
  if (everySteps !== undefined && state.position.step % everySteps === 0) return true;
  return clock.now() - savedAt >= everySeconds * 1000;
}

/**
 * Estimated from the measured steps; null while there are too few. Before the first validation its time is estimated
 * from the steps, too.
 */
function secondsLeft({ state, order, job, meter, validation, validationSeconds }: Sitting): number | null {
  const { epochs, batchSize } = job.spec.recipe;
  const { epoch, stepInEpoch } = state.position;
  const epochsLeft = epochs - epoch;
  const training = meter.secondsFor(epochsLeft * order.images - stepInEpoch * batchSize);
  const validating = validationSeconds ?? meter.secondsFor(validation.length * READING);
  return training === null || validating === null ? null : training + epochsLeft * validating;
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
