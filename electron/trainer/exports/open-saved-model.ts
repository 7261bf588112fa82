import type { Tensor } from '@tensorflow/tfjs-core';
import { elements } from '../../../shared/model/info.ts';
import type { OpenExport } from '../../formats/exports/open-export.ts';
import { INPUT, OUTPUT } from '../../formats/exports/about.ts';
import { loadTensorflow } from '../../native/load-tensorflow.ts';

/** A SavedModel in libtensorflow, by its signature. */
export const openSavedModel: OpenExport = async (folder) => {
  const { tf } = loadTensorflow();
  const model = await tf.node.loadSavedModel(folder, ['serve'], 'serving_default');
  return {
    async read(images, shape) {
      const input = tf.tensor4d(images, [images.length / elements(shape), ...shape]);
      const answers = model.predict({ [INPUT]: input }) as Record<string, Tensor>;
      try {
        return await answers[OUTPUT]!.data<'float32'>();
      } finally {
        input.dispose();
        answers[OUTPUT]!.dispose();
      }
    },
  };
};
