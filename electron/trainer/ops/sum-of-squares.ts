import type { Tensor } from '@tensorflow/tfjs-core';
import { executeOne, T } from './native.ts';

/** Half the sum of the squares of all of x's values, a scalar, in one pass (TensorFlow's L2Loss). Has no gradient. */
export const halfSumOfSquares = (x: Tensor): Tensor => executeOne('L2Loss', [T], [x]);
