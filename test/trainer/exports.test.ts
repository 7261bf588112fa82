import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportWriter } from '../../electron/formats/exports/export-file.ts';
import { openOnnx } from '../../electron/formats/exports/onnx/read-onnx.ts';
import { writeOnnx } from '../../electron/formats/exports/onnx/write-onnx.ts';
import type { OpenExport } from '../../electron/formats/exports/open-export.ts';
import { writeSavedModel } from '../../electron/formats/exports/saved-model/write-saved-model.ts';
import { writeTfjs } from '../../electron/formats/exports/tfjs/write-tfjs.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { openSavedModel } from '../../electron/trainer/exports/open-saved-model.ts';
import { openTfjs } from '../../electron/trainer/exports/open-tfjs.ts';
import type { StoredModel } from '../../electron/trainer/formats/model-folder.ts';
import { largestDifference, ownAnswers, randomImages, storedModel } from '../fixtures/exported-models.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { LAYER_CASES, modelOf } from '../fixtures/layer-cases.ts';

const { folder, remove } = temporaryFolder();
let written = 0;

beforeAll(() => void loadTensorflow());
afterAll(remove);

/** Lays an export down; gives its file, if it is one, or its folder. */
async function lay(write: ExportWriter, model: StoredModel): Promise<string> {
  const root = path.join(folder, String(++written));
  const files = await write(model);
  for (const { path: name, bytes } of files) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), bytes);
  }
  return files.length === 1 ? path.join(root, files[0]!.path) : root;
}

async function expectSame(write: ExportWriter, open: OpenExport, model: StoredModel): Promise<void> {
  const { inputShape } = model.card.spec;
  const images = randomImages(19, inputShape);
  const answers = await (await open(await lay(write, model))).read(images, inputShape);
  expect(largestDifference(answers, ownAnswers(model, images))).toBeLessThan(1e-5);
}

describe.each([
  ['ONNX', 'ONNX Runtime', writeOnnx, openOnnx],
  ['SavedModel', 'libtensorflow', writeSavedModel, openSavedModel],
  ['tfjs', 'TensorFlow.js', writeTfjs, openTfjs],
] as const)('every layer as %s', (_, runtime, write, open) => {
  it.each(LAYER_CASES)(`$name reads in ${runtime} as in the trainer`, async ({ layers, inputShape }) => {
    await expectSame(write, open, storedModel(modelOf(layers, inputShape), { temperature: 0.7 }));
  });
});
