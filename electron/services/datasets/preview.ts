import { promises as fs } from 'node:fs';
import type { DatasetPreview } from '../../../shared/contract/schemas/dataset.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { labelsFromBytes } from '../../../shared/data/label-bytes.ts';
import { imageBytes, type Labels } from '../../../shared/data/labelled-images.ts';
import { stream, type Random } from '../../../shared/random/random.ts';
import { storageError } from '../../files/atomic-write.ts';
import { readWhole } from '../../files/read-whole.ts';
import type { Prepared } from './prepared.ts';

/** A fixed seed: a data set shows the same images each time. */
const PREVIEW_SEED = 7;

/** More than this is not sent to a window at once, bytes: of the largest images, some 500. */
const MOST_BYTES = 33_554_432;

/** Up to `count` training images, of each class as many as of the others, without reading the whole file. */
export async function preview(files: DataFiles, { histogram }: Prepared, count: number): Promise<DatasetPreview> {
  try {
    const labels = labelsFromBytes(await readWhole(files.trainLabels));
    const { task } = files;
    const bytes = imageBytes(task);
    const random = stream(PREVIEW_SEED, 'split');
    const most = Math.min(count, Math.floor(MOST_BYTES / bytes));
    const chosen = someOfEach(labels, task.classes.length, most, random);
    const images = new Uint8Array(chosen.length * bytes);
    const handle = await fs.open(files.trainImages, 'r');
    try {
      for (const [i, index] of chosen.entries()) {
        await handle.read(images, i * bytes, bytes, index * bytes);
      }
    } finally {
      await handle.close();
    }
    const own = Array.from(chosen, (index) => labels[index]!);
    return { images, labels: own, places: Array.from(chosen), content: files.sha256?.trainImages, task, histogram };
  } catch (error) {
    throw storageError(error, files.trainImages);
  }
}

/** Places of up to `most` images, of each of so many classes alike, in any order; a class that has fewer leaves it at that. */
function someOfEach(labels: Labels, classes: number, most: number, random: Random): Uint32Array {
  const each = Math.max(1, Math.floor(most / classes));
  const taken = new Uint32Array(classes);
  const order = random.shuffle(Uint32Array.from(labels.keys()));
  return order.filter((place) => taken[labels[place]!]!++ < each).subarray(0, most);
}
