import * as tf from '@tensorflow/tfjs-core';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { stream } from '../../shared/random/random.ts';
import { Batches } from './data/batches.ts';
import { ImageSet } from './data/image-set.ts';
import { allIndices } from './evaluate/evaluate.ts';
import { nextTurn } from './fit/next-turn.ts';
import { createStep } from './create-step.ts';
import { buildModel } from './model/build-model.ts';
import { createOptimizer } from './optimizers/optimizer.ts';

const IMAGES = 1024;
const WARM_UP_STEPS = 3;

/** How fast this machine trains: the Tutorial CNN and recipe on random images for about so many seconds. */
export async function probe(seconds: number): Promise<{ imagesPerSecond: number; seconds: number }> {
  const { model: spec, recipe } = tutorial;
  const random = stream(recipe.seed, 'synthetic');
  const set = new ImageSet(
    Uint8Array.from({ length: IMAGES * 784 }, () => random.integer(256)),
    Uint8Array.from({ length: IMAGES }, () => random.integer(10)),
  );
  const model = buildModel(spec, recipe.seed);
  const optimizer = createOptimizer(recipe.optimizer, model.variables);
  const batches = new Batches(set, Uint32Array.from(allIndices(IMAGES)), recipe);
  const step = createStep(model, optimizer, batches.sizes);
  try {
    let [start, images] = [0, 0];
    for (let i = 0; ; i++) {
      if (i === WARM_UP_STEPS) [start, images] = [performance.now(), 0];
      const batch = batches.batch(0, i % batches.stepsPerEpoch);
      step.run(batch, i + 1);
      tf.dispose([batch.images, batch.labels]);
      images += batch.size;
      const elapsed = (performance.now() - start) / 1000;
      if (i > WARM_UP_STEPS && elapsed >= seconds) return { imagesPerSecond: images / elapsed, seconds: elapsed };
      await nextTurn();
    }
  } finally {
    step.dispose();
    optimizer.dispose();
    model.dispose();
    set.dispose();
  }
}
