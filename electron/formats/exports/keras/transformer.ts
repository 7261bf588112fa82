import type { LayerOf } from '../../../../shared/contract/schemas/layer.ts';
import type { Shape } from '../../../../shared/model/info.ts';
import { mlpUnits, TRANSFORMER_EPSILON } from '../../../../shared/model/layers/transformer.ts';
import type { KerasTensor } from './graph.ts';
import { add, type Standing } from './place.ts';

/** A convolution as wide as its stride, its positions in a row. */
export function patchEmbedding(layer: LayerOf<'PatchEmbedding'>, own: Standing): KerasTensor {
  const { info, x } = own;
  const { patchSize, units } = layer;
  const [height, width] = x.shape as readonly [number, number];
  const patches = add(
    own,
    'Conv2D',
    { filters: units, kernel_size: patchSize, strides: patchSize, padding: 'valid' },
    { outputShape: [height / patchSize[0], width / patchSize[1], units], weights: ['kernel', 'bias'] },
  );
  const config = { target_shape: info.outputShape };
  return add(own, 'Reshape', config, { name: `${info.name}/tokens`, inputs: [patches] });
}

/**
 * Keras has no such layer of its own. Its EinsumDense multiplies each feature by a factor, here 1, and adds a bias for each
 * step and feature, here the embeddings.
 */
export function positionEmbedding(_: LayerOf<'PositionEmbedding'>, own: Standing): KerasTensor {
  const { graph, info, x, frozen, values } = own;
  const [, features] = info.outputShape as readonly [number, number];
  return graph.add({
    type: 'EinsumDense',
    name: info.name,
    config: { equation: 'abc,c->abc', output_shape: info.outputShape, bias_axes: 'bc' },
    trainable: !frozen,
    inputs: [x],
    outputShape: info.outputShape,
    weights: [
      { inside: '', shape: [features], values: new Float32Array(features).fill(1) },
      { inside: '', shape: info.outputShape, values: values(info.weights[0]!.path) },
    ],
  });
}

/** x + attention(norm(x)), then x + mlp(norm(x)), dropout on both branches. */
export function transformerEncoder(layer: LayerOf<'TransformerEncoder'>, own: Standing): KerasTensor {
  const { info, x } = own;
  const [, features] = info.outputShape as readonly [number, number];
  const { heads, width = features, mlpRatio, dropout } = layer;
  const [size, hidden] = [width / heads, mlpUnits(mlpRatio, features)];
  const { name } = info;
  const normalised = (part: string, value: KerasTensor): KerasTensor =>
    add(
      own,
      'LayerNormalization',
      { epsilon: TRANSFORMER_EPSILON },
      { name: `${name}/${part}`, inputs: [value], weights: [`${part}/gamma`, `${part}/beta`] },
    );
  const added = (part: string, shortcut: KerasTensor, branch: KerasTensor): KerasTensor => {
    const rate = { rate: dropout };
    const dropped =
      dropout > 0 ? add(own, 'Dropout', rate, { name: `${name}/${part}/dropout`, inputs: [branch] }) : branch;
    return add(own, 'Add', {}, { name: `${name}/${part}/add`, inputs: [[shortcut, dropped]] });
  };
  const linear = (part: string, kernel: Shape, bias: Shape) => [
    { of: `attention/${part}/kernel`, inside: `${part}_dense/`, shape: kernel },
    { of: `attention/${part}/bias`, inside: `${part}_dense/`, shape: bias },
  ];
  const dense = (part: string, units: number, activation: string, value: KerasTensor): KerasTensor =>
    add(
      own,
      'Dense',
      { units, activation },
      {
        name: `${name}/mlp/${part}`,
        inputs: [value],
        outputShape: [...info.outputShape.slice(0, -1), units],
        weights: [`mlp/${part}/kernel`, `mlp/${part}/bias`],
      },
    );
  const queries = normalised('attention_norm', x);
  const attended = add(
    own,
    'MultiHeadAttention',
    { num_heads: heads, key_dim: size },
    {
      name: `${name}/attention`,
      inputs: [queries, queries],
      weights: [
        ...['query', 'key', 'value'].flatMap((part) => linear(part, [features, heads, size], [heads, size])),
        ...linear('output', [heads, size, features], [features]),
      ],
    },
  );
  const mixed = added('attention', x, attended);
  const widened = dense('dense', hidden, 'gelu', normalised('mlp_norm', mixed));
  return added('mlp', mixed, dense('dense_1', features, 'linear', widened));
}
