import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { buildModel } from '../../electron/trainer/model/build-model.ts';
import type { Variable } from '../../electron/trainer/ops/variable.ts';
import { ACTIVATIONS } from '../../shared/contract/schemas/layer.ts';
import { elements, type LayerInfo } from '../../shared/model/info.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { LAYER_CASES, modelOf, randomTensor } from '../fixtures/layer-cases.ts';

beforeAll(() => void loadTensorflow());

const read = (variable: Variable) => variable.read();

describe('every layer', () => {
  it.each(LAYER_CASES)('$name has the weights and the shapes that the arithmetic says', ({ layers, inputShape }) => {
    const spec = modelOf(layers, inputShape);
    const info = describeModel(spec);
    const model = buildModel(spec, 1);
    const weightsOf = (layer: LayerInfo) =>
      layer.weights.map(({ path, shape, trainable }) => ({ path, shape, trainable }));
    expect(model.variables.map(({ name, shape, trainable }) => ({ path: name, shape, trainable }))).toEqual(
      info.layers.flatMap(weightsOf),
    );
    model.variables.forEach((variable) => expect(variable.values().length).toBe(elements(variable.shape)));
    const outputs = tf.tidy(() => {
      let x: tf.Tensor = randomTensor(2, ...inputShape);
      return model.layers.map((layer) => {
        x = layer.forward(x, read);
        return { name: layer.name, outputShape: x.shape.slice(1) };
      });
    });
    expect(outputs).toEqual(info.layers.map(({ name, outputShape }) => ({ name, outputShape })));
    model.dispose();
  });

  it.each(LAYER_CASES)('$name gives one by one what the whole model gives in shards', ({ layers, inputShape }) => {
    const model = buildModel(modelOf(layers, inputShape), 1);
    const [whole, oneByOne] = tf.tidy(() => {
      // As one batch they are cut into shards of ten and nine; as two, which are small, not.
      const x = randomTensor(19, ...inputShape);
      const last = tf
        .split(x, [7, 12])
        .map((part: tf.Tensor) => model.layers.reduce((value, layer) => layer.forward(value, read), part));
      return [model.forward(x, read, null), tf.concat(last, 0)].map((t) => t.dataSync<'float32'>());
    });
    whole!.forEach((value, i) => expect(value).toBeCloseTo(oneByOne![i]!, 4));
    model.dispose();
  });
});

describe('a max pool', () => {
  it.each(ACTIVATIONS.filter((activation) => activation !== 'softmax'))(
    'after %s takes the same values',
    (activation) => {
      const conv = { type: 'Conv2D', filters: 6, kernelSize: [3, 3], activation };
      const model = buildModel(modelOf([conv, { type: 'MaxPooling2D' }], [8, 8, 1]), 1);
      const bias = model.variables.find(({ name }) => name === 'conv2d/bias')!;
      bias.write(Float32Array.of(0.3, -0.2, 0, 0.7, -2, 1));
      const [whole, oneByOne] = tf.tidy(() => {
        const x = tf.mul(randomTensor(3, 8, 8, 1), 2);
        const last = model.layers.reduce((value, layer) => layer.forward(value, read), x);
        return [model.forward(x, read, null), last].map((t) => t.dataSync<'float32'>());
      });
      whole!.forEach((value, i) => expect(value).toBeCloseTo(oneByOne![i]!, 5));
      model.dispose();
    },
  );
});

describe('a frozen layer', () => {
  const frozen = [
    { type: 'Conv2D', filters: 3, kernelSize: [3, 3], kernelRegularizer: { l2: 0.1 }, trainable: false },
    { type: 'BatchNormalization', trainable: false },
    {
      type: 'Residual',
      layers: [{ type: 'BatchNormalization' }, { type: 'Conv2D', filters: 3, kernelSize: [1, 1] }],
      trainable: false,
    },
  ];

  it('is counted as such, adds no penalty, and keeps its weights and averages in training', () => {
    const spec = modelOf(frozen, [6, 6, 1]);
    const info = describeModel(spec);
    expect(info.layers.slice(0, 3).map(({ trainable }) => trainable)).toEqual([0, 0, 0]);
    expect(info.layers[2]!.layers.map(({ trainable }) => trainable)).toEqual([0, 0]);
    const model = buildModel(spec, 1);
    expect(model.variables.filter(({ trainable }) => trainable).map(({ name }) => name)).toEqual([
      'digits/kernel',
      'digits/bias',
    ]);
    expect(model.penalty(read)).toBeNull();
    const updated: string[] = [];
    const training = { step: tf.scalar(1, 'int32'), update: (path: string) => void updated.push(path) };
    const [trained, read0] = tf.tidy(() => {
      const x = randomTensor(4, 6, 6, 1);
      return [model.forward(x, read, training), model.forward(x, read, null)].map((t) => [...t.dataSync()]);
    });
    expect(trained).toEqual(read0);
    expect(updated).toEqual([]);
    training.step.dispose();
    model.dispose();
  });
});

describe('a penalty', () => {
  it('is the sum of all kernels squares, times their l2', () => {
    const layers = [
      { type: 'Conv2D', filters: 3, kernelSize: [3, 3], kernelRegularizer: { l2: 0.1 } },
      { type: 'DepthwiseConv2D', kernelSize: [3, 3], depthwiseRegularizer: { l2: 0.2 } },
      { type: 'Flatten' },
      { type: 'Dense', units: 4, kernelRegularizer: { l2: 0.3 } },
    ];
    const model = buildModel(modelOf(layers, [6, 6, 1]), 1);
    const squares = (name: string) =>
      model.variables
        .find((variable) => variable.name === name)!
        .values()
        .reduce((sum, value) => sum + value ** 2, 0);
    const expected =
      0.1 * squares('conv2d/kernel') + 0.2 * squares('depthwise_conv2d/kernel') + 0.3 * squares('dense/kernel');
    expect(tf.tidy(() => model.penalty(read)!.dataSync()[0])).toBeCloseTo(expected, 5);
    model.dispose();
  });
});
