import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { ModelCache } from '../../electron/trainer/evaluate/model-cache.ts';
import { predict } from '../../electron/trainer/evaluate/predict.ts';
import { readLines } from '../../electron/trainer/evaluate/read-lines.ts';
import { writeModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import { buildModel } from '../../electron/trainer/model/build-model.ts';
import { writeVariables } from '../../electron/trainer/checkpoints/tensors.ts';
import { atWidth, readingWidth } from '../../shared/model/line-model.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { modelOf } from '../fixtures/models.ts';

const CLASSES = ['0', '1', '.'];
const [HEIGHT, WIDTH] = [8, 20];
const spec = modelOf(
  [
    { type: 'MaxPooling2D' },
    { type: 'Conv2D', filters: 5, kernelSize: [4, 3], activation: 'tanh' },
    { type: 'Reshape', targetShape: [8, 5] },
    { type: 'GRU', units: 3, bidirectional: true, returnSequences: true },
    { type: 'Dense', units: CLASSES.length + 1, activation: 'softmax' },
  ],
  [HEIGHT, WIDTH, 1],
);
/** Narrower and wider than the lines that it was trained on, in several widths to read in. */
const widths = [20, 3, 64, 65, 200, 40];
const ink = Uint8Array.from({ length: HEIGHT * widths.reduce((a, b) => a + b) }, (_, i) => (i * 89) % 256);

const { folder, remove } = temporaryFolder();
const at = (name: string): string => path.join(folder, name);
const models = new ModelCache();

beforeAll(async () => {
  loadTensorflow();
  await write('lines', true);
});
afterAll(() => {
  models.dispose();
  remove();
});

async function write(name: string, reads: boolean): Promise<void> {
  const model = buildModel(spec, 3);
  const weights = model.variables.map((v) => ({ name: v.name, shape: v.shape, values: v.values() }));
  const card = {
    name,
    task: {
      inputShape: [HEIGHT, WIDTH, 1] as [number, number, 1],
      classes: CLASSES,
      ...(reads && { reads: 'line' as const }),
    },
    framing: 'as-written' as const,
    spec,
    parameters: model.parameters,
    createdAt: 0,
    trainedOn: [],
    tests: [],
    command: null,
    parent: null,
  };
  await writeModelFolder(at(name), card, weights);
  model.dispose();
}

describe('reading lines', () => {
  it('reads each as the model of its own width does, wherever it stands among others', async () => {
    const answers = await models.use(at('lines'), (loaded) => readLines(loaded, { height: HEIGHT, widths, ink }));
    expect(answers.classes).toEqual(CLASSES);
    expect(answers.steps).toEqual({ pixels: 2, offset: 3 });
    let start = 0;
    for (const [line, width] of widths.entries()) {
      const own = ink.subarray(start, (start += width * HEIGHT));
      const wide = readingWidth(width);
      const expected = await models.use(at('lines'), ({ model: trained }) => {
        const model = buildModel(atWidth(spec, wide), 0);
        writeVariables(
          model.variables,
          trained.variables.map((v) => ({ name: v.name, shape: v.shape, values: v.values() })),
        );
        const values = tf.tidy(() => {
          const x = tf.tensor4d(
            Float32Array.from(own, (level) => level / 255),
            [1, HEIGHT, width, 1],
          );
          const padded = tf.pad(x, [
            [0, 0],
            [0, 0],
            [0, wide - width],
            [0, 0],
          ]);
          return model.forward(padded, (variable) => variable.read(), null).dataSync<'float32'>();
        });
        model.dispose();
        return values;
      });
      const logits = answers.logits[line]!;
      expect(logits).toHaveLength((wide / 2 - 2) * (CLASSES.length + 1));
      expect(logits.every((logit, i) => Math.abs(logit - expected[i]!) < 1e-5)).toBe(true);
    }
  });

  it('reads many as it reads few, in a graph then, and keeps nothing in TensorFlow', async () => {
    const many = (count: number) => ({
      height: HEIGHT,
      widths: Array<number>(count).fill(WIDTH),
      ink: new Uint8Array(HEIGHT * WIDTH * count).map((_, i) => ((i % (HEIGHT * WIDTH)) * 53) % 256),
    });
    const read = (count: number) => models.use(at('lines'), (loaded) => readLines(loaded, many(count)));
    const [first] = (await read(1)).logits;
    const { logits } = await read(40);
    for (const own of [logits[0]!, logits[39]!])
      expect(own.every((logit, i) => Math.abs(logit - first![i]!) < 1e-5)).toBe(true);
    const before = tf.memory().numTensors;
    await read(20);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses what is not for it', async () => {
    const lines = { height: HEIGHT, widths: [8], ink: new Uint8Array(64) };
    await write('signs', false);
    await expect(models.use(at('signs'), (loaded) => readLines(loaded, lines))).rejects.toMatchObject({
      code: 'model-reads-signs',
      params: { name: 'signs' },
    });
    const tall = { height: 16, widths: [4], ink: new Uint8Array(64) };
    await expect(models.use(at('lines'), (loaded) => readLines(loaded, tall))).rejects.toMatchObject({
      code: 'line-size',
      params: { height: HEIGHT, given: 16 },
    });
    const image = new Uint8Array(HEIGHT * WIDTH);
    await expect(models.use(at('lines'), (loaded) => predict(loaded, image))).rejects.toMatchObject({
      code: 'model-reads-lines',
    });
    const controller = new AbortController();
    controller.abort();
    await expect(
      models.use(at('lines'), (loaded) => readLines(loaded, lines, controller.signal)),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});
