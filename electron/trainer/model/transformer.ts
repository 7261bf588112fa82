import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { mlpUnits, TRANSFORMER_EPSILON } from '../../../shared/model/layers/transformer.ts';
import { unscaledGelu } from '../ops/activation.ts';
import { attention, attentionWeights } from '../ops/attention.ts';
import { biasAdd, matMul } from '../ops/dense.ts';
import { normalisedDense } from '../ops/layer-normalization.ts';
import { dropping } from './dropout.ts';
import {
  type BuildLayer,
  each,
  type ForwardContext,
  type ShardForward,
  stage,
  type Stage,
  type WeightSpec,
} from './layer.ts';
import { normalisation } from './layer-normalization.ts';
import { kernelWeight, weight } from './weights.ts';

/**
 * Pre-norm encoder block over [n, steps, features] (Vaswani, 2017; the order of Dosovitskiy's ViT, 2020):
 * x + dropout(attention(norm(x))), then x + dropout(mlp(norm(x))).
 */
export const transformerEncoder: BuildLayer<'TransformerEncoder'> = (layer, { name, inputShape, nextSeed }) => {
  const features = inputShape[1]!;
  const { heads, width = features, mlpRatio, dropout } = layer;
  const attend = attentionBranch(name, features, width, heads);
  const mix = mlpBranch(name, features, mlpUnits(mlpRatio, features));
  const added = (branch: Branch): Stage => {
    const drop = dropping(dropout, nextSeed());
    return stage((shards, context) => {
      const values = drop(each(branch.forward)(shards, context), context);
      return shards.map((x, i) => tf.add(x, values[i]!));
    });
  };
  return { stages: [added(attend), added(mix)], weights: [...attend.weights, ...mix.weights] };
};

interface Branch {
  readonly weights: readonly WeightSpec[];
  readonly forward: ShardForward;
}

/** A kernel [in, out] and a bias: their specs, and their values. */
function linear(name: string, inputs: number, outputs: number) {
  const kernel = kernelWeight(`${name}/kernel`, [inputs, outputs]);
  const bias = weight(`${name}/bias`, [outputs], 'zeros');
  const values = (context: ForwardContext) => ({
    kernel: context.weight(kernel.path),
    bias: context.weight(bias.path),
  });
  return { weights: [kernel, bias], values };
}

type Linear = ReturnType<ReturnType<typeof linear>['values']>;

/** The same linear map, its results times `factor`. */
const scaled = ({ kernel, bias }: Linear, factor: number): Linear => ({
  kernel: tf.mul(kernel, factor),
  bias: tf.mul(bias, factor),
});

/** Several linear maps of one input as one, their results side by side. */
const joined = (parts: readonly Linear[]): Linear => ({
  kernel: tf.concat(
    parts.map(({ kernel }) => kernel),
    1,
  ),
  bias: tf.concat(
    parts.map(({ bias }) => bias),
    0,
  ),
});

/** x [n, steps, features] as rows, and rows back as [n, steps, -1]. */
const toRows = (x: Tensor): Tensor => tf.reshape(x, [-1, x.shape[2]!]);
const fromRows = (rows: Tensor, x: Tensor): Tensor => tf.reshape(rows, [x.shape[0]!, x.shape[1]!, rows.shape[1]!]);

/**
 * Self-attention of the normalised input, with `heads` heads over `width` in all. Queries, keys and values have weights
 * of their own, as in Keras, but are computed by one product.
 */
function attentionBranch(name: string, features: number, width: number, heads: number): Branch {
  const norm = normalisation(`${name}/attention_norm`, features);
  const [query, key, value] = ['query', 'key', 'value'].map((part) =>
    linear(`${name}/attention/${part}`, features, width),
  ) as [ReturnType<typeof linear>, ReturnType<typeof linear>, ReturnType<typeof linear>];
  const output = linear(`${name}/attention/output`, width, features);
  const size = width / heads;

  const forward: Branch['forward'] = (x, context) => {
    const [n, steps] = x.shape as [number, number];
    const queries = scaled(query.values(context), 1 / Math.sqrt(size));
    const inputs = { ...norm.values(context), ...joined([queries, key.values(context), value.values(context)]) };
    const projected = tf.reshape(normalisedDense(toRows(x), inputs, TRANSFORMER_EPSILON), [n, steps, 3, heads, size]);
    const [q, k, v] = tf.unstack(tf.transpose(projected, [2, 0, 3, 1, 4])) as [Tensor, Tensor, Tensor];
    if (context.observe) {
      context.observe('query', tf.mul(q, Math.sqrt(size)));
      context.observe('key', k);
      context.observe('value', v);
      context.observe('attention', attentionWeights(q, k));
    }
    const mixed = tf.transpose(attention(q, k, v), [0, 2, 1, 3]);
    const { kernel, bias } = output.values(context);
    return fromRows(biasAdd(matMul(tf.reshape(mixed, [n * steps, width]), kernel, false), bias), x);
  };
  return { weights: [norm, query, key, value, output].flatMap(({ weights }) => weights), forward };
}

/** Two dense layers of the normalised input, gelu between them. */
function mlpBranch(name: string, features: number, units: number): Branch {
  const norm = normalisation(`${name}/mlp_norm`, features);
  const middle = linear(`${name}/mlp/dense`, features, units);
  const end = linear(`${name}/mlp/dense_1`, units, features);
  const forward: Branch['forward'] = (x, context) => {
    const inputs = { ...norm.values(context), ...scaled(middle.values(context), Math.SQRT1_2) };
    const widened = unscaledGelu(normalisedDense(toRows(x), inputs, TRANSFORMER_EPSILON));
    const { kernel, bias } = end.values(context);
    return fromRows(biasAdd(matMul(widened, tf.mul(kernel, Math.SQRT1_2), false), bias), x);
  };
  return { weights: [norm, middle, end].flatMap(({ weights }) => weights), forward };
}
