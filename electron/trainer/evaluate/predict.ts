import * as tf from '@tensorflow/tfjs-core';
import type { Predictions } from '../../../shared/contract/schemas/predict.ts';
import { ImageSet } from '../data/image-set.ts';
import type { Model } from '../model/build-model.ts';
import { allIndices } from './evaluate.ts';

const IMAGE_BYTES = 784;
const CLASSES = 10;

/** Reads n images (n x 784 bytes, 0 paper to 255 ink): the probabilities of the ten digits for each. */
export function predict(model: Model, images: Uint8Array): Predictions {
  const n = images.length / IMAGE_BYTES;
  const set = new ImageSet(images, new Uint8Array(n));
  try {
    const start = performance.now();
    const flat = tf.tidy(() => {
      const logits = model.forward(set.batch(allIndices(n)).images, (variable) => variable.read(), null);
      return tf.softmax(logits as tf.Tensor2D).dataSync<'float32'>();
    });
    const milliseconds = performance.now() - start;
    const items = Array.from({ length: n }, (_, i) => {
      const probabilities = [...flat.subarray(i * CLASSES, (i + 1) * CLASSES)];
      return { digit: probabilities.indexOf(Math.max(...probabilities)), probabilities };
    });
    return { items, milliseconds };
  } finally {
    set.dispose();
  }
}
