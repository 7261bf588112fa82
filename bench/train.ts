// How fast the trainer trains the Tutorial CNN, as a graph and op by op, beside the same loop in stock tfjs, on the same
// random images.
//
//   npm run bench -- train [preset] [rounds]
//
// They take turns, so that a noisy machine disturbs all alike; only their ratio means something beyond this machine.
// CPU milliseconds a step are told too: they hardly change when other programs compete.
import * as tf from '@tensorflow/tfjs-core';
import { loadTensorflow } from '../electron/native/load-tensorflow.ts';
import { Batches } from '../electron/trainer/data/batches.ts';
import { ImageSet } from '../electron/trainer/data/image-set.ts';
import { createEagerStep } from '../electron/trainer/eager-step.ts';
import { createGraphStep } from '../electron/trainer/graph-step.ts';
import { buildModel } from '../electron/trainer/model/build-model.ts';
import { createOptimizer } from '../electron/trainer/optimizers/optimizer.ts';
import { tutorial } from '../shared/model/presets/tutorial.ts';
import { findPreset } from '../shared/model/presets/index.ts';
import { stream } from '../shared/random/random.ts';
import type { Batch } from '../electron/trainer/step.ts';

const STEPS = 30;
const IMAGES = STEPS * 128;
const preset = findPreset(process.argv[2] ?? 'tutorial') ?? tutorial;
const rounds = Number(process.argv[3] ?? 4);

loadTensorflow();
const random = stream(1, 'synthetic');
const images = Uint8Array.from({ length: IMAGES * 784 }, () => (random.chance(0.2) ? random.integer(256) : 0));
const set = new ImageSet(
  images,
  Uint8Array.from({ length: IMAGES }, () => random.integer(10)),
);
const indices = Uint32Array.from({ length: IMAGES }, (_, i) => i);
const batches = new Batches(set, indices, preset.recipe);

interface Speed {
  readonly imagesPerSecond: number;
  readonly cpuMilliseconds: number;
}

function measure(step: (batch: Batch, number: number) => void): Speed {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  for (let i = 0; i < STEPS; i++) {
    const batch = batches.batch(0, i);
    step(batch, i + 1);
    tf.dispose([batch.images, batch.labels]);
  }
  const { user, system } = process.cpuUsage(cpu);
  return {
    imagesPerSecond: (IMAGES / (performance.now() - wall)) * 1000,
    cpuMilliseconds: (user + system) / 1000 / STEPS,
  };
}

/** The trainer's own step, as it is run or op by op. */
function ours(mode: 'graph' | 'eager'): (batch: Batch, number: number) => void {
  const model = buildModel(preset.model, 1);
  const trainable = model.variables.filter((variable) => variable.trainable);
  const optimizer = createOptimizer(preset.recipe.optimizer, trainable);
  const step = mode === 'graph' ? createGraphStep(model, optimizer, batches.sizes) : createEagerStep(model, optimizer);
  return (batch, number) => void step.run(batch, number);
}

/** The Tutorial CNN as tfjs's documentation would have it written by hand: tfjs's ops, gradients and Adam. */
function stock(): (batch: Batch) => void {
  const shapes = [[3, 3, 1, 32], [32], [3, 3, 32, 64], [64], [1600, 128], [128], [128, 10], [10]];
  const variables = shapes.map((shape) => tf.variable(tf.randomNormal(shape, 0, 0.05)));
  const [k1, b1, k2, b2, w3, b3, w4, b4] = variables as tf.Variable[];
  const adam = tf.train.adam(0.001);
  const logits = (x: tf.Tensor4D) => {
    const conv = (input: tf.Tensor4D, kernel: tf.Tensor, bias: tf.Tensor) =>
      tf.maxPool(
        tf.relu(tf.add(tf.conv2d(input, kernel as tf.Tensor4D, 1, 'valid'), bias)) as tf.Tensor4D,
        2,
        2,
        'valid',
      );
    const features = conv(conv(x, k1!, b1!), k2!, b2!);
    const hidden = tf.relu(tf.add(tf.matMul(tf.reshape(features, [x.shape[0], 1600]), w3 as tf.Tensor2D), b3!));
    return tf.add(tf.matMul(hidden, w4 as tf.Tensor2D), b4!);
  };
  return (batch) => {
    const loss = adam.minimize(() => {
      const labels = tf.oneHot(batch.labels as tf.Tensor1D, 10);
      return tf.losses.softmaxCrossEntropy(labels, logits(batch.images as tf.Tensor4D)) as tf.Scalar;
    }, true)!;
    loss.dataSync();
    loss.dispose();
  };
}

const contenders = {
  graph: ours('graph'),
  eager: ours('eager'),
  ...(preset === tutorial ? { stock: stock() } : {}),
};
for (const step of Object.values(contenders)) measure(step);
const best: Record<string, Speed> = {};
for (let round = 0; round < rounds; round++) {
  for (const [name, step] of Object.entries(contenders)) {
    const speed = measure(step);
    const line = `${speed.imagesPerSecond.toFixed(0).padStart(7)} images/s ${speed.cpuMilliseconds.toFixed(1).padStart(7)} CPU ms/step`;
    console.log(`${name.padEnd(6)}${line}`);
    const before = best[name];
    best[name] = {
      imagesPerSecond: Math.max(speed.imagesPerSecond, before?.imagesPerSecond ?? 0),
      cpuMilliseconds: Math.min(speed.cpuMilliseconds, before?.cpuMilliseconds ?? Infinity),
    };
  }
}
const slowest = best['stock'] ?? best['eager']!;
for (const [name, { imagesPerSecond, cpuMilliseconds }] of Object.entries(best)) {
  const clock = imagesPerSecond / slowest.imagesPerSecond;
  const cpu = slowest.cpuMilliseconds / cpuMilliseconds;
  console.log(`best of ${rounds}: ${name.padEnd(6)}${clock.toFixed(2)} by the clock, ${cpu.toFixed(2)} by CPU time`);
}
console.log(JSON.stringify({ bench: 'train', preset: preset.id, rounds, best }));
