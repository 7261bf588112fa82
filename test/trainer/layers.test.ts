import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { buildModel } from '../../electron/trainer/model/build-model.ts';
import type { Variable } from '../../electron/trainer/ops/variable.ts';
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

  it.each(LAYER_CASES)('$name gives one by one what the whole model gives', ({ layers, inputShape }) => {
    const model = buildModel(modelOf(layers, inputShape), 1);
    const [whole, oneByOne] = tf.tidy(() => {
      const x = randomTensor(3, ...inputShape);
      const last = model.layers.reduce((value, layer) => layer.forward(value, read), x);
      return [model.forward(x, read, null), last].map((t) => t.dataSync<'float32'>());
    });
    whole!.forEach((value, i) => expect(value).toBeCloseTo(oneByOne![i]!, 4));
    model.dispose();
  });
});
