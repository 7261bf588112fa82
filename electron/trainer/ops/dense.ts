import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './differentiable.ts';
import { boolAttr, executeOne, NHWC, T } from './native.ts';

const product = (a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor =>
  executeOne('MatMul', [T, boolAttr('transpose_a', transposeA), boolAttr('transpose_b', transposeB)], [a, b]);

/** x [n, in] by weights [in, out]. With `first`, the gradient to x is not computed (see conv2d). */
export function matMul(x: Tensor, weights: Tensor, first: boolean): Tensor {
  const value = () => product(x, weights, false, false);
  if (first) {
    return withGradient<[Tensor], Tensor>((_, save) => {
      save([x]);
      return { value: value(), gradFunc: (dy, [input]) => product(input!, dy, true, false) };
    })(weights);
  }
  return withGradient<[Tensor, Tensor], Tensor[]>((_, save) => {
    save([x, weights]);
    return {
      value: value(),
      gradFunc: (dy, [input, w]) => [product(dy, w!, false, true), product(input!, dy, true, false)],
    };
  })(x, weights);
}

/** Adds bias [c] to the last axis of x [..., c]. */
export const biasAdd = withGradient<[Tensor, Tensor], Tensor[]>(([x, bias]) => ({
  value: executeOne('BiasAdd', [T, NHWC], [x, bias]),
  gradFunc: (dy) => [dy, executeOne('BiasAddGrad', [T, NHWC], [dy])],
}));

export const relu = withGradient<[Tensor], Tensor>(([x], save) => {
  const value = executeOne('Relu', [T], [x]);
  save([value]);
  return { value, gradFunc: (dy, [y]) => executeOne('ReluGrad', [T], [dy, y!]) };
});
