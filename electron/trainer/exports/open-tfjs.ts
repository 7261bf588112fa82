import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { io, Tensor } from '@tensorflow/tfjs-core';
import type { OpenExport } from '../../formats/exports/open-export.ts';
import { loadTensorflow } from '../../native/load-tensorflow.ts';
import { reading } from './reading.ts';

/** A layers model in TensorFlow.js, from its files. */
export const openTfjs: OpenExport = async (folder) => {
  const { tf } = loadTensorflow();
  const json = JSON.parse(await fs.readFile(path.join(folder, 'model.json'), 'utf8')) as io.ModelJSON;
  const weights = await fs.readFile(path.join(folder, 'weights.bin'));
  const model = await tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest[0]!.weights,
      weightData: Uint8Array.from(weights).buffer,
    }),
  );
  return reading((images) => model.predict(images) as Tensor);
};
