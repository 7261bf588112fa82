import type { Tensor } from '@tensorflow/tfjs-core';
import { executeOne, T } from './native.ts';

/** `yes` where the bool `condition` holds, `no` otherwise; of the three, scalars are broadcast. A NaN in the other one does no harm. */
export const choose = (condition: Tensor, yes: Tensor, no: Tensor): Tensor =>
  executeOne('SelectV2', [T], [condition, yes, no]);
