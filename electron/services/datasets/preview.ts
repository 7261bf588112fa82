import { promises as fs } from 'node:fs';
import type { DatasetPreview } from '../../../shared/contract/schemas/dataset.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { labelsFromBytes } from '../../../shared/data/label-bytes.ts';
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import { stratifiedSample } from '../../../shared/data/split.ts';
import { stream } from '../../../shared/random/random.ts';
import { storageError } from '../../files/atomic-write.ts';
import type { Prepared } from './prepared.ts';

/** Everybody sees the same images of a data set. */
const PREVIEW_SEED = 7;

/** Some training images, the classes in the whole's proportions, without reading the whole file. */
export async function preview(files: DataFiles, { histogram }: Prepared, count: number): Promise<DatasetPreview> {
  try {
    const labels = labelsFromBytes(await fs.readFile(files.trainLabels));
    const { task } = files;
    const bytes = imageBytes(task);
    const random = stream(PREVIEW_SEED, 'split');
    const chosen = random.shuffle(stratifiedSample(labels, count, random));
    const images = new Uint8Array(chosen.length * bytes);
    const handle = await fs.open(files.trainImages, 'r');
    try {
      for (const [i, index] of chosen.entries()) {
        await handle.read(images, i * bytes, bytes, index * bytes);
      }
    } finally {
      await handle.close();
    }
    return { images, labels: Array.from(chosen, (index) => labels[index]!), task, histogram };
  } catch (error) {
    throw storageError(error, files.trainImages);
  }
}
