// The trainer's optimizer steps and nothing around them, as a graph or op by op: a turn is an epoch.
//
//   node bench/workers/steps.ts JOB.json
import { createEagerStep } from '../../electron/trainer/step/eager-step.ts';
import { BatchOrder } from '../../electron/trainer/data/batch-order.ts';
import { readSplit } from '../../electron/files/image-set.ts';
import { allIndices } from '../../shared/data/labelled-images.ts';
import { createGraphStep } from '../../electron/trainer/step/graph-step.ts';
import { createTrainingState } from '../../electron/trainer/step/training-state.ts';
import { readJob } from '../lib/job.ts';
import { timeTensorflow } from '../lib/tensorflow-time.ts';
import { answerTurns } from './answer-turns.ts';
import { loadEngine, WARM_UP_STEPS } from './engine.ts';

const { model, recipe, images, data, mode } = readJob(process.argv[2]!);
const { versions } = loadEngine();
const set = await readSplit(data, 'train');
const state = createTrainingState(model, recipe);
const order = new BatchOrder(Uint32Array.from(allIndices(images)), recipe);
const program = {
  labelSmoothing: recipe.labelSmoothing,
  gradientClip: recipe.gradientClip,
  classWeights: null,
  augmentation: recipe.augmentation,
  augmentSeed: recipe.seed,
};
const step =
  mode === 'graph' ? createGraphStep(state, program, set, order.sizes) : createEagerStep(state, program, set);

let [epoch, done] = [0, 0];

/** Up to `most` steps of the epoch. */
async function train(most: number): Promise<number> {
  for (let at = 0; at < Math.min(most, order.stepsPerEpoch);) {
    const block = order.block(epoch, at, step.stepsPerCall);
    const learningRates = new Float32Array(block.steps).fill(recipe.optimizer.learningRate);
    await step.run({ ...block, learningRates, firstStep: done + 1 });
    at += block.steps;
    done += block.steps;
  }
  epoch++;
  return images;
}

await train(WARM_UP_STEPS);
await answerTurns({ versions, parameters: state.model.parameters }, () => train(Infinity), {
  tensorflow: timeTensorflow(),
});
