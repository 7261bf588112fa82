// The Tutorial CNN in tfjs-node without any of this project's engine, written by hand as tfjs's documentation would have
// it: tfjs's ops, gradients and Adam, one op after another. A turn is an epoch.
//
//   node bench/workers/stock.ts JOB.json
import * as tf from '@tensorflow/tfjs-core';
import { readSplit } from '../../electron/files/image-set.ts';
import { readJob } from '../lib/job.ts';
import { answerTurns } from './answer-turns.ts';
import { loadEngine, WARM_UP_STEPS } from './engine.ts';

const { recipe, images: count, data } = readJob(process.argv[2]!);
const { versions } = loadEngine();
const set = await readSplit(data, 'train');
const images = tf.tensor4d(
  Float32Array.from(set.images.subarray(0, count * 784), (byte) => byte / 255),
  [count, 28, 28, 1],
);
const labels = tf.tensor1d(Int32Array.from(set.labels.subarray(0, count)), 'int32');

const weights = {
  kernel1: tf.variable(tf.randomNormal([3, 3, 1, 32], 0, 0.1) as tf.Tensor4D),
  bias1: tf.variable(tf.zeros([32])),
  kernel2: tf.variable(tf.randomNormal([3, 3, 32, 64], 0, 0.05) as tf.Tensor4D),
  bias2: tf.variable(tf.zeros([64])),
  dense3: tf.variable(tf.randomNormal([1600, 128], 0, 0.03) as tf.Tensor2D),
  bias3: tf.variable(tf.zeros([128])),
  dense4: tf.variable(tf.randomNormal([128, 10], 0, 0.1) as tf.Tensor2D),
  bias4: tf.variable(tf.zeros([10])),
};
const adam = tf.train.adam(recipe.optimizer.learningRate);

function convolve(x: tf.Tensor4D, kernel: tf.Tensor4D, bias: tf.Tensor): tf.Tensor4D {
  return tf.maxPool(tf.relu(tf.add<tf.Tensor4D>(tf.conv2d(x, kernel, 1, 'valid'), bias)), 2, 2, 'valid');
}

function logits(x: tf.Tensor4D): tf.Tensor2D {
  const { kernel1, bias1, kernel2, bias2, dense3, bias3, dense4, bias4 } = weights;
  const features = convolve(convolve(x, kernel1, bias1), kernel2, bias2);
  const hidden = tf.relu(tf.add(tf.matMul(tf.reshape(features, [-1, 1600]), dense3), bias3));
  return tf.add(tf.matMul(hidden, dense4), bias4);
}

/** One step; loss and accuracy are read back, as for a progress line. */
function train(batch: Int32Array): void {
  tf.tidy(() => {
    const at = tf.tensor1d(batch, 'int32');
    const [x, y] = [tf.gather(images, at), tf.gather(labels, at)];
    let correct: tf.Tensor | undefined;
    const loss = adam.minimize(() => {
      const answer = logits(x);
      correct = tf.keep(tf.sum(tf.cast(tf.equal(tf.argMax(answer, 1), y), 'int32')));
      return tf.losses.softmaxCrossEntropy(tf.oneHot(y, 10), answer) as tf.Scalar;
    }, true)!;
    loss.dataSync();
    correct!.dataSync();
    correct!.dispose();
  });
}

function epoch(steps = Infinity): number {
  const order = tf.util.createShuffledIndices(count);
  const { batchSize } = recipe;
  for (let step = 0; step < Math.min(steps, Math.ceil(count / batchSize)); step++) {
    train(Int32Array.from(order.subarray(step * batchSize, (step + 1) * batchSize)));
  }
  return count;
}

epoch(WARM_UP_STEPS);
const parameters = Object.values(weights).reduce((total, weight) => total + weight.size, 0);
await answerTurns({ versions, parameters }, () => epoch());
