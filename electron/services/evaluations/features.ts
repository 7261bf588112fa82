import path from 'node:path';
import { placesToBytes } from '../../../shared/data/number-bytes.ts';
import { elements } from '../../../shared/model/info.ts';
import { describeModel } from '../../../shared/model/shapes.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';
import type { Models } from '../models/models.ts';
import type { Asker } from './evaluations.ts';
import type { OpenedEvaluation } from './opened.ts';

/** Of no more images features are read at once: of a wide model's, of fewer. Bytes. */
const MOST_BYTES = 134_217_728;

/** How many images' features a model in this folder may be asked for. */
export async function mostRows(models: Pick<Models, 'card'>, folder: string): Promise<number> {
  const { layers } = describeModel((await models.card(folder)).spec);
  // What the last layer with weights takes.
  const width = elements(layers.filter(({ weights }) => weights.length > 0).at(-1)!.inputShape);
  return Math.max(1, Math.floor(MOST_BYTES / (4 * width)));
}

export interface FeaturesWanted {
  readonly opened: OpenedEvaluation;
  /** The model's. */
  readonly folder: string;
  readonly split: 'train' | 'test';
  /** The images, in this order. */
  readonly places: Uint32Array;
  /** The folder that the file goes to. */
  readonly into: string;
}

/** Has the trainer write the features of an evaluated data set's images, as `evaluation.run` says; they are read as the model reads them. */
export async function writeFeatures(
  link: Pick<TrainerLink, 'call'>,
  { opened, folder, split, places, into }: FeaturesWanted,
  { ticket, signal }: Asker,
): Promise<{ file: string; width: number }> {
  const { invert, resize } = opened.record.change;
  const choice = { folder, data: opened.files, split, places: placesToBytes(places), ticket };
  const { width } = await link.call(
    'evaluation.run',
    { ...choice, change: { invert, resize }, want: 'features', into },
    { signal },
  );
  return { file: path.join(into, 'features.f32'), width };
}
