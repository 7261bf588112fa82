import { execFile } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportedCard } from '../../electron/formats/exports/exported-card.ts';
import type { ExportWriter } from '../../electron/formats/exports/export-file.ts';
import { writeHtml } from '../../electron/formats/exports/html/html-page.ts';
import { openHtml } from '../../electron/formats/exports/html/open-html.ts';
import { writeKeras } from '../../electron/formats/exports/keras/keras-model.ts';
import { openKeras } from '../../electron/formats/exports/keras/open-keras.ts';
import { openOnnx } from '../../electron/formats/exports/onnx/read-onnx.ts';
import { writeOnnx } from '../../electron/formats/exports/onnx/write-onnx.ts';
import type { OpenExport } from '../../electron/formats/exports/open-export.ts';
import { writeSavedModel } from '../../electron/formats/exports/saved-model/write-saved-model.ts';
import { writeTfjs } from '../../electron/formats/exports/tfjs/write-tfjs.ts';
import { usageOf } from '../../electron/formats/exports/usage.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { openSavedModel } from '../../electron/trainer/exports/open-saved-model.ts';
import { openTfjs } from '../../electron/trainer/exports/open-tfjs.ts';
import { readModelFolder, type StoredModel } from '../../electron/trainer/formats/model-folder.ts';
import { modelSpecSchema } from '../../shared/contract/schemas/model.ts';
import { atWidth } from '../../shared/model/line-model.ts';
import { largestDifference, ownAnswers, randomImages, storedModel } from '../fixtures/exported-models.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { layExport } from '../fixtures/lay-export.ts';
import { LAYER_CASES, modelOf } from '../fixtures/layer-cases.ts';

const { folder, remove } = temporaryFolder();
beforeAll(() => void loadTensorflow());
afterAll(remove);

const lay = async (write: ExportWriter, model: StoredModel): Promise<string> => layExport(folder, await write(model));

async function expectSame(write: ExportWriter, open: OpenExport, model: StoredModel): Promise<void> {
  const { inputShape } = model.card.spec;
  // As images are: of 256 levels.
  const images = randomImages(19, inputShape).map((value) => Math.round(255 * value) / 255);
  const answers = await (await open(await lay(write, model))).read(images, inputShape);
  expect(largestDifference(answers, ownAnswers(model, images))).toBeLessThan(1e-5);
}

const FORMATS = [
  { format: 'onnx', name: 'ONNX', runtime: 'ONNX Runtime', write: writeOnnx, open: openOnnx },
  { format: 'savedmodel', name: 'SavedModel', runtime: 'libtensorflow', write: writeSavedModel, open: openSavedModel },
  { format: 'tfjs', name: 'layers model', runtime: 'TensorFlow.js', write: writeTfjs, open: openTfjs },
] as const;

describe.each(FORMATS)('every layer as $name', ({ runtime, write, open }) => {
  it.each(LAYER_CASES)(`$name reads in ${runtime} as in the trainer`, async ({ layers, inputShape }) => {
    await expectSame(write, open, storedModel(modelOf(layers, inputShape), { temperature: 0.7 }));
  });
});

describe('models of the same layers', () => {
  it('share no variable as SavedModels: a program may load several', async () => {
    const spec = modelOf([], [28, 28, 1]);
    const names = await Promise.all(
      [1, 2].map(async (seed) => {
        const [graph] = await writeSavedModel(storedModel(spec, { seed }));
        return Buffer.from(graph!.bytes)
          .toString('latin1')
          .match(/[0-9a-f]{64}\/digits\/(?:kernel|bias)/g)!;
      }),
    );
    expect(new Set(names.flat()).size).toBe(4);
  });
});

describe('names', () => {
  const many = Array.from({ length: 1000 }, (_, i) => `"${'永'.repeat(30)}'</script>\`${i}`);
  it.each([
    ...FORMATS,
    { format: 'keras', name: 'Keras', write: writeKeras, open: openKeras },
    { format: 'html', name: 'HTML', write: writeHtml, open: openHtml },
  ] as const)(
    'of layers that $name has too, and of a thousand classes, do no harm',
    async ({ format, write, open }) => {
      const spec = modelSpecSchema.parse({
        version: 1,
        name: 'names',
        inputShape: [8, 8, 1],
        layers: [
          { type: 'Conv2D', filters: 2, kernelSize: [3, 3], name: 'image' },
          { type: 'BatchNormalization', name: '永 "x"' },
          { type: 'Flatten', name: 'probabilities' },
          { type: 'Dense', units: 4, name: 'rescaling' },
          { type: 'Dense', units: 1000, activation: 'softmax', name: 'activation' },
        ],
      });
      const { card, ...rest } = storedModel(spec, { temperature: 1.3 });
      const model = { ...rest, card: { ...card, name: '"</title>\n# `', task: { ...card.task, classes: many } } };
      await expectSame(write, open, model);
      if (format === 'html') return;
      // Each text of a program holds all names, as they are.
      for (const { code } of usageOf(format, model.card, 'm')) {
        const [, names] = /classes = (.*?);?\n/.exec(code)!;
        expect(JSON.parse(names!)).toEqual(many);
      }
    },
  );
});

describe('a model of lines', () => {
  const lineReader = path.join(repositoryRoot, 'resources', 'line-reader');

  it.each(FORMATS)('as $name reads in $runtime as in the trainer', async ({ write, open }) => {
    const model = await readModelFolder(lineReader);
    await expectSame(write, open, { ...model, card: exportedCard(model.card) });
  });

  it('takes lines of other widths as ONNX', async () => {
    const model = await readModelFolder(lineReader);
    const opened = await openOnnx(await lay(writeOnnx, { ...model, card: exportedCard(model.card) }));
    for (const width of [64, 320]) {
      const card = { ...model.card, spec: atWidth(model.card.spec, width) };
      const images = randomImages(2, card.spec.inputShape);
      const answers = await opened.read(images, card.spec.inputShape);
      expect(largestDifference(answers, ownAnswers({ ...model, card }, images))).toBeLessThan(1e-5);
    }
  });
});

describe('a model of lines as ONNX', () => {
  const lines = (strides: readonly [number, number]): StoredModel =>
    storedModel(
      modelSpecSchema.parse({
        version: 1,
        name: 'lines',
        inputShape: [8, 64, 1],
        layers: [
          { type: 'Conv2D', filters: 3, kernelSize: [3, 4], strides, padding: 'same' },
          { type: 'AveragePooling2D', poolSize: [8, 3], strides: [8, 1], padding: 'same' },
          { type: 'Reshape', targetShape: [Math.ceil(64 / strides[1]), 3] },
          { type: 'GRU', units: 4, returnSequences: true, bidirectional: true },
          { type: 'Dense', units: 4, activation: 'softmax' },
        ],
      }),
    );

  it('takes every width where its strides divide them', async () => {
    const model = lines([1, 2]);
    const opened = await openOnnx(await lay(writeOnnx, model));
    for (const width of [32, 64, 96, 160]) {
      const card = { ...model.card, spec: atWidth(model.card.spec, width) };
      const images = randomImages(2, card.spec.inputShape);
      const answers = await opened.read(images, card.spec.inputShape);
      expect(largestDifference(answers, ownAnswers({ ...model, card }, images))).toBeLessThan(1e-5);
    }
  });

  it('takes its own alone where they do not, and no other to pad it wrong', async () => {
    const model = lines([1, 3]);
    await expectSame(writeOnnx, openOnnx, model);
    const opened = await openOnnx(await lay(writeOnnx, model));
    await expect(opened.read(randomImages(1, [8, 96, 1]), [8, 96, 1])).rejects.toThrow();
  });
});

describe('how an export is used', () => {
  it.each(FORMATS.filter(({ format }) => format !== 'savedmodel'))(
    'in JavaScript, as it is told for $name, runs and reads',
    async ({ format, write }) => {
      const model = await readModelFolder(path.join(repositoryRoot, 'resources', 'starter'));
      const place = await lay(write, model);
      const code = usageOf(format, model.card, path.basename(place)).find(({ language }) => language === 'javascript')!;
      // Where a program of one's own has them.
      symlinkSync(
        path.join(repositoryRoot, 'node_modules'),
        path.join(path.dirname(place), 'node_modules'),
        'junction',
      );
      writeFileSync(path.join(path.dirname(place), 'use.mjs'), code.code);
      const { stdout } = await promisify(execFile)(process.execPath, ['use.mjs'], { cwd: path.dirname(place) });
      rmSync(path.join(path.dirname(place), 'node_modules'));
      const empty = ownAnswers(model, new Float32Array(784));
      const best = empty.indexOf(Math.max(...empty));
      const [told, probability] = stdout.trim().split('\n').at(-1)!.split(' ');
      expect(told).toBe(model.card.task.classes[best]);
      expect(Number(probability)).toBeCloseTo(empty[best]!, 4);
    },
  );
});
