import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { differentiate } from '../../electron/trainer/training-step.ts';
import { buildModel } from '../../electron/trainer/model/build-model.ts';
import { conv2d, maxPool } from '../../electron/trainer/ops/convolution.ts';
import { biasAdd, matMul, relu } from '../../electron/trainer/ops/dense.ts';
import { softmaxCrossEntropy } from '../../electron/trainer/ops/loss.ts';
import { batchNormByBatch } from '../../electron/trainer/ops/normalization.ts';
import { modelSpecSchema } from '../../shared/contract/schemas/model.ts';
import { stream } from '../../shared/random/random.ts';

beforeAll(() => void loadTensorflow());

const random = stream(1, 'synthetic');
const normal = (...shape: number[]): Tensor =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    shape,
  );

/** Both must give the same value and, weighted by the same random slopes, the same gradients. */
function expectSame(
  ours: (...x: Tensor[]) => Tensor,
  theirs: (...x: Tensor[]) => Tensor,
  inputs: Tensor[],
  digits = 4,
) {
  const slopes = normal(...ours(...inputs).shape);
  const all = (f: (...x: Tensor[]) => Tensor) => {
    const { value, grads } = tf.valueAndGrads((...x: Tensor[]) => tf.sum(tf.mul(f(...x), slopes)) as tf.Scalar)(inputs);
    return [f(...inputs), value, ...grads].map((t) => [...t.dataSync()]);
  };
  const [a, b] = [all(ours), all(theirs)];
  expect(a.length).toBe(inputs.length + 2);
  a.forEach((values, i) => {
    expect(values.length).toBe(b[i]!.length);
    values.forEach((value, k) => expect(value).toBeCloseTo(b[i]![k]!, digits));
  });
}

describe("fused gradients equal tfjs's own", () => {
  it.each(['valid', 'same'] as const)('conv2d, %s', (padding) => {
    const inputs = [normal(3, 7, 6, 2), normal(3, 2, 2, 4)];
    const theirs = (x: Tensor, k: Tensor) => tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, [2, 1], padding);
    expectSame((x, k) => conv2d(x!, k!, [2, 1], padding, false), theirs as never, inputs);
  });

  it('conv2d and matMul as first layers have the same gradient to their weights', () => {
    const image = normal(3, 7, 6, 2);
    expectSame(
      (k) => conv2d(image, k!, [1, 1], 'valid', true),
      (k) => tf.conv2d(image as tf.Tensor4D, k as tf.Tensor4D, 1, 'valid'),
      [normal(3, 3, 2, 4)],
    );
    const row = normal(5, 7);
    expectSame(
      (w) => matMul(row, w!, true),
      (w) => tf.matMul(row, w!),
      [normal(7, 3)],
    );
  });

  it('matMul', () => {
    expectSame(
      (x, w) => matMul(x!, w!, false),
      (x, w) => tf.matMul(x!, w!),
      [normal(5, 7), normal(7, 3)],
    );
  });

  it('biasAdd on vectors and images', () => {
    for (const x of [normal(5, 3), normal(2, 4, 5, 3)])
      expectSame(
        (a, b) => biasAdd(a!, b!),
        (a, b) => tf.add(a!, b!),
        [x, normal(3)],
      );
  });

  it('relu', () =>
    expectSame(
      (x) => relu(x!),
      (x) => tf.relu(x!),
      [normal(4, 9)],
    ));

  it.each(['valid', 'same'] as const)('maxPool, %s', (padding) => {
    const theirs = (x?: Tensor) => tf.maxPool(x as tf.Tensor4D, [3, 2], [2, 2], padding);
    expectSame((x) => maxPool(x!, [3, 2], [2, 2], padding), theirs, [normal(2, 7, 6, 3)]);
  });

  it('softmaxCrossEntropy', () => {
    const labels = tf.oneHot([3, 0, 9, 3], 10, 1, 0, 'float32');
    const theirs = (x?: Tensor) => tf.neg(tf.sum(tf.mul(labels, tf.logSoftmax(x!)), 1));
    expectSame((x) => softmaxCrossEntropy(x!, labels), theirs, [normal(4, 10)]);
  });

  it('batch normalisation', () => {
    const theirs = (x?: Tensor, gamma?: Tensor, beta?: Tensor) => {
      const { mean, variance } = tf.moments(x!, [0, 1, 2]);
      return tf.add(tf.mul(tf.div(tf.sub(x!, mean), tf.sqrt(tf.add(variance, 0.001))), gamma!), beta!);
    };
    const seen: number[][] = [];
    const ours = (x?: Tensor, gamma?: Tensor, beta?: Tensor) =>
      batchNormByBatch(x!, gamma!, beta!, 0.001, ({ mean, variance }) =>
        seen.push([...mean.dataSync(), ...variance.dataSync()]),
      );
    const x = normal(4, 3, 3, 2);
    expectSame(ours, theirs, [x, normal(2), normal(2)], 3);
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    [...mean.dataSync(), ...variance.dataSync()].forEach((value, i) => expect(seen[0]![i]).toBeCloseTo(value, 5));
  });
});

describe('a whole model', () => {
  const spec = modelSpecSchema.parse({
    version: 1,
    name: 'all layers',
    inputShape: [8, 8, 1],
    layers: [
      { type: 'Conv2D', filters: 3, kernelSize: [3, 3], useBias: false },
      { type: 'BatchNormalization' },
      { type: 'Activation', activation: 'relu' },
      { type: 'Conv2D', filters: 4, kernelSize: [3, 3], padding: 'same', activation: 'relu' },
      { type: 'MaxPooling2D' },
      { type: 'Flatten' },
      { type: 'Dropout', rate: 0.25 },
      { type: 'Dense', units: 12, activation: 'relu' },
      { type: 'BatchNormalization' },
      { type: 'Dense', units: 10, activation: 'softmax' },
    ],
  });

  it('has the gradients that differences of its loss show', () => {
    const model = buildModel(spec, 3);
    const labels = tf.tensor1d(
      Int32Array.from({ length: 64 }, () => random.integer(10)),
      'int32',
    );
    const batch = { images: tf.abs(normal(64, 8, 8, 1)), labels, size: 64 };
    const loss = () => tf.tidy(() => differentiate(model, batch, tf.scalar(5, 'int32')).loss.dataSync()[0]!);
    const trainable = model.variables.filter((variable) => variable.trainable);
    const gradients = tf.tidy(() =>
      differentiate(model, batch, tf.scalar(5, 'int32')).gradients.map((g) => g.dataSync<'float32'>()),
    );
    const steepness = gradients.map((g) => Math.hypot(...g));
    trainable.forEach((variable, v) => {
      const values = variable.values();
      // Down and up the slope of this one weight: the loss changes by the gradient's length for each unit of way.
      const shifted = (way: number) => {
        variable.write(values.map((value, i) => value + (way * gradients[v]![i]!) / steepness[v]!));
        return loss();
      };
      const way = 0.002;
      const slope = (shifted(way) - shifted(-way)) / (2 * way);
      variable.write(values);
      expect(Math.abs(slope / steepness[v]! - 1), variable.name).toBeLessThan(0.05);
    });
    tf.dispose([batch.images, labels]);
    model.dispose();
  });
});

describe('pooling first', () => {
  it('leaves the forward pass as it was, bit for bit', () => {
    const conv = { type: 'Conv2D', filters: 5, kernelSize: [3, 3] };
    const end = [{ type: 'Flatten' }, { type: 'Dense', units: 10, activation: 'softmax' }];
    const build = (layers: object[]) =>
      buildModel(
        modelSpecSchema.parse({ version: 1, name: 'x', inputShape: [12, 12, 1], layers: [...layers, ...end] }),
        1,
      );
    const model = build([{ ...conv, activation: 'relu' }, { type: 'MaxPooling2D' }]);
    model.variables[1]!.write(Float32Array.of(0.3, -0.2, 0, 0.7, -0.5));
    const x = normal(4, 12, 12, 1);
    const read = (i: number) => model.variables[i]!.read();
    const plain = tf.tidy(() => {
      const features = relu(biasAdd(conv2d(x, read(0), [1, 1], 'valid', true), read(1)));
      const flat = tf.reshape(maxPool(features, [2, 2], [2, 2], 'valid'), [4, -1]);
      return [...biasAdd(matMul(flat, read(2), false), read(3)).dataSync()];
    });
    const ours = tf.tidy(() => [...model.forward(x, (variable) => variable.read(), null).dataSync()]);
    expect(ours).toEqual(plain);
    model.dispose();
  });
});
