import * as tf from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { Batches } from '../../electron/trainer/data/batches.ts';
import { ImageSet } from '../../electron/trainer/data/image-set.ts';
import { createEagerStep } from '../../electron/trainer/eager-step.ts';
import { trace } from '../../electron/trainer/graph/trace.ts';
import { VariableOrder } from '../../electron/trainer/graph/variable-order.ts';
import { createGraphStep } from '../../electron/trainer/graph-step.ts';
import { buildModel } from '../../electron/trainer/model/build-model.ts';
import { createOptimizer } from '../../electron/trainer/optimizers/optimizer.ts';
import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import { optimizerSchema, type Optimizer } from '../../shared/contract/schemas/recipe.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import { readMnist } from '../fixtures/mnist.ts';

const IMAGES = 300; // with batches of 64: four full ones and one of 44
let set: ImageSet;
let backend: NodeJSKernelBackend;

beforeAll(() => {
  loadTensorflow();
  backend = tf.backend() as NodeJSKernelBackend;
  const { images, labels } = readMnist('test');
  set = new ImageSet(images.slice(0, IMAGES * 784), labels.slice(0, IMAGES));
});
afterEach(() => expect(backend.binding.getNumOfSavedModels()).toBe(0));

interface Trained {
  readonly losses: number[];
  readonly weights: Float32Array[];
}

function train(spec: ModelSpec, optimizerSpec: Optimizer, mode: 'graph' | 'eager', epochs: number): Trained {
  const model = buildModel(spec, 7);
  const optimizer = createOptimizer(
    optimizerSpec,
    model.variables.filter(({ trainable }) => trainable),
  );
  const batches = new Batches(
    set,
    Uint32Array.from({ length: IMAGES }, (_, i) => i),
    {
      batchSize: 64,
      seed: 7,
      augmentation: 'none',
    },
  );
  const step = mode === 'graph' ? createGraphStep(model, optimizer, batches.sizes) : createEagerStep(model, optimizer);
  expect(step.mode).toBe(mode);
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = 0; i < batches.stepsPerEpoch; i++) {
      const batch = batches.batch(epoch, i);
      losses.push(step.run(batch, losses.length + 1).loss);
      tf.dispose([batch.images, batch.labels]);
    }
  }
  step.settle();
  const weights = [...model.variables, ...optimizer.slots].map((variable) => variable.values());
  step.dispose();
  optimizer.dispose();
  model.dispose();
  return { losses, weights };
}

const preset = (id: string): ModelSpec => findPreset(id)!.model;
const optimizer = (name: Optimizer['name']): Optimizer => optimizerSchema.parse({ name });

describe('a step as a graph', () => {
  it.each(['sgd', 'momentum', 'rmsprop', 'adam'] as const)('does with %s what the step does op by op', (name) => {
    const [graph, eager] = (['graph', 'eager'] as const).map((mode) =>
      train(preset('tutorial'), optimizer(name), mode, 10),
    );
    graph!.losses.forEach((loss, i) => expect(loss).toBeCloseTo(eager!.losses[i]!, 3));
    graph!.weights.forEach((values, i) => {
      const apart = values.reduce((most, value, j) => Math.max(most, Math.abs(value - eager!.weights[i]![j]!)), 0);
      expect(apart).toBeLessThan(2e-3);
    });
  });

  it('keeps moving averages and draws its dropout masks as op by op', () => {
    const [graph, eager] = (['graph', 'eager'] as const).map((mode) =>
      train(preset('compact'), optimizer('sgd'), mode, 4),
    );
    graph!.losses.forEach((loss, i) => expect(loss).toBeCloseTo(eager!.losses[i]!, 3));
  });

  it('is the same to the bit, run after run', () => {
    const [first, second] = [0, 1].map(() => train(preset('compact'), optimizer('adam'), 'graph', 3));
    expect(second!.losses).toEqual(first!.losses);
    second!.weights.forEach((values, i) =>
      expect(Buffer.from(values.buffer).equals(Buffer.from(first!.weights[i]!.buffer))).toBe(true),
    );
  });

  it('leaves the variables as they were when it is traced', () => {
    const model = buildModel(preset('tutorial'), 7);
    const adam = createOptimizer(optimizer('adam'), model.variables);
    const before = model.variables.map((variable) => variable.values());
    const tensors = tf.memory().numTensors;
    const step = createGraphStep(model, adam, [64]);
    model.variables.forEach((variable, i) => expect(variable.values()).toEqual(before[i]));
    expect(tf.memory().numTensors).toBe(tensors);
    expect(() => step.run({ images: tf.zeros([3, 28, 28, 1]), labels: tf.zeros([3], 'int32'), size: 3 }, 1)).toThrow(
      /batches of 3/,
    );
    step.dispose();
    adam.dispose();
    model.dispose();
  });
});

describe('a trace', () => {
  it('of a computation that reads a tensor back says so, and leaves the backend as it was', () => {
    const native = backend.binding;
    expect(() => trace(backend, () => tf.tidy(() => tf.square(tf.add([1, 2], [3, 4])).dataSync()))).toThrow(
      /read a tensor back.*Square/,
    );
    expect(backend.binding).toBe(native);
  });
});

describe('the order of reads and writes', () => {
  it('is that of a memory', () => {
    const order = new VariableOrder();
    const run = (node: string, handle: string, writes: boolean): string[] => {
      const before = order.before([handle], writes);
      order.done([handle], writes, node);
      return before;
    };
    expect(run('read1', 'w', false)).toEqual([]);
    expect(run('read2', 'w', false)).toEqual([]);
    expect(run('write1', 'w', true)).toEqual(['read1', 'read2']);
    expect(run('read3', 'w', false)).toEqual(['write1']);
    expect(run('write2', 'w', true)).toEqual(['write1', 'read3']);
    expect(run('other', 'v', true)).toEqual([]);
    expect(order.writes()).toEqual(['write2', 'other']);
  });
});
