import type { LayerDefinition } from './definition.ts';
import { biasOf, image, keptBy, weight } from './place.ts';
import { slide, squareStrides } from './window.ts';

/** Kernel [height, width, in, filters]. */
export const conv2d: LayerDefinition<'Conv2D'> = {
  base: 'conv2d',
  takes: ['image'],
  fresh: () => ({ filters: 32, kernelSize: [3, 3] }),
  measure(layer, place) {
    const [, , channels] = image(place);
    const [rows, columns] = slide({ ...layer, size: layer.kernelSize }, place);
    const { filters, kernelSize, useBias, activation } = layer;
    return {
      outputShape: [rows, columns, filters],
      weights: [weight(place, 'kernel', [...kernelSize, channels, filters]), ...biasOf(place, useBias, filters)],
      macs: rows * columns * kernelSize[0] * kernelSize[1] * channels * filters,
      kept: keptBy(activation, rows * columns * filters),
    };
  },
};

/** Kernel [height, width, in, multiplier]: each channel has filters of its own. */
export const depthwiseConv2d: LayerDefinition<'DepthwiseConv2D'> = {
  base: 'depthwise_conv2d',
  takes: ['image'],
  fresh: () => ({ kernelSize: [3, 3] }),
  measure(layer, place) {
    const [, , channels] = image(place);
    squareStrides(layer.strides, place);
    const [rows, columns] = slide({ ...layer, size: layer.kernelSize }, place);
    const { depthMultiplier, kernelSize, useBias, activation } = layer;
    const filters = channels * depthMultiplier;
    return {
      outputShape: [rows, columns, filters],
      weights: [
        weight(place, 'kernel', [...kernelSize, channels, depthMultiplier]),
        ...biasOf(place, useBias, filters),
      ],
      macs: rows * columns * kernelSize[0] * kernelSize[1] * filters,
      kept: keptBy(activation, rows * columns * filters),
    };
  },
};

/** A depthwise convolution without bias, then a 1x1 convolution to `filters`. */
export const separableConv2d: LayerDefinition<'SeparableConv2D'> = {
  base: 'separable_conv2d',
  takes: ['image'],
  fresh: () => ({ filters: 32, kernelSize: [3, 3] }),
  measure(layer, place) {
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
  },
};
