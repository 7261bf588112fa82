// The processor's own limit, as the same TensorFlow reaches it: products of large square float32 matrices. A turn is at
// least half a second of them.
//
//   node bench/workers/matmul.ts SIZE
import * as tf from '@tensorflow/tfjs-core';
import { product } from '../../electron/trainer/ops/dense.ts';
import { answerTurns } from './answer-turns.ts';
import { loadEngine } from './engine.ts';

const size = Number(process.argv[2]);
const SECONDS = 0.5;
const { versions } = loadEngine();
// Products of such matrices keep numbers of about one, however often they are multiplied.
const square = () => tf.randomNormal([size, size], 0, 1 / Math.sqrt(size));
const [a, b] = [square(), square()];

/** Returns the floating-point operations done. */
function multiply(): number {
  const start = performance.now();
  let operations = 0;
  for (; performance.now() - start < SECONDS * 1000; operations += 2 * 2 * size ** 3) {
    // Reading one number back waits for both products to end.
    tf.tidy(() => tf.slice(product(product(a, b), b), [0, 0], [1, 1]).dataSync());
  }
  return operations;
}

multiply();
await answerTurns({ versions }, multiply);
