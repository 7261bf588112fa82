import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { buildModel } from '../../electron/trainer/model/build-model.ts';
import { relu } from '../../electron/trainer/ops/activation.ts';
import { conv2d, depthwiseConv2d } from '../../electron/trainer/ops/convolution.ts';
import { biasAdd, matMul } from '../../electron/trainer/ops/dense.ts';
import { l2Penalty, softmaxCrossEntropy } from '../../electron/trainer/ops/loss.ts';
import { averagePool, maxPool, meanOver } from '../../electron/trainer/ops/pooling.ts';
import { momentsOf, normalise } from '../../electron/trainer/ops/batch-normalization.ts';
import { modelSpecSchema } from '../../shared/contract/schemas/model.ts';
import { randomTensor } from '../fixtures/layer-cases.ts';
import { expectSameGradients } from '../fixtures/same-gradients.ts';

beforeAll(() => void loadTensorflow());

const FIRST = { strides: [1, 1], padding: 'valid', dilationRate: [1, 1], first: true } as const;

/** A kernel with zeros between its rows and columns: as a plain one it does what the other does dilated. */
function spread(kernel: Tensor, down: number, along: number): tf.Tensor4D {
  const [height, width, inputs, outputs] = kernel.shape as [number, number, number, number];
  const zeros = (size: number): [number, number] => [0, size - 1];
  const apart = tf.pad(tf.reshape(kernel, [height, 1, width, 1, inputs * outputs]), [
    ...([[0, 0], zeros(down), [0, 0], zeros(along), [0, 0]] as [number, number][]),
  ]);
  const wide = tf.reshape(apart, [height * down, width * along, inputs, outputs]);
  return tf.slice(
    wide,
    [0, 0, 0, 0],
    [height * down - down + 1, width * along - along + 1, inputs, outputs],
  ) as tf.Tensor4D;
}

describe("fused gradients equal tfjs's own", () => {
  it.each(['valid', 'same'] as const)('conv2d, %s', (padding) => {
    const inputs = [randomTensor(3, 7, 6, 2), randomTensor(3, 2, 2, 4)];
    const theirs = (x: Tensor, k: Tensor) => tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, [2, 1], padding);
    expectSameGradients(
      (x, k) => conv2d(x!, k!, { strides: [2, 1], padding, dilationRate: [1, 1], first: false }),
      theirs as never,
      inputs,
    );
  });

  it('conv2d and matMul as first layers have the same gradient to their weights', () => {
    const image = randomTensor(3, 7, 6, 2);
    expectSameGradients(
      (k) => conv2d(image, k!, FIRST),
      (k) => tf.conv2d(image as tf.Tensor4D, k as tf.Tensor4D, 1, 'valid'),
      [randomTensor(3, 3, 2, 4)],
    );
    const row = randomTensor(5, 7);
    expectSameGradients(
      (w) => matMul(row, w!, true),
      (w) => tf.matMul(row, w!),
      [randomTensor(7, 3)],
    );
  });

  it('matMul', () => {
    expectSameGradients(
      (x, w) => matMul(x!, w!, false),
      (x, w) => tf.matMul(x!, w!),
      [randomTensor(5, 7), randomTensor(7, 3)],
    );
  });

  it('biasAdd on vectors and images', () => {
    for (const x of [randomTensor(5, 3), randomTensor(2, 4, 5, 3)])
      expectSameGradients(
        (a, b) => biasAdd(a!, b!),
        (a, b) => tf.add(a!, b!),
        [x, randomTensor(3)],
      );
  });

  it.each(['valid', 'same'] as const)('dilated conv2d and depthwiseConv2d, %s', (padding) => {
    const options = { strides: [1, 1], padding, dilationRate: [2, 3], first: false } as const;
    const [x, kernel] = [randomTensor(2, 9, 8, 2), randomTensor(3, 2, 2, 4)];
    expectSameGradients(
      (a, k) => conv2d(a!, k!, options),
      (a, k) => tf.conv2d(a as tf.Tensor4D, spread(k!, 2, 3), 1, padding),
      [x, kernel],
    );
    expectSameGradients(
      (a, k) => depthwiseConv2d(a!, k!, options),
      (a, k) => tf.depthwiseConv2d(a as tf.Tensor4D, spread(k!, 2, 3), 1, padding),
      [x, kernel],
    );
  });

  it.each(['valid', 'same'] as const)('depthwiseConv2d, %s', (padding) => {
    const options = { strides: [2, 2], padding, dilationRate: [1, 1], first: false } as const;
    expectSameGradients(
      (x, k) => depthwiseConv2d(x!, k!, options),
      (x, k) => tf.depthwiseConv2d(x as tf.Tensor4D, k as tf.Tensor4D, 2, padding),
      [randomTensor(2, 7, 6, 3), randomTensor(3, 3, 3, 2)],
    );
  });

  it.each(['valid', 'same'] as const)('maxPool, %s', (padding) => {
    const theirs = (x?: Tensor) => tf.maxPool(x as tf.Tensor4D, [3, 2], [2, 2], padding);
    expectSameGradients((x) => maxPool(x!, [3, 2], [2, 2], padding), theirs, [randomTensor(2, 7, 6, 3)]);
  });

  it.each(['valid', 'same'] as const)('averagePool, %s', (padding) => {
    // tfjs's own gradient divides by the whole window at the borders, too: this one is of sums over counts.
    const image = (x?: Tensor) => x as tf.Tensor4D;
    const ones = tf.ones([3, 2, 1, 1]) as tf.Tensor4D;
    const sums = (x: tf.Tensor4D) => tf.depthwiseConv2d(x, tf.tile(ones, [1, 1, x.shape[3], 1]), 2, padding);
    expectSameGradients(
      (x) => averagePool(x!, [3, 2], [2, 2], padding),
      (x) => tf.div(sums(image(x)), sums(tf.onesLike(image(x)))),
      [randomTensor(2, 7, 6, 3)],
    );
  });

  it('meanOver', () =>
    expectSameGradients(
      (x) => meanOver(x!, [1, 2]),
      (x) => tf.mean(x!, [1, 2]),
      [randomTensor(2, 4, 3, 5)],
    ));

  it('softmaxCrossEntropy', () => {
    const labels = tf.oneHot([3, 0, 9, 3], 10, 1, 0, 'float32');
    const theirs = (x?: Tensor) => tf.neg(tf.sum(tf.mul(labels, tf.logSoftmax(x!)), 1));
    expectSameGradients((x) => softmaxCrossEntropy(x!, labels), theirs, [randomTensor(4, 10)]);
  });

  it.each([[[5]], [[3, 2]], [[2, 2, 1]]])('batch normalisation of a batch in shards of %j', (sizes) => {
    const theirs = (x?: Tensor, gamma?: Tensor, beta?: Tensor) => {
      const { mean, variance } = tf.moments(x!, [0, 1, 2]);
      return tf.add(tf.mul(tf.div(tf.sub(x!, mean), tf.sqrt(tf.add(variance, 0.001))), gamma!), beta!);
    };
    const ours = (x?: Tensor, gamma?: Tensor, beta?: Tensor) => {
      // tfjs's split into a single part has no gradient.
      const shards = sizes.length > 1 ? tf.split(x!, sizes) : [x!];
      const moments = momentsOf(shards);
      return tf.concat(
        shards.map((shard) => normalise(shard, gamma!, beta!, moments, 0.001)),
        0,
      );
    };
    const x = randomTensor(5, 3, 3, 2);
    expectSameGradients(ours, theirs, [x, randomTensor(2), randomTensor(2)], 3);
  });

  it('moments of shards, where the mean is large beside the deviation', () => {
    const x = tf.add(randomTensor(8, 4, 4, 3), [0, 100, -1000]);
    const [ours, theirs] = [momentsOf(tf.split(x, [5, 3])), tf.moments(x, [0, 1, 2])];
    const pairs = [
      [ours.mean, theirs.mean],
      [ours.variance, theirs.variance],
    ] as const;
    for (const [our, their] of pairs) {
      const expected = their.dataSync();
      our.dataSync().forEach((value, i) => expect(value / expected[i]!).toBeCloseTo(1, 3));
    }
  });

  it('batch normalisation by given moments, and their own gradients', () => {
    const inputs = [randomTensor(4, 3, 3, 2), ...Array.from({ length: 3 }, () => randomTensor(2))];
    expectSameGradients(
      (x, gamma, beta, mean, variance) => normalise(x!, gamma!, beta!, { mean: mean!, variance: variance! }, 0.001),
      (x, gamma, beta, mean, variance) =>
        tf.add(tf.mul(tf.div(tf.sub(x!, mean!), tf.sqrt(tf.add(variance!, 0.001))), gamma!), beta!),
      [...inputs, tf.add(tf.abs(randomTensor(2)), 0.5)],
      3,
    );
  });

  it('l2Penalty', () =>
    expectSameGradients(
      (w) => l2Penalty(w!, 0.3),
      (w) => tf.mul(tf.sum(tf.square(w!)), 0.3),
      [randomTensor(4, 5)],
    ));
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
    const x = randomTensor(4, 12, 12, 1);
    const read = (i: number) => model.variables[i]!.read();
    const plain = tf.tidy(() => {
      const features = relu(biasAdd(conv2d(x, read(0), FIRST), read(1)));
      const flat = tf.reshape(maxPool(features, [2, 2], [2, 2], 'valid'), [4, -1]);
      return [...biasAdd(matMul(flat, read(2), false), read(3)).dataSync()];
    });
    const ours = tf.tidy(() => [...model.forward(x, (variable) => variable.read(), null).dataSync()]);
    expect(ours).toEqual(plain);
    model.dispose();
  });
});
