import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import { beforeAll, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { DT } from '../../electron/trainer/graph/attributes.ts';
import { GraphBuilder, type Ref } from '../../electron/trainer/graph/graph-builder.ts';
import { GraphSession } from '../../electron/trainer/graph/session.ts';
import { traceFunction } from '../../electron/trainer/graph/traced-function.ts';
import { VariableOrder } from '../../electron/trainer/graph/variable-order.ts';
import { createTrainingState, type TrainingState } from '../../electron/trainer/step/training-state.ts';
import { trainOnce } from '../../electron/trainer/step/training-step.ts';
import { recipeSchema } from '../../shared/contract/schemas/recipe.ts';
import { LAYER_CASES, modelOf, randomTensor } from '../fixtures/layer-cases.ts';

let backend: NodeJSKernelBackend;
beforeAll(() => {
  loadTensorflow();
  backend = tf.backend() as NodeJSKernelBackend;
});

const OBJECTIVE = { labelSmoothing: 0, gradientClip: { kind: 'none' }, classWeights: null } as const;
const IMAGES = 16;
const STEPS = 4;
const recipe = recipeSchema.parse({
  version: 2,
  optimizer: { name: 'sgd', learningRate: 0.05 },
  batchSize: IMAGES,
  epochs: 1,
  validation: { kind: 'none' },
  augmentation: {},
  seed: 7,
});

interface Run {
  readonly losses: number[];
  readonly weights: Float32Array[];
}

/** One optimizer step on the images, as a function of the step's number. */
const stepOn = (state: TrainingState, images: Tensor, step: Tensor): Tensor => {
  const labels = tf.tensor1d(
    Array.from({ length: IMAGES }, (_, i) => i % 10),
    'int32',
  );
  return trainOnce(state, OBJECTIVE, { images, labels }, { step, learningRate: tf.scalar(0.05) });
};

function eagerly(state: TrainingState, images: Tensor): Run {
  const losses = Array.from({ length: STEPS }, (_, i) =>
    tf.tidy(() => stepOn(state, images, tf.scalar(i + 1, 'int32')).dataSync()[0]!),
  );
  return { losses, weights: state.variables.map((variable) => variable.values()) };
}

function asGraph(state: TrainingState, images: Tensor): Run {
  const { variables } = state;
  const start = variables.map((variable) => variable.values());
  const graph = new GraphBuilder();
  const handles = variables.map(({ shape }, i) => graph.variable(`variable${i}`, DT.float, shape));
  const initial = variables.map(({ shape }) => graph.placeholder(DT.float, shape));
  const ready = graph.group(handles.map((handle, i) => graph.assign(handle, initial[i]!, DT.float)));
  const reads = handles.map((handle) => graph.read(handle, DT.float));
  const [imagesRef, stepRef] = [graph.placeholder(DT.float, images.shape), graph.placeholder(DT.int32, [])];
  const result = tf.tidy((): Ref => {
    const inputs = [tf.zerosLike(images), tf.scalar(1, 'int32')] as const;
    const traced = traceFunction(
      backend,
      inputs,
      variables.map(({ handle }) => handle),
      () => stepOn(state, ...inputs),
    );
    const order = new VariableOrder();
    const answer = traced.write(graph, [imagesRef, stepRef], handles, order);
    return graph.pack([answer], DT.float, order.writes());
  });
  const session = new GraphSession(backend, graph);
  try {
    return tf.tidy(() => {
      session.run(
        variables.map(({ shape }, i) => [initial[i]!, tf.tensor(start[i]!, [...shape])] as const),
        [ready],
      );
      const losses = Array.from({ length: STEPS }, (_, i) => {
        const feeds = [
          [imagesRef, images],
          [stepRef, tf.scalar(i + 1, 'int32')],
        ] as const;
        return session.run(feeds, [result])[0]![0]!;
      });
      return { losses, weights: session.run([], reads) as Float32Array[] };
    });
  } finally {
    session.dispose();
  }
}

it.each(LAYER_CASES)('$name: a traced graph trains as op by op, and leaves no tensor', ({ layers, inputShape }) => {
  const images = randomTensor(IMAGES, ...inputShape);
  const before = tf.memory().numTensors;
  const [graph, eager] = [asGraph, eagerly].map((run) => {
    const state = createTrainingState(modelOf(layers, inputShape), recipe);
    const start = state.variables.map((variable) => variable.values());
    const result = run(state, images);
    const moved = state.variables.map((_, i) => result.weights[i]!.some((value, k) => value !== start[i]![k]));
    state.dispose();
    return { ...result, moved };
  }) as [Run & { moved: boolean[] }, Run & { moved: boolean[] }];
  expect(tf.memory().numTensors).toBe(before);
  graph.losses.forEach((loss, i) => expect(loss).toBeCloseTo(eager.losses[i]!, 4));
  graph.weights.forEach((values, i) =>
    values.forEach((value, k) => expect(value).toBeCloseTo(eager.weights[i]![k]!, 4)),
  );
  expect(graph.moved).toEqual(eager.moved);
  images.dispose();
});
