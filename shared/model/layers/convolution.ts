import type { LayerOf } from '../../contract/schemas/model.ts';
import { biasOf, image, keptBy, weight, type Measured, type Place } from './place.ts';
import { slide, squareStrides } from './window.ts';

/** Kernel [height, width, in, filters]. */
export function conv2d(layer: LayerOf<'Conv2D'>, place: Place): Measured {
  const [, , channels] = image(place);
  const [rows, columns] = slide({ ...layer, size: layer.kernelSize }, place);
  const { filters, kernelSize, useBias, activation } = layer;
  return {
    outputShape: [rows, columns, filters],
    weights: [weight(place, 'kernel', [...kernelSize, channels, filters]), ...biasOf(place, useBias, filters)],
    macs: rows * columns * kernelSize[0] * kernelSize[1] * channels * filters,
    kept: keptBy(activation, rows * columns * filters),
  };
}

/** Kernel [height, width, in, multiplier]: each channel has filters of its own. */
export function depthwiseConv2d(layer: LayerOf<'DepthwiseConv2D'>, place: Place): Measured {
  const [, , channels] = image(place);
  squareStrides(layer.strides, place);
  const [rows, columns] = slide({ ...layer, size: layer.kernelSize }, place);
  const { depthMultiplier, kernelSize, useBias, activation } = layer;
  const filters = channels * depthMultiplier;
  return {
    outputShape: [rows, columns, filters],
    weights: [weight(place, 'kernel', [...kernelSize, channels, depthMultiplier]), ...biasOf(place, useBias, filters)],
    macs: rows * columns * kernelSize[0] * kernelSize[1] * filters,
    kept: keptBy(activation, rows * columns * filters),
  };
}

/** A depthwise convolution without bias, then a 1x1 convolution to `filters`. */
export function separableConv2d(layer: LayerOf<'SeparableConv2D'>, place: Place): Measured {
  const [, , channels] = image(place);
  squareStrides(layer.strides, place);
  const [rows, columns] = slide({ ...layer, size: layer.kernelSize }, place);
  const { depthMultiplier, filters, kernelSize, useBias, activation } = layer;
  const between = channels * depthMultiplier;
  return {
    outputShape: [rows, columns, filters],
    weights: [
      weight(place, 'depthwise_kernel', [...kernelSize, channels, depthMultiplier]),
      weight(place, 'pointwise_kernel', [1, 1, between, filters]),
      ...biasOf(place, useBias, filters),
    ],
    macs: rows * columns * between * (kernelSize[0] * kernelSize[1] + filters),
    kept: rows * columns * between + keptBy(activation, rows * columns * filters),
  };
}
