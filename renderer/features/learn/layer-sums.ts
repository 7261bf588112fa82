import type { LayerOf, LayerSpec } from '../../../shared/contract/schemas/model.ts';
import { convolved, type Convolution } from '../../../shared/learn/convolution.ts';
import { unitSum } from '../../../shared/learn/dense.ts';
import type { FeatureMap } from '../../../shared/learn/sliding.ts';
import type { Numbers, NumbersOfLayer } from './use-layer-numbers.ts';

export const mapOf = ({ shape, values }: Numbers): FeatureMap => ({
  values,
  ...{ height: shape[0] ?? 1, width: shape[1] ?? 1, channels: shape[2] ?? 1 },
});

export const convolutionOf = (layer: LayerOf<'Conv2D'>, weights: NumbersOfLayer['weights']): Convolution => ({
  ...layer,
  ...{ size: layer.kernelSize, kernel: weights['kernel']!.values, bias: weights['bias']?.values ?? null },
});

/** What a layer sums up of its input before its activation, one filter of a Conv2D; null of layers whose sums are not shown. */
export function sumsOf(
  layer: LayerSpec,
  { input, weights }: Pick<NumbersOfLayer, 'input' | 'weights'>,
  filter: number,
): Float32Array | null {
  if (layer.type === 'Conv2D') return convolved(mapOf(input), convolutionOf(layer, weights), filter);
  if (layer.type !== 'Dense' || input.shape.length !== 1) return null;
  const dense = {
    ...{ kernel: weights['kernel']!.values, bias: weights['bias']?.values ?? null, units: layer.units },
  };
  return Float32Array.from({ length: layer.units }, (_, unit) => unitSum(input.values, dense, unit));
}
