import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { augmentedImages } from '../../electron/trainer/augment/augmented-images.ts';
import { BatchOrder } from '../../electron/trainer/data/batch-order.ts';
import type { NamedTensor } from '../../electron/trainer/formats/safetensors.ts';
import { RunState } from '../../electron/trainer/fit/run-state.ts';
import type { AugmentRequest } from '../../shared/contract/schemas/augmented.ts';
import { NO_AUGMENTATION, STRONG } from '../../shared/data/augment.ts';
import { createCancelSource } from '../../shared/rpc/cancel.ts';
import { specOf, someRequest } from '../fixtures/scripted-host.ts';
import { digitModel, recipeOf, someDigits } from '../fixtures/train-steps.ts';

beforeAll(() => void loadTensorflow());

/** So small that the third step, too, has something left to learn from one image. */
const RATE = 0.01;
const never = createCancelSource().signal;
const ask = (changes: Partial<AugmentRequest> = {}): AugmentRequest => ({
  inputShape: [28, 28, 1],
  images: new Uint8Array(someDigits(4).images),
  augmentation: { ...STRONG, noise: 0.05, erase: 6 },
  seed: 7,
  firstStep: 1,
  draws: 3,
  ...changes,
});

/**
 * The pixels that a real run trained on, step by step, read from what they did to the weights. A layer of ten units on the pixels
 * themselves, plain descent and batches of one: a kernel's change is the image times its bias's change.
 */
async function trainedOn(request: AugmentRequest, steps: number): Promise<Float32Array[]> {
  const set = someDigits(1);
  const recipe = recipeOf({
    optimizer: { name: 'sgd', learningRate: RATE },
    batchSize: 1,
    augmentation: request.augmentation,
    seed: request.seed,
  });
  const spec = { ...specOf(someRequest()), model: digitModel([{ type: 'Flatten' }]), recipe };
  const training = Uint32Array.from([0]);
  const data = {
    images: set,
    training,
    validation: new Int32Array(),
    replayed: new Uint32Array(),
    unseen: [],
    lines: null,
  };
  const order = new BatchOrder(training, recipe);
  const state = new RunState({ spec }, { ...data, order, classWeights: null });
  const valuesOf = (tensors: readonly NamedTensor[] | null, size: number): Float32Array =>
    tensors!.find(({ values }) => values.length === size)!.values.slice();
  try {
    const seen: Float32Array[] = [];
    for (let step = 1; step <= steps; step++) {
      const before = await state.tensors();
      const [kernel, bias] = [valuesOf(before, 7840), valuesOf(before, 10)];
      await state.step.run({ ...order.blockAfter(0, 1), learningRates: Float32Array.of(RATE), firstStep: step });
      const after = await state.tensors();
      const moved = valuesOf(after, 10).map((value, unit) => value - bias[unit]!);
      const unit = moved.reduce((best, value, i) => (Math.abs(value) > Math.abs(moved[best]!) ? i : best), 0);
      const kernelAfter = valuesOf(after, 7840);
      seen.push(
        Float32Array.from({ length: 784 }, (_, i) => {
          const at = 10 * i + unit;
          return (kernelAfter[at]! - kernel[at]!) / moved[unit]!;
        }),
      );
    }
    return seen;
  } finally {
    state.dispose();
  }
}

describe('images as a run changes them', () => {
  it('are those that a run of this seed trains on, step by step', async () => {
    const request = ask({ images: new Uint8Array(someDigits(1).images) });
    const { images } = await augmentedImages(request, never);
    const trained = await trainedOn(request, 3);
    for (const [draw, pixels] of trained.entries()) {
      const shown = images.subarray(draw * 784, (draw + 1) * 784);
      const apart = pixels.reduce((most, value, i) => Math.max(most, Math.abs(255 * value - shown[i]!)), 0);
      // Half a byte is lost by rounding; the rest is what a division of small numbers leaves.
      expect(apart).toBeLessThan(0.6);
      expect(shown).not.toEqual(request.images);
    }
  });

  it('are a function of seed and step, and go on where another question ends', async () => {
    const { images } = await augmentedImages(ask(), never);
    expect(images).toHaveLength(3 * 4 * 784);
    expect((await augmentedImages(ask(), never)).images).toEqual(images);
    expect((await augmentedImages(ask({ firstStep: 3, draws: 1 }), never)).images).toEqual(images.slice(2 * 4 * 784));
    expect((await augmentedImages(ask({ seed: 8 }), never)).images).not.toEqual(images);
  });

  it('stay as they are where nothing is changed', async () => {
    const request = ask({ augmentation: NO_AUGMENTATION, draws: 1 });
    expect((await augmentedImages(request, never)).images).toEqual(request.images);
  });

  it('refuses bytes that are no such images and ends when it is cancelled; nothing is left behind', async () => {
    const { numTensors } = tf.memory();
    await expect(augmentedImages(ask({ images: new Uint8Array(100) }), never)).rejects.toMatchObject({
      code: 'image-size',
      params: { height: 28, width: 28, bytes: 100 },
    });
    const source = createCancelSource();
    const asked = augmentedImages(ask(), source.signal);
    source.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    await augmentedImages(ask(), never);
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});
