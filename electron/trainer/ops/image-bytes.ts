import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { boolAttr, executeOne, FLOAT, typeAttr, UINT8, uint8Tensor } from './native.ts';

const TO_FLOAT = [typeAttr('SrcT', UINT8), typeAttr('DstT', FLOAT), boolAttr('Truncate', false)];

/** `bytes` as a tensor [n, height, width, channels] of uint8, which only `bytesToImages` may read. */
export const byteTensor = (bytes: Uint8Array, shape: readonly number[]): Tensor => uint8Tensor(bytes, shape);

/** Bytes, 0 to 255, as floats in [0, 1]. */
export const bytesToImages = (bytes: Tensor): Tensor => tf.mul(executeOne('Cast', TO_FLOAT, [bytes]), 1 / 255);
