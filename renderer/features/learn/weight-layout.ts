import type { LayerInfo } from '../../../shared/model/info.ts';
import type { LayerSpec } from '../../../shared/contract/schemas/layer.ts';
import type { Extent } from './cells.ts';
import { laidOut, laidOutAfter } from './laid-out.ts';

/** Part of a layer's weights as a picture: for each of its cells, row by row, the place in the tensor. */
export interface WeightLayout extends Extent {
  readonly indices: readonly number[];
}

/** Where in a layer: the unit or filter that weights lead to, and the channel that they look at. */
export interface WeightPart {
  readonly unit: number;
  readonly channel: number;
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/**
 * A convolution's window for one filter and channel, a Dense layer's weights to one unit as what comes in lies, any other tensor whole.
 * `before` is the layer before, `name` the weight's own: kernel, bias.
 */
export function layoutOf(
  {
    layer,
    shape,
    name,
    before,
  }: {
    readonly layer: LayerSpec;
    readonly shape: readonly number[];
    readonly name: string;
    readonly before: LayerInfo | undefined;
  },
  { unit, channel }: WeightPart,
): WeightLayout {
  const size = shape.reduce((product, n) => product * n, 1);
  if (layer.type === 'Conv2D' && name === 'kernel') {
    const [rows = 1, columns = 1, channels = 1, filters = 1] = shape;
    return { rows, columns, indices: range(rows * columns).map((i) => (i * channels + channel) * filters + unit) };
  }
  if (layer.type === 'Dense' && name === 'kernel') {
    const [inputs = 1, units = 1] = shape;
    return { ...laidOutAfter(inputs, before), indices: range(inputs).map((i) => i * units + unit) };
  }
  if (shape.length === 2) return { rows: shape[0]!, columns: shape[1]!, indices: range(size) };
  return { ...laidOut(size), indices: range(size) };
}

/** The values at the layout's places. */
export const laidAs = ({ indices }: WeightLayout, values: ArrayLike<number>): Float32Array =>
  Float32Array.from(indices, (index) => values[index] ?? 0);
