import type { CancelSignal } from '../../shared/contract/define.ts';
import type { ProbeRequest, ProbeSubject } from '../../shared/contract/schemas/run.ts';
import type { Speed } from '../../shared/contract/schemas/speed.ts';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { refuseIfAborted } from '../../shared/rpc/cancel.ts';
import { stream } from '../../shared/random/random.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { createStep } from './step/create-step.ts';
import { BatchOrder } from './data/batch-order.ts';
import { allIndices, imageBytes } from '../../shared/data/labelled-images.ts';
import { nextTurn } from './fit/next-turn.ts';
import { profileLayers } from './profile-layers.ts';
import { LEAST_BLOCKS, spreadOf } from './probe-spread.ts';
import type { StepSet } from './step/step-set.ts';
import { createTrainingState } from './step/training-state.ts';

const IMAGES = 1024;
/** Of a line. */
const SIGNS = 5;
const WARM_UP_STEPS = 8;
/** A slow model is measured up to so many times as long, until it can be said how sure the speed is. */
const LONGEST = 2;
const TUTORIAL: ProbeSubject = { model: tutorial.model, recipe: tutorial.recipe, task: DIGITS };

/**
 * How fast this machine trains a model by a recipe, on random images for about so many seconds, and, if asked, how that time is
 * shared among its layers. Throws `model-invalid`.
 */
export async function probe(
  seconds: number,
  signal: CancelSignal,
  { model: spec, recipe, task, perLayer }: ProbeRequest = TUTORIAL,
): Promise<Speed> {
  const random = stream(recipe.seed, 'synthetic');
  const count = Math.max(IMAGES, recipe.batchSize);
  const images = Uint8Array.from({ length: count * imageBytes(task) }, () => random.integer(256));
  const label = (): number => random.integer(task.classes.length);
  const set: StepSet =
    task.reads === 'line'
      ? { count, images, longest: SIGNS, strings: Int16Array.from({ length: count * SIGNS }, label) }
      : { task, count, images, labels: Uint16Array.from({ length: count }, label) };
  const { labelSmoothing, gradientClip, augmentation } = recipe;
  const program = { labelSmoothing, gradientClip, augmentation, classWeights: null, augmentSeed: 0 };
  const order = new BatchOrder(Uint32Array.from(allIndices(count)), recipe);
  const state = createTrainingState(spec, recipe);
  try {
    const step = createStep(state, program, set, order.sizes);
    try {
      const began = performance.now();
      let [start, images] = [0, 0];
      /** Of each block that counts, milliseconds an image. */
      const costs: number[] = [];
      for (let done = 0; ;) {
        // An engine that is slow needs no more than one step, which compiles what there is to compile.
        const warm = done >= WARM_UP_STEPS || (done > 0 && performance.now() - began >= seconds * 1000);
        if (warm && start === 0) [start, images] = [performance.now(), 0];
        const before = performance.now();
        const block = order.block(0, done % order.stepsPerEpoch, step.stepsPerCall);
        const learningRates = new Float32Array(block.steps).fill(recipe.optimizer.learningRate);
        await step.run({ ...block, learningRates, firstStep: done + 1 });
        done += block.steps;
        images += block.indices.length;
        const now = performance.now();
        if (start > 0) costs.push((now - before) / block.indices.length);
        const elapsed = (now - start) / 1000;
        const enough = costs.length >= LEAST_BLOCKS || elapsed >= LONGEST * seconds;
        if (start > 0 && elapsed >= seconds && enough) {
          const layers = perLayer ? await profileLayers(state.model, recipe.batchSize, signal) : null;
          return { imagesPerSecond: images / elapsed, seconds: elapsed, spread: spreadOf(costs), layers };
        }
        await nextTurn();
        refuseIfAborted(signal);
      }
    } finally {
      step.dispose();
    }
  } finally {
    state.dispose();
  }
}
