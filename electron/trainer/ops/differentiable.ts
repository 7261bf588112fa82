import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * The ops of a training step use TensorFlow's own fused gradients. tfjs builds the same gradients of many small ops
 * (relu's of IsNan, Greater, Fill and Select, matmul's of BatchMatMulV2), which costs half of a step's time.
 * Every one is checked against tfjs's gradient in test/trainer/gradients.test.ts.
 */

/** Keeps forward values for the gradient. */
type Save = (tensors: Tensor[]) => void;

interface Differentiable<R> {
  value: Tensor;
  gradFunc: (dy: Tensor, saved: Tensor[]) => R;
}

/** customGrad with the types that it has at run time: `save` is the last argument, saved tensors come as an array. */
export function withGradient<A extends Tensor[], R extends Tensor | Tensor[]>(
  f: (inputs: A, save: Save) => Differentiable<R>,
): (...inputs: A) => Tensor {
  const untyped = (...args: unknown[]) => f(args.slice(0, -1) as unknown as A, args.at(-1) as Save);
  return tf.customGrad(untyped as Parameters<typeof tf.customGrad>[0]) as unknown as (...inputs: A) => Tensor;
}
