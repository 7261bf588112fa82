import { promises as fs } from 'node:fs';
import type { DatasetPreview } from '../../../shared/contract/schemas/dataset.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { stratifiedSample } from '../../../shared/data/split.ts';
import { IMAGE_BYTES } from '../../../shared/ink/types.ts';
import { stream } from '../../../shared/random/random.ts';
import { storageError } from '../../files/atomic-write.ts';
import type { Prepared } from './prepared.ts';

/** Everybody sees the same images of a data set. */
const PREVIEW_SEED = 7;

/** Some training images, the classes in the whole's proportions, without reading the whole file. */
export async function preview(files: DataFiles, { histogram }: Prepared, count: number): Promise<DatasetPreview> {
  try {
    const labels = await fs.readFile(files.trainLabels);
    const random = stream(PREVIEW_SEED, 'split');
    const chosen = random.shuffle(stratifiedSample(labels, count, random));
    const images = new Uint8Array(chosen.length * IMAGE_BYTES);
    const handle = await fs.open(files.trainImages, 'r');
    try {
      for (const [i, index] of chosen.entries()) {
        await handle.read(images, i * IMAGE_BYTES, IMAGE_BYTES, index * IMAGE_BYTES);
      }
    } finally {
      await handle.close();
    }
    return { images, labels: Uint8Array.from(chosen, (index) => labels[index]!), histogram };
  } catch (error) {
    throw storageError(error, files.trainImages);
  }
}
