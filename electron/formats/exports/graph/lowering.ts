import type { Activation } from '../../../../shared/contract/schemas/model.ts';
import type { Shape } from '../../../../shared/model/info.ts';
import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';
import type { GraphOps } from './graph-ops.ts';

/** What a layer is said with: the format's operations, and the model's weights by their paths. */
export interface Lowering<V> {
  readonly ops: GraphOps<V>;
  weight(path: string): NamedTensor;
  /** A number, or several, that no layer has as a weight. */
  value(name: string, shape: Shape, values: ArrayLike<number>): V;
  activation(name: Activation, x: V, rank: number, place: string): V;
}

/** Over the last axis of x, whose rank is without the batch; weights NAME/gamma and NAME/beta. */
export function layerNormalised<V>(
  { ops, weight, value }: Lowering<V>,
  name: string,
  epsilon: number,
  rank: number,
  x: V,
): V {
  const axis = [rank - 1];
  const centred = ops.binary('sub', x, ops.mean(x, axis, true));
  const variance = ops.mean(ops.binary('mul', centred, centred), axis, true);
  const deviation = ops.unary('sqrt', ops.binary('add', variance, value(`${name}/epsilon`, [1], [epsilon])));
  const scaled = ops.binary('mul', ops.binary('div', centred, deviation), ops.constant(weight(`${name}/gamma`)));
  return ops.binary('add', scaled, ops.constant(weight(`${name}/beta`)));
}
