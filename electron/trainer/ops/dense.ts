import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient, withWeights } from './differentiable.ts';
import { boolAttr, executeOne, NHWC, T } from './native.ts';

/** The plain product of two matrices, either of them transposed first; without a gradient. */
export const product = (a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor =>
  executeOne('MatMul', [T, boolAttr('transpose_a', transposeA), boolAttr('transpose_b', transposeB)], [a, b]);

/** x [n, in] by weights [in, out]. `first`: see withWeights. */
export const matMul = (x: Tensor, weights: Tensor, first: boolean): Tensor =>
  withWeights(x, [weights], first, (save) => {
    save([x, weights]);
    return {
      value: product(x, weights),
      gradients: (dy, [input, w]) => ({
        toWeights: [product(input!, dy, true, false)],
        toInput: () => product(dy, w!, false, true),
      }),
    };
  });

/** Sums over all axes of x [..., c] but the last: [c]. A bias's gradient, without one of its own. */
export const sumToLastAxis = (x: Tensor): Tensor => executeOne('BiasAddGrad', [T, NHWC], [x]);

/** x [..., c] with bias [c] added to its last axis; without a gradient. */
export const biasAddValue = (x: Tensor, bias: Tensor): Tensor => executeOne('BiasAdd', [T, NHWC], [x, bias]);

/** Adds bias [c] to the last axis of x [..., c]. */
export const biasAdd = withGradient<[Tensor, Tensor], Tensor[]>(([x, bias]) => ({
  value: biasAddValue(x, bias),
  gradFunc: (dy) => [dy, sumToLastAxis(dy)],
}));
