import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { mlpUnits } from '../../../shared/model/layers/transformer.ts';
import { gelu } from '../ops/activation.ts';
import { batchMatMul } from '../ops/batch-mat-mul.ts';
import { biasAdd, matMul } from '../ops/dense.ts';
import { softmax } from '../ops/softmax.ts';
import { overRows } from './dense.ts';
import { dropping } from './dropout.ts';
import { type BuildLayer, type Forward, type ForwardContext, only, type WeightSpec } from './layer.ts';
import { normalisation } from './layer-normalization.ts';
import { kernelWeight, weight } from './weights.ts';

/** As ViT has it; Keras's own default for the layer is 0.001. */
const EPSILON = 1e-6;

/**
 * Pre-norm encoder block over [n, steps, features] (Vaswani, 2017; the order of Dosovitskiy's ViT, 2020):
 * x + dropout(attention(norm(x))), then x + dropout(mlp(norm(x))).
 */
export const transformerEncoder: BuildLayer<'TransformerEncoder'> = (layer, { name, inputShape, nextSeed }) => {
  const features = inputShape[1]!;
  const { heads, width = features, mlpRatio, dropout } = layer;
  const attentionNorm = normalisation(`${name}/attention_norm`, features, EPSILON);
  const attend = attention(`${name}/attention`, features, width, heads);
  const mlpNorm = normalisation(`${name}/mlp_norm`, features, EPSILON);
  const middle = linear(`${name}/mlp/dense`, features, mlpUnits(mlpRatio, features));
  const end = linear(`${name}/mlp/dense_1`, mlpUnits(mlpRatio, features), features);
  const [dropAttention, dropMlp] = [dropping(dropout, nextSeed()), dropping(dropout, nextSeed())];
  const block = only((x, context) => {
    const attended = attend.forward(attentionNorm.forward(x, context), context);
    const gathered = tf.add(x, dropAttention(attended, context));
    const widened = gelu(middle.forward(mlpNorm.forward(gathered, context), context));
    return tf.add(gathered, dropMlp(end.forward(widened, context), context));
  });
  const parts = [attentionNorm, attend, mlpNorm, middle, end];
  return { ...block, weights: parts.flatMap(({ weights }) => weights) };
};

interface Part {
  readonly weights: readonly WeightSpec[];
  readonly forward: Forward;
}

/** x [..., in] by a kernel [in, out], and a bias. */
function linear(name: string, inputs: number, outputs: number): Part {
  const kernel = kernelWeight(`${name}/kernel`, [inputs, outputs]);
  const bias = weight(`${name}/bias`, [outputs], 'zeros');
  const forward: Forward = (x, context) =>
    overRows(x, (rows) => biasAdd(matMul(rows, context.weight(kernel.path), false), context.weight(bias.path)));
  return { weights: [kernel, bias], forward };
}

/**
 * Self-attention with `heads` heads over `width` in all. Queries, keys and values have weights of their own, as in Keras,
 * but are computed by one product.
 */
function attention(name: string, features: number, width: number, heads: number): Part {
  const inputs = ['query', 'key', 'value'].map((part) => linear(`${name}/${part}`, features, width));
  const output = linear(`${name}/output`, width, features);
  const kernels = inputs.map(({ weights }) => weights[0]!.path);
  const biases = inputs.map(({ weights }) => weights[1]!.path);
  const joined = (paths: readonly string[], { weight }: ForwardContext) =>
    tf.concat(
      paths.map((path) => weight(path)),
      -1,
    );

  const forward: Forward = (x, context) => {
    const [n, steps] = x.shape as [number, number];
    const perHead = width / heads;
    const rows = matMul(tf.reshape(x, [n * steps, features]), joined(kernels, context), false);
    const projected = tf.reshape(biasAdd(rows, joined(biases, context)), [n, steps, 3, heads, perHead]);
    // [3, n, heads, steps, perHead]
    const [queries, keys, values] = tf.unstack(tf.transpose(projected, [2, 0, 3, 1, 4])) as [Tensor, Tensor, Tensor];
    const weights = softmax(batchMatMul(tf.mul(queries, 1 / Math.sqrt(perHead)), keys, true));
    const mixed = tf.transpose(batchMatMul(weights, values), [0, 2, 1, 3]);
    return output.forward(tf.reshape(mixed, [n, steps, width]), context);
  };
  return { weights: [...inputs, output].flatMap((part) => part.weights), forward };
}
