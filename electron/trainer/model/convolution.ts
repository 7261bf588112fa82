import { conv2d, depthwiseConv2d } from '../ops/convolution.ts';
import type { BuildLayer } from './layer.ts';
import { kernelWeight, withBias } from './weights.ts';

/** Keras's Conv2D: kernel [kh, kw, in, filters]. */
export const convolution: BuildLayer<'Conv2D'> = (layer, { name, inputShape, first }) => {
  const shape = [...layer.kernelSize, inputShape[2]!, layer.filters];
  const kernel = kernelWeight(`${name}/kernel`, shape, layer.kernelRegularizer);
  const options = { ...layer, first };
  return withBias(
    name,
    [kernel],
    (x, context) => conv2d(x, context.weight(kernel.path), options),
    layer.filters,
    layer,
  );
};

/** Keras's DepthwiseConv2D: kernel [kh, kw, in, depthMultiplier], each channel by its own. */
export const depthwiseConvolution: BuildLayer<'DepthwiseConv2D'> = (layer, { name, inputShape, first }) => {
  const channels = inputShape[2]!;
  const shape = [...layer.kernelSize, channels, layer.depthMultiplier];
  const kernel = kernelWeight(`${name}/kernel`, shape, layer.depthwiseRegularizer);
  const options = { ...layer, first };
  return withBias(
    name,
    [kernel],
    (x, context) => depthwiseConv2d(x, context.weight(kernel.path), options),
    channels * layer.depthMultiplier,
    layer,
  );
};

/** Keras's SeparableConv2D: a depthwise convolution, then a 1x1 one that mixes its channels. */
export const separableConvolution: BuildLayer<'SeparableConv2D'> = (layer, { name, inputShape, first }) => {
  const [channels, multiplier] = [inputShape[2]!, layer.depthMultiplier];
  const depthwise = kernelWeight(`${name}/depthwise_kernel`, [...layer.kernelSize, channels, multiplier]);
  const pointwise = kernelWeight(`${name}/pointwise_kernel`, [1, 1, channels * multiplier, layer.filters]);
  const options = { ...layer, first };
  const mixing = { strides: [1, 1], padding: 'valid', dilationRate: [1, 1], first: false } as const;
  return withBias(
    name,
    [depthwise, pointwise],
    (x, context) => {
      const features = depthwiseConv2d(x, context.weight(depthwise.path), options);
      return conv2d(features, context.weight(pointwise.path), mixing);
    },
    layer.filters,
    layer,
  );
};
