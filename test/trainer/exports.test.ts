import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOnnx } from '../../electron/formats/exports/onnx/read-onnx.ts';
import { writeOnnx } from '../../electron/formats/exports/onnx/write-onnx.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { LAYER_CASES, modelOf } from '../fixtures/layer-cases.ts';
import { largestDifference, ownAnswers, randomImages, storedModel } from '../fixtures/exported-models.ts';

const { folder, remove } = temporaryFolder();

beforeAll(() => void loadTensorflow());
afterAll(remove);

describe('every layer as ONNX', () => {
  it.each(LAYER_CASES)('$name reads in ONNX Runtime as in the trainer', async ({ name, layers, inputShape }) => {
    const model = storedModel(modelOf(layers, inputShape), { temperature: 0.7 });
    const images = randomImages(19, inputShape);
    const [file] = await writeOnnx(model);
    const target = path.join(folder, `${name}.onnx`);
    writeFileSync(target, file!.bytes);
    const answers = await (await openOnnx(target)).read(images, [...inputShape]);
    expect(largestDifference(answers, ownAnswers(model, images))).toBeLessThan(1e-5);
  });
});
