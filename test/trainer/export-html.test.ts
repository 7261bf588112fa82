import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHtml } from '../../electron/formats/exports/html/html-page.ts';
import { openHtml } from '../../electron/formats/exports/html/open-html.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { readModelFolder, type StoredModel } from '../../electron/trainer/formats/model-folder.ts';
import { everyLayerStored } from '../fixtures/every-layer.ts';
import { largestDifference, ownAnswers } from '../fixtures/exported-models.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { readMnist } from '../fixtures/mnist.ts';

const home = temporaryFolder();
beforeAll(() => void loadTensorflow());
afterAll(() => home.remove());

async function written(model: StoredModel): Promise<Uint8Array> {
  const files = await writeHtml(model);
  expect(files).toHaveLength(1);
  return files[0]!.bytes;
}

describe('an HTML page', () => {
  it.each<[string, () => Promise<StoredModel> | StoredModel, number]>([
    ['the starter', () => readModelFolder(path.join(repositoryRoot, 'resources', 'starter')), 1000],
    ['every layer, 3 classes, a temperature', () => everyLayerStored(3, { temperature: 1.7 }), 100],
    ['every layer, 62 classes', () => everyLayerStored(62), 100],
  ])('of %s gives the trainer’s probabilities by its own script', async (_, make, count) => {
    const model = await make();
    const file = path.join(home.folder, 'model.html');
    writeFileSync(file, await written(model));
    const images = Float32Array.from(readMnist('test').images.subarray(0, count * 784), (level) => level / 255);
    const answers = await (await openHtml(file)).read(images, [28, 28, 1]);
    expect(largestDifference(answers, ownAnswers(model, images))).toBeLessThan(1e-4);
  });

  it('of the starter has less than 2 MB, and every time the same', async () => {
    const starter = await readModelFolder(path.join(repositoryRoot, 'resources', 'starter'));
    const bytes = await written(starter);
    expect(bytes.length).toBeLessThan(2_000_000);
    expect(await written(starter)).toEqual(bytes);
  });
});
