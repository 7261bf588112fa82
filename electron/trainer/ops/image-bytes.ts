import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { boolAttr, executeOne, FLOAT, INT32, typeAttr, UINT8, uint8Tensor } from './native.ts';

const castTo = (type: typeof FLOAT | typeof INT32) => [
  typeAttr('SrcT', UINT8),
  typeAttr('DstT', type),
  boolAttr('Truncate', false),
];

/** `bytes` as a tensor [n, height, width, channels] of uint8, which only the next two may read. */
export const byteTensor = (bytes: Uint8Array, shape: readonly number[]): Tensor => uint8Tensor(bytes, shape);

/** Bytes, 0 to 255, as floats in [0, 1]. */
export const bytesToImages = (bytes: Tensor): Tensor => tf.mul(executeOne('Cast', castTo(FLOAT), [bytes]), 1 / 255);

/** Bytes as int32. */
export const bytesToLabels = (bytes: Tensor): Tensor => executeOne('Cast', castTo(INT32), [bytes]);
