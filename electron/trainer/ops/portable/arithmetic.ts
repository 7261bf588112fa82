import * as tf from '@tensorflow/tfjs-core';
import type { OpTable } from './op.ts';

export const arithmeticOps: OpTable = {
  /** Along the first axis. */
  GatherV2: ([from, at]) => tf.gather(from!, at! as tf.Tensor1D),
  SelectV2: ([condition, yes, no]) => tf.where(condition!, yes!, no!),
};
