import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countTestImages, readImageSet, readTrainPlaces } from '../../electron/files/image-set.ts';
import type { DataChoice } from '../../shared/contract/schemas/dataset.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { labelsToBytes } from '../../shared/data/label-bytes.ts';
import { joinTasks } from '../../shared/task/join.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

const SIZE = 8 * 8;
let home: { folder: string; remove(): void };
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(() => home.remove());

/** A prepared data set whose image i is filled with `levels[i]`; the test part is the same. */
function prepared(id: string, labels: readonly number[], levels: readonly number[]): DataFiles {
  const write = (name: string, bytes: Uint8Array): string => {
    const file = path.join(home.folder, `${id}-${name}`);
    writeFileSync(file, bytes);
    return file;
  };
  const images = Uint8Array.from({ length: labels.length * SIZE }, (_, i) => levels[Math.floor(i / SIZE)]!);
  const [pictures, names] = [write('images', images), write('labels', labelsToBytes(Uint16Array.from(labels)))];
  return {
    id,
    task: { inputShape: [8, 8, 1], classes: ['a', 'b', 'c'] },
    framing: 'centred',
    trainImages: pictures,
    trainLabels: names,
    testImages: pictures,
    testLabels: names,
  };
}

describe('few images of each class', () => {
  // Every third image is there twice.
  const labels = Array.from({ length: 30 }, (_, i) => i % 3);
  const levels = labels.map((_, i) => (i % 9 === 3 ? i : i + 1));

  it('are the same by their places as by their images, after duplicates have gone', async () => {
    const files = [prepared('mnist', labels, levels), prepared('synthetic', labels, levels)];
    const transforms = { only: ['c', 'a'], dropDuplicates: true, perClass: { count: 4, seed: 3 } };
    const data: DataChoice = { datasets: ['mnist', 'synthetic'], transforms };
    const task = joinTasks(
      files.map((set) => set.task),
      transforms,
    );
    const images = await readImageSet(files, 'train', { task, data });
    const places = await readTrainPlaces(files, { task, data });
    expect([...places.labels]).toEqual([...images.labels]);
    expect([...images.labels].sort()).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    const shown = Array.from(places.places, (place) => levels[place]);
    expect(shown).toEqual(Array.from(images.labels, (_, i) => images.images[i * SIZE]));
    expect(new Set(shown).size).toBe(8);
  });

  it('are no matter of the test images', async () => {
    const files = [prepared('mnist', labels, levels)];
    const data: DataChoice = {
      datasets: ['mnist'],
      transforms: { only: ['a', 'b'], perClass: { count: 1, seed: 3 } },
    };
    const task = joinTasks([files[0]!.task], data.transforms);
    expect((await readImageSet(files, 'test', { task, data })).count).toBe(20);
    expect(await countTestImages(files, { task, data })).toBe(20);
  });
});
