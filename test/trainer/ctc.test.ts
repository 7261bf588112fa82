import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { ctcLoss, readsRight } from '../../electron/trainer/ops/ctc.ts';
import { greedy } from '../../shared/reading/beam-search.ts';
import { ctcLoss as slowLoss } from '../../shared/reading/ctc.ts';
import { emissionsOf } from '../../shared/reading/emissions.ts';
import { stream } from '../../shared/random/random.ts';

beforeAll(() => void loadTensorflow());

const [LINES, STEPS, CLASSES, LONGEST] = [6, 9, 4, 9];
const random = stream(1, 'sample');
const logits = Float32Array.from({ length: LINES * STEPS * (CLASSES + 1) }, () => random.normal(0, 3));
const perLine = STEPS * (CLASSES + 1);
const emissions = (line: number) => emissionsOf(logits.subarray(line * perLine, (line + 1) * perLine), CLASSES);
/** Of several lengths, one of equal signs, one that the steps have no room for; the last one is what they say. */
const strings: number[][] = [[3, 3, 3, 3, 3, 3], [2], [1, 1], [0, 3, 0], [3, 2, 1, 0, 0], greedy(emissions(LINES - 1))];
const padded = strings.map((signs) => [...signs, ...Array<number>(LONGEST).fill(-1)].slice(0, LONGEST));

describe('CTC on TensorFlow', () => {
  it('has the loss and the gradient of the sum over all alignments', () => {
    const x = tf.tensor3d(logits, [LINES, STEPS, CLASSES + 1]);
    const labels = tf.tensor2d(padded, [LINES, LONGEST], 'int32');
    const weights = tf.tensor1d([1, 2, 3, 4, 5, 6]);
    const { grad } = tf.valueAndGrad((y) => tf.sum(tf.mul(ctcLoss(y, labels), weights)))(x) as { grad: tf.Tensor };
    const losses = ctcLoss(x, labels).dataSync();
    const slopes = grad.dataSync();
    strings.forEach((signs, line) => {
      const { loss, gradient } = slowLoss(emissions(line), signs);
      // A line that is too short teaches nothing.
      expect(losses[line]).toBeCloseTo(Number.isFinite(loss) ? loss : 0, 3);
      gradient.forEach((slope, i) => expect(slopes[line * perLine + i]).toBeCloseTo((line + 1) * slope, 4));
    });
  });

  it('counts the lines that are read right from the first sign to the last', () => {
    const x = tf.tensor3d(logits, [LINES, STEPS, CLASSES + 1]);
    const right = [...readsRight(x, tf.tensor2d(padded, [LINES, LONGEST], 'int32')).dataSync()];
    expect(right).toEqual(strings.map((signs, line) => Number(greedy(emissions(line)).join() === signs.join())));
    expect(right.at(-1)).toBe(1);
  });
});
