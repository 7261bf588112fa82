import { writeFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportedCard } from '../../electron/formats/exports/exported-card.ts';
import { writeHtml } from '../../electron/formats/exports/html/html-page.ts';
import { openHtml } from '../../electron/formats/exports/html/open-html.ts';
import { rounded } from '../../electron/formats/exports/packing/rounded.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { readModelFolder, type StoredModel } from '../../electron/trainer/formats/model-folder.ts';
import { atWidth } from '../../shared/model/line-model.ts';
import type * as Predictor from '../../shared/pad-page/predictor.ts';
import { largestDifference, ownAnswers, randomImages } from '../fixtures/exported-models.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';

const home = temporaryFolder();
let page: { readonly html: string; readonly model: StoredModel };
beforeAll(async () => {
  loadTensorflow();
  const stored = await readModelFolder(path.join(repositoryRoot, 'resources', 'line-reader'));
  const { model, packing } = rounded({ ...stored, card: exportedCard(stored.card) }, 'html', 'float16');
  const [file] = await writeHtml(model, packing);
  page = { html: Buffer.from(file!.bytes).toString('utf8'), model };
});
afterAll(() => home.remove());

const levels = (image: Float32Array): Uint8Array => Uint8Array.from(image, (value) => Math.round(255 * value));

describe('a page of a model of lines', () => {
  it('gives the trainer’s probabilities at each step by its own script', async () => {
    const file = path.join(home.folder, 'line.html');
    writeFileSync(file, page.html);
    const { inputShape } = page.model.card.spec;
    const images = Float32Array.from(levels(randomImages(2, inputShape)), (level) => level / 255);
    const answers = await (await openHtml(file)).read(images, inputShape);
    expect(largestDifference(answers, ownAnswers(page.model, images))).toBeLessThan(1e-4);
  });

  it('reads lines of other widths, with paper behind them, as the trainer does', () => {
    const { card } = page.model;
    const script = /<script>([^]*?)<\/script>/.exec(page.html)![1]!;
    const text = (id: string): string => new RegExp(`id="${id}">([^<]*)`).exec(page.html)![1]!;
    const { inkstonePredictor } = vm.runInNewContext(`${script}\n;({ inkstonePredictor })`) as {
      inkstonePredictor: typeof Predictor;
    };
    const read = inkstonePredictor.createLineReader(JSON.parse(text('model')) as Predictor.PageModel, text('weights'));
    const ink = levels(randomImages(1, [32, 70, 1]));
    const { logits, classes, steps } = read(ink, 70);
    expect([...classes]).toEqual(card.task.classes);
    expect(steps.pixels).toBeGreaterThan(0);
    const spec = atWidth(card.spec, 96);
    const wide = new Float32Array(32 * 96);
    for (let y = 0; y < 32; y++) for (let x = 0; x < 70; x++) wide[y * 96 + x] = ink[y * 70 + x]! / 255;
    const own = ownAnswers({ ...page.model, card: { ...card, spec } }, wide);
    const each = card.task.classes.length + 1;
    expect(logits).toHaveLength(own.length);
    // Of the same probabilities the same sign is the likeliest at each step.
    const best = (values: Float32Array): number[] =>
      Array.from({ length: values.length / each }, (_, step) => {
        const row = [...values.subarray(step * each, (step + 1) * each)];
        return row.indexOf(Math.max(...row));
      });
    expect(best(Float32Array.from(logits))).toEqual(best(own));
  });

  it('has less than 2 MB', () => expect(page.html.length).toBeLessThan(2_000_000));
});
