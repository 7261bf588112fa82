import * as tf from '@tensorflow/tfjs-core';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Augmented, AugmentRequest } from '../../../shared/contract/schemas/augmented.ts';
import { elements } from '../../../shared/model/info.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import { byteTensor } from '../ops/image-bytes.ts';
import { augmentSeedOf, changeBatch } from './augment.ts';

/**
 * Images as a run of this seed would train on them, were they the batch of each of these steps; a value between two bytes is rounded.
 * Throws `image-size` if the bytes are no such images, and `cancelled` between two steps.
 */
export async function augmentedImages(
  { images, inputShape, augmentation, seed, firstStep, draws }: AugmentRequest,
  signal: CancelSignal,
): Promise<Augmented> {
  const count = images.length / elements(inputShape);
  if (!Number.isInteger(count)) {
    throw new AppError('image-size', { height: inputShape[0], width: inputShape[1], bytes: images.length });
  }
  const changes = { augmentation, augmentSeed: augmentSeedOf(seed) };
  const drawn = new Uint8Array(draws * images.length);
  for (let draw = 0; draw < draws; draw++) {
    refuseIfAborted(signal);
    const changed = tf.tidy(() => {
      const step = tf.scalar(firstStep + draw, 'int32');
      return changeBatch(byteTensor(images, [count, ...inputShape]), changes, step);
    });
    const values = await changed.data<'float32'>();
    changed.dispose();
    // Rounded and held within a byte by the array itself.
    drawn.set(new Uint8ClampedArray(values.map((value) => 255 * value)), draw * images.length);
  }
  return { images: drawn };
}
