import * as tf from '@tensorflow/tfjs-core';
import { SHORTCUT, shortcutStrides } from '../../../shared/model/layers/residual.ts';
import { conv2d } from '../ops/convolution.ts';
import { activation } from './activation.ts';
import { type BuildLayer, inOrder, type Join, type LayerPlace, type ShardForward, stage } from './layer.ts';
import { kernelWeight } from './weights.ts';

/** activation(shortcut(x) + stack(x)). */
export const residual: BuildLayer<'Residual'> = (layer, place) => {
  const stack = place.inside(layer.layers);
  const layers = inOrder(stack.stages);
  const shortcut = layer.shortcut === 'conv' ? convolved(place) : { weights: [], forward: identity };
  const sum: Join = (shards, inner, context) => shards.map((x, i) => tf.add(shortcut.forward(x, context), inner[i]!));
  const after = activation(layer.activation);
  const bent = inOrder(after);
  return {
    weights: [...stack.weights, ...shortcut.weights],
    stages: [stage((shards, context) => sum(shards, layers(shards, context), context)), ...after],
    inner: stack.layers,
    join: (shards, inner, context) => bent(sum(shards, inner, context), context),
  };
};

const identity: ShardForward = (x) => x;

/** A 1x1 convolution without bias to the stack's own shape. */
function convolved({ name, inputShape, outputShape, first }: LayerPlace) {
  const kernel = kernelWeight(`${name}/${SHORTCUT}/kernel`, [1, 1, inputShape[2]!, outputShape[2]!]);
  const strides = shortcutStrides(inputShape, outputShape)!;
  const options = { strides, padding: 'same', dilationRate: [1, 1], first } as const;
  const forward: ShardForward = (x, context) => conv2d(x, context.weight(kernel.path), options);
  return { weights: [kernel], forward };
}
