import * as tf from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { named } from '../../electron/trainer/checkpoints/tensors.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import type { LabelledImages } from '../../shared/data/labelled-images.ts';
import { attr, DT } from '../../electron/trainer/graph/attributes.ts';
import { GraphBuilder } from '../../electron/trainer/graph/graph-builder.ts';
import { GraphSession } from '../../electron/trainer/graph/session.ts';
import { trace } from '../../electron/trainer/graph/trace.ts';
import { traceFunction } from '../../electron/trainer/graph/traced-function.ts';
import { VariableOrder } from '../../electron/trainer/graph/variable-order.ts';
import { createGraphStep } from '../../electron/trainer/step/graph-step.ts';
import { createTrainingState } from '../../electron/trainer/step/training-state.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { Recipe } from '../../shared/contract/schemas/recipe.ts';
import {
  apart,
  bits,
  digitModel,
  programOf,
  recipeOf,
  someDigits,
  trainSteps,
  type TrainOptions,
  variablesOf,
} from '../fixtures/train-steps.ts';

let set: LabelledImages;
let backend: NodeJSKernelBackend;

beforeAll(() => {
  loadTensorflow();
  backend = tf.backend() as NodeJSKernelBackend;
  set = someDigits(300); // with batches of 64: four full ones and one of 44
});
afterEach(() => expect(backend.binding.getNumOfSavedModels()).toBe(0));

const SMALL = digitModel([
  { type: 'Conv2D', filters: 8, kernelSize: [5, 5], strides: [2, 2], activation: 'relu' },
  { type: 'BatchNormalization' },
  { type: 'MaxPooling2D' },
  { type: 'Flatten' },
  { type: 'Dropout', rate: 0.3 },
]);

/** As a graph, and op by op. */
const both = async (spec: ModelSpec, recipe: Recipe, steps: number, program?: TrainOptions['program']) => [
  await trainSteps(spec, recipe, set, { mode: 'graph', steps, program }),
  await trainSteps(spec, recipe, set, { mode: 'eager', steps, program }),
];

const RECIPES: Record<string, object> = {
  sgd: { optimizer: { name: 'sgd' } },
  'sgd with weight decay': { optimizer: { name: 'sgd', weightDecay: 0.1 } },
  momentum: { optimizer: { name: 'momentum' } },
  nesterov: { optimizer: { name: 'nesterov' } },
  rmsprop: { optimizer: { name: 'rmsprop' } },
  adam: { optimizer: { name: 'adam' } },
  adamw: { optimizer: { name: 'adamw' } },
  'label smoothing': { labelSmoothing: 0.1 },
  'clipping by value': { gradientClip: { kind: 'value', limit: 0.01 } },
  'clipping by norm': { gradientClip: { kind: 'norm', limit: 0.5 } },
  averages: { ema: { decay: 0.9 } },
  'affine augmentation': { augmentation: { rotation: 10, shift: 2, zoom: 0.1, shear: 5 } },
  'all augmentation': { augmentation: { rotation: 10, shift: 2, elastic: 2, erase: 6, noise: 0.1, thickness: 0.5 } },
};

describe('a step as a graph', () => {
  it('does for fifty steps of the Tutorial CNN what the step does op by op', async () => {
    const [graph, eager] = await both(findPreset('tutorial')!.model, recipeOf(), 50);
    graph!.results.forEach(({ loss }, i) => expect(loss).toBeCloseTo(eager!.results[i]!.loss, 2));
    expect(apart(graph!.tensors, eager!.tensors)).toBeLessThan(0.02);
  });

  it.each(Object.entries(RECIPES))('does with %s what the step does op by op', async (_, options) => {
    const [graph, eager] = await both(SMALL, recipeOf(options), 12);
    graph!.results.forEach((result, i) => {
      expect(result.loss).toBeCloseTo(eager!.results[i]!.loss, 3);
      expect(result.applied).toBe(true);
    });
    expect(apart(graph!.tensors, eager!.tensors)).toBeLessThan(5e-3);
  });

  it('counts classes by their weights, as op by op', async () => {
    const classWeights = Array.from({ length: 10 }, (_, digit) => digit / 4);
    const [graph, eager] = await both(SMALL, recipeOf(), 3, { classWeights });
    const plain = await trainSteps(SMALL, recipeOf(), set, { steps: 3 });
    graph!.results.forEach(({ loss }, i) => expect(loss).toBeCloseTo(eager!.results[i]!.loss, 4));
    expect(graph!.results[0]!.loss).not.toBeCloseTo(plain.results[0]!.loss, 2);
  });

  it.each(Object.keys(RECIPES))(
    'is with %s the same to the bit, run after run and however it is cut into calls',
    async (name) => {
      const once = await trainSteps(SMALL, recipeOf(RECIPES[name]), set, { steps: 13 });
      const again = await trainSteps(SMALL, recipeOf(RECIPES[name]), set, { steps: 13 });
      const singly = await trainSteps(SMALL, recipeOf(RECIPES[name]), set, { steps: 13, perCall: 1 });
      expect(again.results).toEqual(once.results);
      expect(bits(again.tensors)).toBe(bits(once.tensors));
      expect(singly.results).toEqual(once.results);
      expect(bits(singly.tensors)).toBe(bits(once.tensors));
    },
  );

  it("tells its variables' values without bringing them back, and afterwards the same", async () => {
    const state = createTrainingState(SMALL, recipeOf());
    const step = createGraphStep(state, programOf(recipeOf()), set, [64]);
    const told = async () => bits(named(state.variables, await step.values()));
    const indices = Int32Array.from({ length: 64 }, (_, i) => i);
    const train = (firstStep: number) =>
      step.run({ indices, batchSize: 64, learningRates: Float32Array.of(0.1), firstStep });
    const before = bits(variablesOf(state));
    expect(await told()).toBe(before);
    await train(1);
    const after = await told();
    expect(after).not.toBe(before);
    expect(bits(variablesOf(state))).toBe(before);
    step.settle();
    expect(bits(variablesOf(state))).toBe(after);
    await train(2);
    expect(await told()).not.toBe(after);
    step.dispose();
    state.dispose();
  });

  it('leaves the variables as they were when it is traced, and takes only batches that it was made for', async () => {
    const state = createTrainingState(SMALL, recipeOf());
    const before = bits(variablesOf(state));
    const tensors = tf.memory().numTensors;
    const step = createGraphStep(state, programOf(recipeOf()), set, [64]);
    expect(bits(variablesOf(state))).toBe(before);
    expect(tf.memory().numTensors).toBe(tensors);
    const block = { indices: Int32Array.of(0, 1, 2), batchSize: 3, learningRates: Float32Array.of(0.1), firstStep: 1 };
    expect(() => step.run(block)).toThrow(/batches of 3/);
    step.dispose();
    state.dispose();
  });
});

describe('a loss or gradient that is not finite', () => {
  // The first weights are made so large that float32 overflows: loss and gradients are Infinity or NaN.
  const broken = async (options: object) => {
    const recipe = recipeOf({ ema: { decay: 0.9 }, ...options });
    const state = createTrainingState(SMALL, recipe);
    const kernel = state.model.variables.find(({ name }) => name === 'dense/kernel')!;
    kernel.write(kernel.values().fill(3e38));
    const before = bits(variablesOf(state));
    const step = createGraphStep(state, programOf(recipe), set, [64]);
    const indices = Int32Array.from({ length: 128 }, (_, i) => i);
    const results = await step.run({ indices, batchSize: 64, learningRates: Float32Array.of(0.1, 0.1), firstStep: 1 });
    step.settle();
    const after = bits(variablesOf(state));
    step.dispose();
    state.dispose();
    return { before, after, results };
  };

  it.each(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'])(
    'changes nothing, to the bit, and is told: %s',
    async (name) => {
      const { before, after, results } = await broken({ optimizer: { name } });
      expect(results.map(({ applied }) => applied)).toEqual([false, false]);
      expect(after).toBe(before);
    },
  );
});

describe('a trace', () => {
  it('of a computation that reads a tensor back says so, and leaves the backend as it was', () => {
    const native = backend.binding;
    expect(() => trace(backend, () => tf.tidy(() => tf.square(tf.add([1, 2], [3, 4])).dataSync()))).toThrow(
      /read a tensor back.*Square/,
    );
    expect(backend.binding).toBe(native);
  });

  it('that reads what is neither input, constant nor its own result is refused when it is written', () => {
    const outside = tf.square([1, 2]);
    const traced = traceFunction(backend, [], [], () => tf.square(outside));
    expect(() => traced.write(new GraphBuilder(), [], [], new VariableOrder())).toThrow(/not part of it/);
    outside.dispose();
  });
});

describe('an op that the installed TensorFlow lacks', () => {
  it('is named', () => {
    const graph = new GraphBuilder();
    graph.add('NoSuchOpAtAll', [], { T: attr.type(DT.float) });
    expect(() => new GraphSession(backend, graph)).toThrow(
      expect.objectContaining({ code: 'op-missing', params: { op: 'NoSuchOpAtAll' } }) as Error,
    );
    expect(() => trace(backend, () => backend.binding.executeOp('NoSuchOpEither', [], [], 1))).toThrow(
      expect.objectContaining({ code: 'op-missing', params: { op: 'NoSuchOpEither' } }) as Error,
    );
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
