import type { LayerOf } from '../../../../shared/contract/schemas/model.ts';
import type { LayerInfo } from '../../../../shared/model/info.ts';
import { TRANSFORMER_EPSILON } from '../../../../shared/model/layers/transformer.ts';
import { layerNormalised, type Lowering } from './lowering.ts';

/** x + attention(norm(x)), then x + mlp(norm(x)), of [steps, features]. */
export function lowerTransformer<V>(
  lowering: Lowering<V>,
  layer: LayerOf<'TransformerEncoder'>,
  { name, outputShape }: LayerInfo,
  x: V,
): V {
  const { ops, weight, value, activation } = lowering;
  const [steps, features] = outputShape as [number, number];
  const { heads, width = features } = layer;
  const size = width / heads;
  const norm = (path: string, input: V): V =>
    layerNormalised(lowering, `${name}/${path}`, TRANSFORMER_EPSILON, 2, input);
  const linear = (path: string, input: V): V => {
    const product = ops.matMul(input, weight(`${name}/${path}/kernel`), 2);
    return ops.binary('add', product, ops.constant(weight(`${name}/${path}/bias`)));
  };
  const normal = norm('attention_norm', x);
  /** [steps, width] as [heads, steps, size], or with the last two the other way round. */
  const parted = (path: string, axes: readonly number[]): V =>
    ops.transpose(ops.reshape(linear(`attention/${path}`, normal), [steps, heads, size]), axes);
  const [queries, keys, values] = [parted('query', [1, 0, 2]), parted('key', [1, 2, 0]), parted('value', [1, 0, 2])];
  const scale = value(`${name}/attention/scale`, [1], [1 / Math.sqrt(size)]);
  const looks = ops.softmax(ops.binary('mul', ops.batchMatMul(queries, keys), scale), 3);
  const mixed = ops.transpose(ops.batchMatMul(looks, values), [1, 0, 2]);
  const attended = ops.binary('add', x, linear('attention/output', ops.reshape(mixed, [steps, width])));
  const hidden = activation('gelu', linear('mlp/dense', norm('mlp_norm', attended)), 2, `${name}/mlp`);
  return ops.binary('add', attended, linear('mlp/dense_1', hidden));
}
