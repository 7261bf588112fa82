import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { buildModel } from '../../electron/trainer/model/build-model.ts';
import type { LayerInput } from '../../shared/contract/schemas/model.ts';
import type { LayerNumbers } from '../../shared/contract/schemas/layer-numbers.ts';
import { floatsFromBytes } from '../../shared/data/number-bytes.ts';
import { crossEntropy, softmax } from '../../shared/evaluation/softmax.ts';
import { activate, POINTWISE, slope } from '../../shared/learn/activation.ts';
import { convolved, sumOf, windowTerms, type Convolution } from '../../shared/learn/convolution.ts';
import { unitSum } from '../../shared/learn/dense.ts';
import { logitGradient } from '../../shared/learn/loss.ts';
import { pooled } from '../../shared/learn/pooling.ts';
import type { FeatureMap } from '../../shared/learn/sliding.ts';
import { modelOf } from '../fixtures/models.ts';
import { expectClose, toldLayer, weightOf } from '../fixtures/told-layer.ts';

beforeAll(() => void loadTensorflow());

const HEAD: LayerInput[] = [{ type: 'Flatten' }, { type: 'Dense', units: 10, activation: 'softmax' }];
const mapOf = ({ shape, values }: LayerNumbers['input']): FeatureMap => ({
  values: floatsFromBytes(values),
  ...{ height: shape[0]!, width: shape[1]!, channels: shape[2]! },
});

describe('what Learn computes is what TensorFlow computes', () => {
  it.each([
    { strides: [1, 1], padding: 'valid', dilationRate: [1, 1], kernelSize: [3, 3] },
    { strides: [2, 3], padding: 'valid', dilationRate: [1, 1], kernelSize: [5, 2] },
    { strides: [2, 2], padding: 'same', dilationRate: [1, 1], kernelSize: [3, 3] },
    { strides: [3, 3], padding: 'same', dilationRate: [1, 1], kernelSize: [4, 4] },
    { strides: [1, 1], padding: 'same', dilationRate: [3, 2], kernelSize: [3, 3] },
    { strides: [1, 1], padding: 'valid', dilationRate: [2, 2], kernelSize: [3, 3] },
  ] as const)(
    'a convolution of $kernelSize by $strides, $padding, dilated $dilationRate: term by term',
    async ({ strides, padding, dilationRate, kernelSize }) => {
      const options = {
        ...{ strides: [...strides] as [number, number], padding, dilationRate: [...dilationRate] as [number, number] },
        kernelSize: [...kernelSize] as [number, number],
      };
      // The second has several channels to sum over.
      const spec = modelOf([
        { type: 'Conv2D', filters: 3, kernelSize: [3, 3] },
        { type: 'Conv2D', filters: 4, ...options },
        ...HEAD,
      ]);
      for (const path of [[0], [1]]) {
        const found = await toldLayer(spec, path);
        const [input, output] = [mapOf(found.input), mapOf(found.output)];
        const layer: Convolution = {
          ...(path[0] === 0
            ? { size: [3, 3], strides: [1, 1], padding: 'valid', dilationRate: [1, 1] }
            : { ...options, size: kernelSize }),
          kernel: weightOf(found, 'kernel'),
          bias: weightOf(found, 'bias'),
          filters: output.channels,
        };
        for (let filter = 0; filter < layer.filters; filter++) {
          const theirs = output.values.filter((_, i) => i % output.channels === filter);
          expectClose(convolved(input, layer, filter), theirs);
          const [row, column] = [output.height - 1, Math.min(1, output.width - 1)];
          const sum = sumOf(windowTerms(input, layer, { row, column, filter }), 0.25);
          expectClose([sum], [theirs[row * output.width + column]!]);
        }
      }
    },
  );

  it.each([
    { poolSize: [2, 2], strides: [2, 2], padding: 'valid' },
    { poolSize: [3, 3], strides: [2, 2], padding: 'same' },
    { poolSize: [3, 2], strides: [1, 3], padding: 'valid' },
    { poolSize: [4, 4], strides: [3, 3], padding: 'same' },
  ] as const)('pooling $poolSize by $strides, $padding', async ({ poolSize, strides, padding }) => {
    const options = {
      ...{ poolSize: [...poolSize] as [number, number], strides: [...strides] as [number, number], padding },
    };
    for (const type of ['MaxPooling2D', 'AveragePooling2D'] as const) {
      const spec = modelOf([{ type: 'Conv2D', filters: 2, kernelSize: [3, 3] }, { type, ...options }, ...HEAD]);
      const found = await toldLayer(spec, [1]);
      const [input, output] = [mapOf(found.input), mapOf(found.output)];
      const sliding = { size: poolSize, strides, padding, dilationRate: [1, 1] } as const;
      for (const channel of [0, 1]) {
        const ours = pooled(type === 'MaxPooling2D' ? 'max' : 'average', input, sliding, channel);
        const theirs = output.values.filter((_, i) => i % 2 === channel);
        expectClose(ours, theirs);
      }
    }
  });

  it.each(POINTWISE)('%s and its slope', async (activation) => {
    const spec = modelOf([
      { type: 'Conv2D', filters: 2, kernelSize: [3, 3] },
      { type: 'Activation', activation },
      ...HEAD,
    ]);
    const found = await toldLayer(spec, [1]);
    const [input, output] = [mapOf(found.input).values, mapOf(found.output).values];
    expectClose(
      input.map((z) => activate(activation, z)),
      output,
    );
    const model = buildModel(spec, 5);
    const z = Float32Array.of(-4, -1.5, -0.3, 0.3, 1.5, 4);
    const slopes = tf.tidy(() =>
      tf
        .grad((x: tf.Tensor) => model.layers[1]!.forward(x, (variable) => variable.read()))(tf.tensor(z, [1, 1, 3, 2]))
        .dataSync<'float32'>(),
    );
    model.dispose();
    expectClose(
      z.map((value) => slope(activation, value)),
      slopes,
    );
  });

  it('a Dense layer, its softmax, the loss and what moves each logit', async () => {
    const found = await toldLayer(modelOf(HEAD), [1]);
    const [inputs, logits] = [floatsFromBytes(found.input.values), floatsFromBytes(found.output.values)];
    const layer = { kernel: weightOf(found, 'kernel'), bias: weightOf(found, 'bias'), units: 10 };
    expectClose(
      Array.from({ length: 10 }, (_, unit) => unitSum(inputs, layer, unit)),
      logits,
    );
    const label = 3;
    const [theirs, loss, gradient] = tf.tidy(() => {
      const z = tf.tensor1d(logits);
      const lossOf = (x: tf.Tensor): tf.Scalar =>
        tf.neg(tf.slice(tf.logSoftmax(x as tf.Tensor1D), label, 1)).asScalar();
      return [
        tf.softmax(z).dataSync<'float32'>(),
        lossOf(z).dataSync()[0]!,
        tf
          .grad((x: tf.Tensor) => lossOf(x))(z)
          .dataSync<'float32'>(),
      ] as const;
    });
    const ours = softmax(logits, 0, 10);
    expectClose(ours, theirs);
    expectClose([crossEntropy(logits, 0, 10, label)], [loss]);
    expectClose(logitGradient(ours, label), gradient);
  });
});

describe('the numbers of a layer', () => {
  it('are also those of one inside a block', async () => {
    const spec = modelOf([
      { type: 'Conv2D', filters: 2, kernelSize: [3, 3], padding: 'same' },
      {
        type: 'Residual',
        layers: [
          { type: 'Activation', activation: 'relu' },
          { type: 'Conv2D', filters: 2, kernelSize: [3, 3], padding: 'same' },
        ],
      },
      ...HEAD,
    ]);
    const [outer, inner, last] = [
      await toldLayer(spec, [0]),
      await toldLayer(spec, [1, 0]),
      await toldLayer(spec, [1, 1]),
    ];
    expect(inner.input).toEqual(outer.output);
    expect(last.input).toEqual(inner.output);
    expect(last.weights.map(({ path }) => path)).toEqual(['residual/conv2d/kernel', 'residual/conv2d/bias']);
  });

  it('keep no tensor, and are refused for another size, no layer, and a layer that is too large', async () => {
    const spec = modelOf([{ type: 'Dropout', rate: 0.5 }, ...HEAD]);
    const before = tf.memory().numTensors;
    const dropout = await toldLayer(spec, [0]);
    expect(dropout.output).toEqual(dropout.input);
    await expect(toldLayer(spec, [0], { given: new Uint8Array(5) })).rejects.toMatchObject({ code: 'image-size' });
    for (const path of [[3], [1, 0]])
      await expect(toldLayer(spec, path)).rejects.toMatchObject({
        code: 'layer-absent',
        params: { path: path.join('.') },
      });
    const wide = modelOf([
      { type: 'Flatten' },
      { type: 'Dense', units: 1400 },
      { type: 'Dense', units: 10, activation: 'softmax' },
    ]);
    await expect(toldLayer(wide, [1])).rejects.toMatchObject({ code: 'layer-too-large', params: { name: 'dense' } });
    expect((await toldLayer(wide, [2])).output.shape).toEqual([10]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
