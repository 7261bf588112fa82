import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { activationsOf } from '../../electron/trainer/evaluate/activations.ts';
import { buildModel } from '../../electron/trainer/model/build-model.ts';
import { layerActivationsSchema, type LayerActivations } from '../../shared/contract/schemas/activations.ts';
import { pictured } from '../../shared/evaluation/pictured.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { modelOf } from '../fixtures/models.ts';

beforeAll(() => void loadTensorflow());

const never = new AbortController().signal;
const image = Uint8Array.from({ length: 784 }, (_, i) => (i * 37) % 256);

/** What the bytes of a layer stand for. */
const valuesOf = ({ pixels, low, high }: LayerActivations): number[] =>
  Array.from(pixels, (pixel) => low + ((high - low) * pixel) / 255);

describe('what each layer makes of an image', () => {
  it.each(PRESETS.map(({ id, model }) => [id, model] as const))(
    '%s: what the model itself computes',
    async (_, spec) => {
      const found = await activationsOf({ spec, image, weights: [] }, never);
      const model = buildModel(spec, 0);
      try {
        let x = tf.tensor(
          Float32Array.from(image, (level) => level / 255),
          [1, ...spec.inputShape],
        ) as tf.Tensor;
        const { layers } = describeModel(spec);
        const outer = found.filter(({ path }) => path.length === 1);
        expect(outer.map(({ name }) => name)).toEqual(layers.map(({ name }) => name));
        for (const [i, layer] of model.layers.entries()) {
          const before = x;
          x = tf.tidy(() => layer.forward(before, (variable) => variable.read()));
          const own = outer[i]!;
          layerActivationsSchema.parse(own);
          expect(own.shape).toEqual(layers[i]!.outputShape);
          const { rows, columns, count } = own;
          const expected = pictured(x.dataSync<'float32'>(), own.shape);
          expect([rows, columns, count]).toEqual([expected.rows, expected.columns, expected.count]);
          const [ours, theirs] = [valuesOf(own), valuesOf({ ...own, ...expected })];
          const error = ours.reduce((most, value, at) => Math.max(most, Math.abs(value - theirs[at]!)), 0);
          expect(error).toBeLessThanOrEqual((own.high - own.low) / 255 + 1e-6);
          expect(own.trained).toBe(layer.variables.length === 0 ? null : false);
        }
        x.dispose();
      } finally {
        model.dispose();
      }
    },
  );

  it('takes the weights that fit, and says of each layer whether it has', async () => {
    const spec = modelOf([
      { type: 'Conv2D', filters: 2, kernelSize: [3, 3] },
      { type: 'Flatten' },
      { type: 'Dense', units: 10, activation: 'softmax' },
    ]);
    const weights = [
      { name: 'conv2d/kernel', shape: [3, 3, 1, 2], values: new Float32Array(18).fill(1 / 9) },
      { name: 'conv2d/bias', shape: [2], values: Float32Array.of(0, 5) },
      // Of another shape: not this layer's.
      { name: 'dense/kernel', shape: [3, 10], values: new Float32Array(30) },
    ];
    const [conv, flat, dense] = await activationsOf({ spec, image: new Uint8Array(784).fill(255), weights }, never);
    expect([conv!.trained, flat!.trained, dense!.trained]).toEqual([true, null, false]);
    // A mean of white is 1, and the second channel has 5 more.
    expect(conv!.low).toBeCloseTo(1, 5);
    expect(conv!.high).toBeCloseTo(6, 5);
    expect([...conv!.pixels.slice(0, 676)].every((pixel) => pixel === 0)).toBe(true);
    expect([...conv!.pixels.slice(676)].every((pixel) => pixel === 255)).toBe(true);
  });

  it('is told of the layers inside a block, too, and the block adds what came into it to the last of them', async () => {
    const spec = modelOf([
      { type: 'Conv2D', filters: 2, kernelSize: [3, 3], padding: 'same', activation: 'relu' },
      {
        type: 'Residual',
        activation: 'linear',
        layers: [
          { type: 'Conv2D', filters: 2, kernelSize: [3, 3], padding: 'same' },
          { type: 'Residual', layers: [{ type: 'Conv2D', filters: 2, kernelSize: [1, 1] }] },
          { type: 'Dropout', rate: 0.5 },
        ],
      },
      { type: 'Flatten' },
      { type: 'Dense', units: 10, activation: 'softmax' },
    ]);
    const before = tf.memory().numTensors;
    const found = await activationsOf({ spec, image, weights: [] }, never);
    expect(tf.memory().numTensors).toBe(before);
    expect(found.map(({ path }) => path.join('.'))).toEqual(['0', '1.0', '1.1.0', '1.1', '1.2', '1', '2', '3']);
    const at = (path: string): LayerActivations => found.find((one) => one.path.join('.') === path)!;
    expect(at('1.1.0')).toMatchObject({ shape: [28, 28, 2], trained: false });
    // Outside training a Dropout changes nothing.
    expect(at('1.2').pixels).toEqual(at('1.1').pixels);
    const [input, inner, sum] = [valuesOf(at('0')), valuesOf(at('1.2')), valuesOf(at('1'))];
    const step = [at('0'), at('1.2'), at('1')].reduce((all, { low, high }) => all + (high - low) / 255, 0);
    const error = sum.reduce((most, value, i) => Math.max(most, Math.abs(value - input[i]! - inner[i]!)), 0);
    expect(error).toBeLessThanOrEqual(step);
  });

  it('keeps no tensor, refuses another size, and ends when it is cancelled', async () => {
    const spec = PRESETS[0]!.model;
    const before = tf.memory().numTensors;
    await activationsOf({ spec, image, weights: [] }, never);
    await expect(activationsOf({ spec, image: new Uint8Array(5), weights: [] }, never)).rejects.toMatchObject({
      code: 'image-size',
    });
    const aborted = new AbortController();
    aborted.abort();
    await expect(activationsOf({ spec, image, weights: [] }, aborted.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
