import { POINTWISE, slope, type Pointwise } from '../../../../shared/learn/activation.ts';
import type { LayerSpec } from '../../../../shared/contract/schemas/layer.ts';
import { kernelTerms, sum } from '../../../../shared/learn/backpropagation.ts';
import { outputSize } from '../../../../shared/learn/sliding.ts';
import type { Extent } from '../cells.ts';
import { convolutionOf, mapOf, sumsOf } from '../layer-sums.ts';
import type { LayerAnswer } from './use-backpropagation.ts';

/** What the gradient of one weight is made of. */
export type WeightTerms =
  /** A Dense layer's: input times delta; of a bias the input is 1. */
  | { readonly kind: 'product'; readonly a: number; readonly delta: number; readonly product: number }
  /** A convolution's: a product for each place of the output. */
  | ({ readonly kind: 'sum'; readonly terms: Float32Array; readonly total: number } & Extent);

const functionOf = (layer: LayerSpec): Pointwise | 'linear' =>
  'activation' in layer ? (POINTWISE.find((name) => name === layer.activation) ?? 'linear') : 'linear';

/** The terms of the gradient of the weight `index` of a tensor; null of layers whose terms are not shown. */
export function weightTerms(layer: LayerSpec, answer: LayerAnswer, name: string, index: number): WeightTerms | null {
  const weights = Object.fromEntries(answer.weights.map((weight) => [weight.name, weight]));
  const { input, output } = answer;
  const bend = functionOf(layer);
  /** From the output back to the sum: times the slope of the activation there. */
  const toSum = (gradient: number, z: number): number => gradient * slope(bend, z);
  if (layer.type === 'Dense' && input.shape.length === 1) {
    const unit = index % layer.units;
    const sums = bend === 'linear' ? null : sumsOf(layer, { input, weights }, 0);
    const delta = toSum(output.gradient![unit] ?? 0, sums?.[unit] ?? 0);
    const a = name === 'kernel' ? (input.values[Math.floor(index / layer.units)] ?? 0) : 1;
    return { kind: 'product', a, delta, product: a * delta };
  }
  if (layer.type !== 'Conv2D') return null;
  const [image, convolution] = [mapOf(input), convolutionOf(layer, weights)];
  const { rows, columns } = outputSize(image, convolution);
  const filter = index % layer.filters;
  const sums = bend === 'linear' ? null : sumsOf(layer, { input, weights }, filter);
  const toSums = Float32Array.from({ length: rows * columns * layer.filters }, (_, i) =>
    i % layer.filters === filter ? toSum(output.gradient![i]!, sums?.[Math.floor(i / layer.filters)] ?? 0) : 0,
  );
  const window = Math.floor(index / layer.filters);
  const place = Math.floor(window / image.channels);
  const at = { u: Math.floor(place / layer.kernelSize[1]), v: place % layer.kernelSize[1] };
  const terms =
    name === 'kernel'
      ? kernelTerms(image, convolution, toSums, { ...at, channel: window % image.channels, filter })
      : Float32Array.from({ length: rows * columns }, (_, i) => toSums[i * layer.filters + filter]!);
  return { kind: 'sum', terms, total: sum(terms), rows, columns };
}
