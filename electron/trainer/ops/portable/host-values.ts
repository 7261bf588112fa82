import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, TypedArray } from '@tensorflow/tfjs-core';

/**
 * The values of a small tensor that JavaScript made: a shape, a seed, a batch's indices. They are still in JavaScript's
 * memory, where tfjs's WebGPU backend keeps what no shader has asked for yet; from the card they could not be read
 * without waiting. Throws for a tensor that was computed there.
 */
export function hostValues(tensor: Tensor): TypedArray {
  if (tf.getBackend() === 'webgpu' && !onHost(tensor)) {
    throw new Error(
      `a tensor of shape [${tensor.shape.join(', ')}] is on the graphics card, where its values cannot be read in the middle of a step`,
    );
  }
  return tensor.dataSync();
}

/** As an array of numbers: a shape. */
export const hostNumbers = (tensor: Tensor): number[] => Array.from(hostValues(tensor));

interface WebGpuBackend {
  readonly tensorMap: { get(id: object): { readonly values?: unknown } | undefined };
}

function onHost(tensor: Tensor): boolean {
  const { tensorMap } = tf.backend() as unknown as WebGpuBackend;
  return (tensorMap.get(tensor.dataId)?.values ?? null) !== null;
}
