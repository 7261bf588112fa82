import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * The ops of a training step use TensorFlow's own fused gradients. tfjs builds the same gradients of many small ops
 * (relu's of IsNan, Greater, Fill and Select, matmul's of BatchMatMulV2), which costs half of a step's time.
 * Every one is checked against tfjs's gradient, or against differences of its values, in test/trainer.
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

/** What a layer's op with weights computes, and its gradients: to each weight, and on demand to its input. */
interface Weighted {
  readonly value: Tensor;
  readonly gradients: (dy: Tensor, saved: Tensor[]) => { readonly toWeights: Tensor[]; readonly toInput: () => Tensor };
}

/**
 * An op of an input and weights. With `first`, x comes before all weights of the model: the gradient to it, which nobody asks for,
 * is not computed.
 */
export function withWeights(
  x: Tensor,
  weights: readonly Tensor[],
  first: boolean,
  f: (save: Save) => Weighted,
): Tensor {
  if (first) {
    return withGradient<Tensor[], Tensor[]>((_, save) => {
      const { value, gradients } = f(save);
      return { value, gradFunc: (dy, saved) => gradients(dy, saved).toWeights };
    })(...weights);
  }
  return withGradient<Tensor[], Tensor[]>((_, save) => {
    const { value, gradients } = f(save);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const { toWeights, toInput } = gradients(dy, saved);
      return [toInput(), ...toWeights];
    };
    return { value, gradFunc };
  })(x, ...weights);
}
