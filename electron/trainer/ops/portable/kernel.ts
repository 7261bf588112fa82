import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Runs one of tfjs's kernels that it has no function for: a gradient. */
export const kernel = (name: string, inputs: Readonly<Record<string, Tensor>>, attributes: object): Tensor =>
  tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap) as unknown as Tensor;
