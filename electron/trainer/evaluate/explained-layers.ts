import type { LayerSpec, ModelSpec } from '../../../shared/contract/schemas/model.ts';
import { describeModel } from '../../../shared/model/shapes.ts';
import { stepGrid } from '../../../shared/model/step-grid.ts';

/** A place in the model where values lie as they do in the image. */
export interface PlacedLayer {
  readonly index: number;
  readonly name: string;
  readonly height: number;
  readonly width: number;
}

const CONVOLVES: ReadonlySet<LayerSpec['type']> = new Set(['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D', 'Residual']);

/** Layers that change a convolution's values one by one: what comes out of them is what it has found. */
const FOLLOWS: ReadonlySet<LayerSpec['type']> = new Set([
  'BatchNormalization',
  'Activation',
  'Dropout',
  'SpatialDropout2D',
]);

/** The last convolution, or block of them, with the normalisation and activation that follow it; null without one. */
export function lastConvolution(spec: ModelSpec): PlacedLayer | null {
  const found = spec.layers.map(({ type }) => CONVOLVES.has(type)).lastIndexOf(true);
  if (found < 0) return null;
  let index = found;
  while (index + 1 < spec.layers.length && FOLLOWS.has(spec.layers[index + 1]!.type)) index++;
  const { layers } = describeModel(spec);
  const [height, width] = layers[index]!.outputShape;
  return { index, name: layers[found]!.name, height: height!, width: width! };
}

/** How the steps of the last encoder block lie in the image: a grid of patches, or rows; null without one. */
export function attendedGrid(spec: ModelSpec): { layer: string; height: number; width: number } | null {
  const index = spec.layers.map(({ type }) => type).lastIndexOf('TransformerEncoder');
  if (index < 0) return null;
  const { name, inputShape } = describeModel(spec).layers[index]!;
  return { layer: name, ...stepGrid(spec, inputShape[0]!) };
}
