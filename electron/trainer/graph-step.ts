import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import { attr, DT } from './graph/attributes.ts';
import { GraphBuilder, type Ref } from './graph/graph-builder.ts';
import { replay } from './graph/replay.ts';
import { GraphSession } from './graph/session.ts';
import { tensorId, trace } from './graph/trace.ts';
import { VariableOrder } from './graph/variable-order.ts';
import type { Model } from './model/build-model.ts';
import type { Variable } from './ops/variable.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import type { TrainStep } from './step.ts';
import { trainOnce } from './training-step.ts';

/** What one compiled step is fed, and what it answers. */
interface CompiledStep {
  readonly images: Ref;
  readonly labels: Ref;
  readonly step: Ref;
  readonly result: Ref;
}

/**
 * A training step as a TensorFlow graph: one eager step is traced for each batch size of `sizes` and written as a graph,
 * which TensorFlow runs in one call, fused and on all cores. Weights and slots live in the session; `settle` copies them
 * back. They are taken from the variables at the first run. The same ops in the same order as eager: equal up to rounding.
 *
 * Throws when a step cannot be traced or TensorFlow refuses the graph; the variables are then as they were.
 */
export function createGraphStep(model: Model, optimizer: Optimizer, sizes: readonly number[]): TrainStep {
  const backend = tf.backend() as NodeJSKernelBackend;
  const variables = [...model.variables, ...optimizer.slots];
  const graph = new GraphBuilder();
  const handles = variables.map(({ shape }, i) => graph.variable(`variable${i}`, DT.float, shape));
  const initial = variables.map(({ shape }) => graph.placeholder(DT.float, shape));
  const initialise = graph.group(handles.map((handle, i) => graph.assign(handle, initial[i]!, DT.float)));
  const reads = handles.map((handle) => graph.read(handle, DT.float));
  const steps = unchanged(
    variables,
    () => new Map([...new Set(sizes)].map((size) => [size, compile(backend, graph, model, optimizer, handles, size)])),
  );
  const session = new GraphSession(backend, graph);
  let [loaded, settled] = [false, true];

  const load = (): void => {
    tf.tidy(() => {
      const feeds = variables.map((variable, i): [Ref, Tensor] => [initial[i]!, variable.read()]);
      session.run(feeds, [initialise]);
    });
    loaded = true;
  };

  return {
    mode: 'graph',
    run(batch, step) {
      const compiled = steps.get(batch.size);
      if (!compiled) throw new Error(`no step was compiled for batches of ${batch.size}`);
      if (!loaded) load();
      settled = false;
      const [result] = tf.tidy(() =>
        session.run(
          [
            [compiled.images, batch.images],
            [compiled.labels, batch.labels],
            [compiled.step, tf.scalar(step, 'int32')],
          ],
          [compiled.result],
        ),
      );
      return { loss: result![0]!, correct: result![1]! };
    },
    settle() {
      if (settled) return;
      const values = session.run([], reads);
      variables.forEach((variable, i) => variable.write(values[i] as Float32Array));
      settled = true;
    },
    dispose: () => session.dispose(),
  };
}

/** Traces a step on blank images and writes it into the graph. */
function compile(
  backend: NodeJSKernelBackend,
  graph: GraphBuilder,
  model: Model,
  optimizer: Optimizer,
  handles: readonly Ref[],
  size: number,
): CompiledStep {
  const variables = [...model.variables, ...optimizer.slots];
  const shape = [size, ...model.spec.inputShape];
  return tf.tidy(() => {
    const [images, labels, step] = [tf.zeros(shape), tf.zeros([size], 'int32'), tf.scalar(1, 'int32')];
    const placeholders = {
      images: graph.placeholder(DT.float, shape),
      labels: graph.placeholder(DT.int32, [size]),
      step: graph.placeholder(DT.int32, []),
    };
    const bound = new Map([
      ...variables.map(({ handle }, i): [number, Ref] => [tensorId(backend, handle), handles[i]!]),
      [tensorId(backend, images), placeholders.images],
      [tensorId(backend, labels), placeholders.labels],
      [tensorId(backend, step), placeholders.step],
    ]);
    const traced = trace(backend, () => trainOnce(model, optimizer, { images, labels }, step));
    const order = new VariableOrder();
    const refs = replay(graph, backend.binding, traced.trace, bound, new Set(handles), order);
    const answer = refs.get(tensorId(backend, traced.result))!;
    const result = graph.add('Identity', [answer], { T: attr.type(DT.float) }, order.writes());
    return { ...placeholders, result };
  });
}

/** Runs `work`, which trains the variables for a step, and gives them their values back. */
function unchanged<T>(variables: readonly Variable[], work: () => T): T {
  const values = variables.map((variable) => variable.values());
  try {
    return work();
  } finally {
    variables.forEach((variable, i) => variable.write(values[i]!));
  }
}
