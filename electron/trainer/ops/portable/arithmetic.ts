import * as tf from '@tensorflow/tfjs-core';
import type { OpTable } from './op.ts';

export const arithmeticOps: OpTable = {
  SelectV2: ([condition, yes, no]) => tf.where(condition!, yes!, no!),
};
