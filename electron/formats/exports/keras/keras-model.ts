import { zipSync } from 'fflate';
import { describeClassifier } from '../../../../shared/model/shapes.ts';
import { aboutModel } from '../about.ts';
import { cooled } from '../cooled.ts';
import type { ExportWriter } from '../export-file.ts';
import { UNPACKED } from '../packing/packing.ts';
import { createGraph } from './graph.ts';
import { writeLayers } from './layers.ts';
import { writeHdf5 } from './write-hdf5.ts';

/** The version whose files these are like, to the letter: bench/peers has it, too. */
export const KERAS_VERSION = '3.15.1';

/**
 * A model as Keras 3's own file, with layers of Keras alone: `keras.models.load_model` needs nothing of the studio. It takes
 * [n, height, width, 1] with 0 paper to 1 ink and gives the studio's own probabilities, its temperature included. metadata.json has
 * the classes' names beside what Keras writes there (`labels`).
 */
export const writeKeras: ExportWriter = async (model, packing = UNPACKED) => {
  const { card, weights } = cooled(model);
  const byName = new Map(weights.map(({ name, values }) => [name, values]));
  const graph = createGraph(card.spec.inputShape);
  const infos = describeClassifier(card.spec).layers;
  const place = { graph, values: (path: string) => byName.get(path)!, frozen: false };
  const output = writeLayers(card.spec.layers, infos, graph.input, place);
  const metadata = {
    keras_version: KERAS_VERSION,
    date_saved: savedAt(card.createdAt),
    labels: card.task.classes,
    ...aboutModel(card, packing),
  };
  const files = {
    'metadata.json': encoded(metadata),
    'config.json': encoded(graph.config(card.name, output)),
    'model.weights.h5': await writeHdf5(graph.weights),
  };
  // Weights do not pack, and Keras stores its own as they are. Of rounded ones, which are float32 in HDF5 too, half of the digits are zeros: these do.
  const level = packing === UNPACKED ? 0 : 9;
  return [{ path: 'model.keras', bytes: zipSync(files, { level, mtime: new Date(1980, 0, 1) }) }];
};

const encoded = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** As Keras writes a time: 2026-11-30@17:05:34. */
const savedAt = (moment: number): string => new Date(moment).toISOString().slice(0, 19).replace('T', '@');
