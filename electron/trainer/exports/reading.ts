import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { elements } from '../../../shared/model/info.ts';
import type { OpenedExport } from '../../formats/exports/open-export.ts';
import { loadTensorflow } from '../../native/load-tensorflow.ts';

/** What a loaded model makes of images, where TensorFlow has both as tensors; neither outlives a call. */
export const reading = (predict: (images: Tensor4D) => Tensor): OpenedExport => ({
  async read(images, shape) {
    const { tf } = loadTensorflow();
    const input = tf.tensor4d(images, [images.length / elements(shape), ...shape]);
    try {
      const answers = predict(input);
      return await answers.data<'float32'>().finally(() => answers.dispose());
    } finally {
      input.dispose();
    }
  },
});
