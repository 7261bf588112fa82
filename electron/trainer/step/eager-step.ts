import * as tf from '@tensorflow/tfjs-core';
import { readBack } from '../ops/read-back.ts';
import type { StepResult, TrainStep } from './step.ts';
import { entriesAt, labelsAt, type StepSet } from './step-set.ts';
import { trainOnBatch, type StepProgram } from './train-on-batch.ts';
import type { TrainingState } from './training-state.ts';

/** Training steps run op by op. `fallback` says why. */
export function createEagerStep(
  state: TrainingState,
  program: StepProgram,
  set: StepSet,
  fallback: string | null = null,
): TrainStep {
  const one = async (indices: Int32Array, learningRate: number, step: number): Promise<StepResult> => {
    // One read for all three numbers: it waits for the step to end.
    const [loss, correct, applied] = await readBack(() => {
      const entries = entriesAt(set, indices, state.model.spec.inputShape);
      const labels = labelsAt(set, indices);
      const inputs = { step: tf.scalar(step, 'int32'), learningRate: tf.scalar(learningRate, 'float32') };
      return trainOnBatch(state, program, set, [entries, labels], inputs);
    });
    return { loss: loss!, correct: correct!, applied: applied === 1 };
  };
  return {
    mode: 'eager',
    fallback,
    stages: { trace: 0, graph: 0 },
    stepsPerCall: 1,
    async run({ indices, batchSize, learningRates, firstStep }) {
      const results: StepResult[] = [];
      for (const [i, rate] of learningRates.entries()) {
        results.push(await one(indices.subarray(i * batchSize, (i + 1) * batchSize), rate, firstStep + i));
      }
      return results;
    },
    // Each batch is taken from the set as it is.
    reload: () => undefined,
    values: () => Promise.all(state.variables.map((variable) => variable.data())),
    settle: () => undefined,
    dispose: () => undefined,
  };
}
