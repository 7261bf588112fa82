import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { attended, explain, gradCam, inputGradient, occlusion } from '../../electron/trainer/evaluate/explain.ts';
import { buildModel, type Model } from '../../electron/trainer/model/build-model.ts';
import { saliencySchema } from '../../shared/contract/schemas/evaluated-image.ts';
import { floatsFromBytes } from '../../shared/data/number-bytes.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { Random } from '../../shared/random/random.ts';
import { modelOf } from '../fixtures/models.ts';

beforeAll(() => void loadTensorflow());

const [SIDE, CLASSES] = [12, 3];

/** A drawing of random greys, with paper around. */
function drawing(side: number): Uint8Array {
  const random = new Random([1, 2, 3, 4]);
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    const edge = Math.min(x, y, side - 1 - x, side - 1 - y);
    return edge < 2 ? 0 : 40 + random.integer(200);
  });
}

/** Smooth, so that differences show its gradients. */
const smooth = modelOf(
  [
    { type: 'Conv2D', filters: 4, kernelSize: [3, 3], activation: 'tanh' },
    { type: 'AveragePooling2D', poolSize: [2, 2] },
    { type: 'Conv2D', filters: 5, kernelSize: [3, 3] },
    { type: 'BatchNormalization' },
    { type: 'Activation', activation: 'tanh' },
    { type: 'Flatten' },
    { type: 'Dense', units: CLASSES, activation: 'softmax' },
  ],
  [SIDE, SIDE, 1],
);

const withModel = async <T>(spec: typeof smooth, use: (model: Model) => Promise<T>): Promise<T> => {
  const model = buildModel(spec, 5, { inputGradient: true });
  try {
    return await use(model);
  } finally {
    model.dispose();
  }
};

const read = (variable: { read(): tf.Tensor }): tf.Tensor => variable.read();

describe('what a model looks at', () => {
  it('input gradients are what differences of the logit show', () =>
    withModel(smooth, async (model) => {
      const image = drawing(SIDE);
      const { values } = await inputGradient({ model, image, target: 1 });
      const logit = (levels: Float32Array): number =>
        tf.tidy(() => model.forward(tf.tensor(levels, [1, SIDE, SIDE, 1]), read, null).dataSync()[1]!);
      const levels = Float32Array.from(image, (level) => level / 255);
      for (const pixel of [0, 30, 42, 67, 78, 90, 143]) {
        const shifted = (by: number) => levels.map((level, i) => (i === pixel ? level + by : level));
        const slope = Math.abs(logit(shifted(0.02)) - logit(shifted(-0.02))) / 0.04;
        expect(values[pixel], `pixel ${pixel}`).toBeCloseTo(slope, 3);
      }
      expect(Math.max(...values)).toBeGreaterThan(0.01);
    }));

  it('Grad-CAM is made of the channels, each by what differences of the logit show for it', () =>
    withModel(smooth, async (model) => {
      const image = drawing(SIDE);
      const map = (await gradCam({ model, image, target: 2 }))!;
      expect(map).toMatchObject({ layer: 'conv2d_1', height: 3, width: 3 });
      const through = (from: number, to: number, x: tf.Tensor) =>
        model.layers.slice(from, to).reduce((value, layer) => layer.forward(value, read), x);
      const found = tf.tidy(() =>
        through(0, 5, tf.tensor(Float32Array.from(image, (level) => level / 255), [1, SIDE, SIDE, 1])).dataSync(),
      ); // prettier-ignore
      const logit = (values: Float32Array): number =>
        tf.tidy(() => through(5, 7, tf.tensor(values, [1, 3, 3, 5])).dataSync()[2]!);
      // All nine places of a channel a little up and down: nine times its mean gradient.
      const weights = [0, 1, 2, 3, 4].map((channel) => {
        const shifted = (by: number) =>
          Float32Array.from(found, (value, i) => (i % 5 === channel ? value + by : value));
        return (logit(shifted(0.05)) - logit(shifted(-0.05))) / 0.1 / 9;
      });
      const expected = Array.from({ length: 9 }, (_, place) =>
        Math.max(0, weights.reduce((sum, weight, channel) => sum + weight * found[5 * place + channel]!, 0)),
      ); // prettier-ignore
      map.values.forEach((value, place) => expect(value).toBeCloseTo(expected[place]!, 4));
      expect(Math.max(...expected)).toBeGreaterThan(0);
    }));

  it('occlusion shows where the probability falls, and nothing where there is paper', () =>
    withModel(
      modelOf([{ type: 'Flatten' }, { type: 'Dense', units: CLASSES, activation: 'softmax' }], [SIDE, SIDE, 1]),
      async (model) => {
        // Only one pixel speaks for class 0, and nothing for the others.
        const pixel = 5 * SIDE + 6;
        const kernel = new Float32Array(SIDE * SIDE * CLASSES);
        kernel[pixel * CLASSES] = 4;
        model.variables[0]!.write(kernel);
        const image = drawing(SIDE);
        const { values } = await occlusion({ model, image, target: 0 });
        const probability = (level: number) => Math.exp((4 * level) / 255) / (Math.exp((4 * level) / 255) + 2);
        expect(values[pixel]).toBeCloseTo(probability(image[pixel]!) - probability(0), 5);
        expect(values[0]).toBe(0);
        expect(values.indexOf(Math.max(...values))).not.toBe(-1);
        expect(values.every((value) => value <= values[pixel]! + 1e-6)).toBe(true);
      },
    ));

  it('attention is looked at as rows that sum to 1', () => {
    const vit = PRESETS.find(({ id }) => id === 'vit')!.model;
    return withModel(vit, async (model) => {
      const image = drawing(28);
      const map = (await attended({ model, image, target: 0 }))!;
      const [height, width] = [map.height, map.width];
      expect(height * width).toBe(map.values.length);
      expect([height, width].every((side) => side > 1)).toBe(true);
      const rows: number[] = [];
      tf.tidy(() => {
        const x = tf.tensor(Float32Array.from(image, (level) => level / 255), [1, 28, 28, 1]); // prettier-ignore
        model.layers.reduce(
          (value, layer) =>
            layer.forward(value, read, (what, weights) => {
              if (what === 'attention') rows.push(...tf.sum(weights, -1).dataSync());
            }),
          x,
        );
      });
      expect(rows.length).toBeGreaterThan(0);
      for (const sum of rows) expect(sum).toBeCloseTo(1, 5);
      // Each asker's row sums to 1, and so does their mean.
      expect(map.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    });
  });

  it.each(PRESETS.map(({ id, model }) => [id, model] as const))('%s: by each method that it allows', (_, spec) =>
    withModel(spec, async (model) => {
      const before = tf.memory().numTensors;
      const maps = await explain({ model, image: drawing(28), target: 7 });
      expect(tf.memory().numTensors).toBe(before);
      const kinds = maps.map(({ kind }) => kind);
      expect(kinds).toContain('input-gradient');
      expect(kinds).toContain('occlusion');
      const types = spec.layers.map(({ type }) => type);
      expect(kinds.includes('grad-cam')).toBe(types.some((type) => /Conv2D|Residual/.test(type)));
      expect(kinds.includes('attention')).toBe(types.includes('TransformerEncoder'));
      for (const map of maps) {
        saliencySchema.parse(map);
        const values = floatsFromBytes(map.values);
        expect(values.length).toBe(map.height * map.width);
        expect(Math.max(...values.map(Math.abs))).toBeCloseTo(map.scale === 0 ? 0 : 1, 5);
      }
      expect(maps[0]!.scale).toBeGreaterThan(0);
    }),
  );

  it('refuses an image of another size', () =>
    withModel(smooth, async (model) => {
      await expect(explain({ model, image: new Uint8Array(784), target: 0 })).rejects.toMatchObject({
        code: 'image-size',
      });
    }));
});
