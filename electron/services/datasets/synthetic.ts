import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../shared/contract/errors.ts';
import { syntheticChunks, type DigitImages } from '../../../shared/data/synthetic/generate.ts';
import type { ReadOptions } from './idx-file.ts';
import type { DataSetContent } from './prepared.ts';

/** Raise it when the generator draws other images from the same seed: what was made before is then made anew. */
export const GENERATOR_VERSION = '2';

export const SYNTHETIC = { trainCount: 60_000, testCount: 10_000, trainSeed: 1, testSeed: 2 } as const;

/** Draws the synthetic data set, some seconds of work in slices of a few milliseconds. Throws `cancelled`. */
export async function drawSynthetic(options: ReadOptions): Promise<DataSetContent> {
  const { trainCount, testCount, trainSeed, testSeed } = SYNTHETIC;
  const total = trainCount + testCount;
  const train = await draw(trainCount, trainSeed, options, (done) => done / total);
  const test = await draw(testCount, testSeed, options, (done) => (trainCount + done) / total);
  return { trainImages: train.images, trainLabels: train.labels, testImages: test.images, testLabels: test.labels };
}

async function draw(
  count: number,
  seed: number,
  { signal, onProgress }: ReadOptions,
  share: (done: number) => number,
): Promise<DigitImages> {
  const chunks = syntheticChunks({ count, seed });
  for (;;) {
    const step = chunks.next();
    if (step.done) return step.value;
    onProgress?.(share(step.value));
    await setImmediate();
    if (signal?.aborted) throw new AppError('cancelled');
  }
}
