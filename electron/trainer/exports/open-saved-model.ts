import type { Tensor } from '@tensorflow/tfjs-core';
import type { OpenExport } from '../../formats/exports/open-export.ts';
import { INPUT, OUTPUT } from '../../formats/exports/about.ts';
import { loadTensorflow } from '../../native/load-tensorflow.ts';
import { reading } from './reading.ts';

/** A SavedModel in libtensorflow, by its signature. */
export const openSavedModel: OpenExport = async (folder) => {
  const { tf } = loadTensorflow();
  const model = await tf.node.loadSavedModel(folder, ['serve'], 'serving_default');
  return reading((images) => (model.predict({ [INPUT]: images }) as Record<string, Tensor>)[OUTPUT]!);
};
