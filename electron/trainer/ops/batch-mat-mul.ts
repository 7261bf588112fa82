import type { Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './differentiable.ts';
import { boolAttr, executeOne, T } from './native.ts';

const product = (a: Tensor, b: Tensor, adjointA: boolean, adjointB: boolean): Tensor =>
  executeOne('BatchMatMulV2', [T, boolAttr('adj_x', adjointA), boolAttr('adj_y', adjointB)], [a, b]);

/** a [..., i, k] by b [..., k, j] (with `transposeB`, [..., j, k]), one product for each of the leading axes. */
export const batchMatMul = (a: Tensor, b: Tensor, transposeB = false): Tensor =>
  withGradient<[Tensor, Tensor], Tensor[]>((_, save) => {
    save([a, b]);
    return {
      value: product(a, b, false, transposeB),
      gradFunc: (dy, [x, y]) => [
        product(dy, y!, false, !transposeB),
        transposeB ? product(dy, x!, true, false) : product(x!, dy, true, false),
      ],
    };
  })(a, b);
