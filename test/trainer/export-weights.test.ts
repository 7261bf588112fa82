import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportWriter } from '../../electron/formats/exports/export-file.ts';
import { openHtml } from '../../electron/formats/exports/html/open-html.ts';
import { openKeras } from '../../electron/formats/exports/keras/open-keras.ts';
import { openOnnx } from '../../electron/formats/exports/onnx/read-onnx.ts';
import type { OpenExport } from '../../electron/formats/exports/open-export.ts';
import { rounded } from '../../electron/formats/exports/packing/rounded.ts';
import { WRITERS } from '../../electron/formats/exports/writers.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { openSavedModel } from '../../electron/trainer/exports/open-saved-model.ts';
import { openTfjs } from '../../electron/trainer/exports/open-tfjs.ts';
import type { StoredModel } from '../../electron/trainer/formats/model-folder.ts';
import { EXPORT_WEIGHTS, type ForeignFormat } from '../../shared/contract/schemas/export.ts';
import { everyLayerStored } from '../fixtures/every-layer.ts';
import { layExport } from '../fixtures/lay-export.ts';
import { largestDifference, ownAnswers, storedModel } from '../fixtures/exported-models.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { modelOf } from '../fixtures/models.ts';
import { tenImages } from '../fixtures/ten-images.ts';

const { folder, remove } = temporaryFolder();
beforeAll(() => void loadTensorflow());
afterAll(remove);

const OPEN: Readonly<Record<ForeignFormat, OpenExport>> = {
  onnx: openOnnx,
  savedmodel: openSavedModel,
  keras: openKeras,
  tfjs: openTfjs,
  html: openHtml,
};
const ROUNDED = (Object.keys(OPEN) as ForeignFormat[]).flatMap((format) =>
  EXPORT_WEIGHTS[format].filter((weights) => weights !== 'float32').map((weights) => [weights, format] as const),
);
const images = Float32Array.from(tenImages(), (level) => level / 255);

const everyLayer = (): StoredModel => everyLayerStored(3, { temperature: 1.7 });
const bytesOf = async (write: ExportWriter, ...args: Parameters<ExportWriter>): Promise<number> =>
  (await write(...args)).reduce((sum, { bytes }) => sum + bytes.length, 0);

describe.each(ROUNDED)('%s weights as %s', (weights, format) => {
  it('read in its runtime as the model with its weights rounded alike', async () => {
    const full = everyLayer();
    const { model, packing } = rounded(full, format, weights);
    const place = layExport(folder, await (await WRITERS[format]())(model, packing));
    const answers = await (await OPEN[format](place)).read(images, [28, 28, 1]);
    expect(largestDifference(answers, ownAnswers(model, images))).toBeLessThan(1e-5);
    // Rounding says something, and not too much.
    const cost = largestDifference(ownAnswers(full, images), ownAnswers(model, images));
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThan(weights === 'float16' ? 0.01 : 0.1);
  });

  it('take less room', async () => {
    const full = storedModel(
      modelOf([{ type: 'Flatten' }, { type: 'Dense', units: 256, activation: 'relu' }, { type: 'Dense', units: 10, activation: 'softmax' }]), // prettier-ignore
    );
    const { model, packing } = rounded(full, format, weights);
    const write = await WRITERS[format]();
    // What all files of the format have besides, a page's program say, is in both.
    const saved = (await bytesOf(write, full)) - (await bytesOf(write, model, packing));
    const numbers = full.weights.reduce((sum, { values }) => sum + values.length, 0);
    // A page's weights are written as base64.
    const bytes = 4 * numbers * (format === 'html' ? 4 / 3 : 1);
    // In HDF5 halves are float32 with zeros, which an archive packs less well.
    const least = format === 'keras' ? 0.25 : weights === 'float16' ? 0.48 : 0.72;
    expect(saved / bytes).toBeGreaterThan(least);
  });

  it('are what they are when they are rounded again', () => {
    const once = rounded(everyLayer(), format, weights).model;
    const twice = rounded(once, format, weights).model;
    expect(twice.weights).toEqual(once.weights);
  });
});

describe('weights that a format cannot hold', () => {
  it('are refused by their name', () => {
    expect(() => rounded(everyLayerStored(3), 'keras', 'int8')).toThrow(
      expect.objectContaining({ code: 'export-weights', params: { format: 'Keras', weights: 'int8' } }),
    );
  });
});
