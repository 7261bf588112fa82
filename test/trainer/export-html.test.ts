import { writeFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHtml } from '../../electron/formats/exports/html/html-page.ts';
import { openHtml } from '../../electron/formats/exports/html/open-html.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { detectorFrom } from '../../electron/trainer/known/detector-file.ts';
import { buildModel } from '../../electron/trainer/model/build-model.ts';
import { evidenceSize } from '../../shared/known/evidence.ts';
import { KINDS } from '../../shared/known/kinds.ts';
import { type KnownModel, recognise } from '../../shared/known/recognise.ts';
import type * as Predictor from '../../shared/pad-page/predictor.ts';
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

  it('tells what is no sign as the trainer does', async () => {
    const folder = path.join(repositoryRoot, 'resources', 'starter');
    const starter = await readModelFolder(folder);
    const html = Buffer.from(await written(starter)).toString('utf8');
    const { model, predict } = pageOf(html);
    expect(model.known).toEqual(starter.card.known);
    const loaded = loadKnown(starter);
    for (const image of signsAndNot()) {
      const { known, outsider } = predict(image);
      const own = recognise(loaded, starter.card.task, image, logitsOf(starter, image));
      expect(known).toBeCloseTo(own.known, 4);
      expect(outsider).toBe(own.outsider);
    }
  });
});

/** A page's model and its predictor, by its own script. */
function pageOf(html: string): { model: Predictor.PageModel; predict: Predictor.Predict } {
  const text = (id: string): string => new RegExp(`id="${id}">([^<]*)`).exec(html)![1]!;
  const model = JSON.parse(text('model')) as Predictor.PageModel;
  const script = /<script>([^]*?)<\/script>/.exec(html)![1]!;
  const { inkstonePredictor } = vm.runInNewContext(`${script}\n;({ inkstonePredictor })`) as {
    inkstonePredictor: typeof Predictor;
  };
  return { model, predict: inkstonePredictor.createPredictor(model, text('weights')) };
}

const loadKnown = ({ card, known }: StoredModel): KnownModel => {
  const looksAt = card.task.classes.length;
  return { card: card.known!, looksAt, detector: detectorFrom(known!, evidenceSize(looksAt), KINDS.length) };
};

/** What the trainer's model makes of an image, before its temperature. */
function logitsOf({ card, weights }: StoredModel, image: Uint8Array): Float32Array {
  const model = buildModel(card.spec, 0);
  model.variables.forEach((variable, i) => variable.write(weights[i]!.values));
  const logits = tf.tidy(() => {
    const x = tf.tensor(
      Float32Array.from(image, (level) => level / 255),
      [1, ...card.spec.inputShape],
    );
    return model.forward(x, (variable) => variable.read(), null).dataSync<'float32'>();
  });
  model.dispose();
  return logits;
}

/** Digits, two of them on one image, a full one and an empty one. */
function* signsAndNot(): Generator<Uint8Array> {
  const images = readMnist('test').images.subarray(0, 8 * 784);
  for (let i = 0; i < 8; i++) yield images.slice(i * 784, (i + 1) * 784);
  yield Uint8Array.from({ length: 784 }, (_, i) => Math.max(images[i]!, images[784 + i]!));
  yield new Uint8Array(784).fill(255);
  yield new Uint8Array(784);
}
