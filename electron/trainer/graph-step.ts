import * as tf from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import type { ImageSet } from './data/image-set.ts';
import { DT } from './graph/attributes.ts';
import { GraphBuilder, type Ref } from './graph/graph-builder.ts';
import { GraphSession } from './graph/session.ts';
import { tidied } from './graph/tidied.ts';
import { traceFunction, type TracedFunction } from './graph/traced-function.ts';
import { VariableOrder } from './graph/variable-order.ts';
import { byteTensor } from './ops/image-bytes.ts';
import type { Variable } from './ops/variable.ts';
import type { StepBlock, StepResult, TrainStep } from './step.ts';
import { trainOnBytes, type StepProgram } from './train-on-bytes.ts';
import type { TrainingState } from './training-state.ts';

/** Steps that one call runs, while the graph stays within MOST_NODES: long graphs are slow to load. */
const STEPS_PER_CALL = 8;
const MOST_NODES = 6000;
/** Numbers of a step's result: loss, correct, applied. */
const RESULT = 3;

/** Where a call of so many steps of one batch size enters and leaves the graph. */
interface Entry {
  readonly steps: number;
  readonly batchSize: number;
  /** int32 [steps, batchSize]. */
  readonly indices: Ref;
  /** float32 [steps]. */
  readonly rates: Ref;
  /** int32: the first step's number. */
  readonly first: Ref;
  /** float32 [steps, 3]. */
  readonly results: Ref;
}

/**
 * Training steps as a TensorFlow graph: one step is traced for each batch size and written as a graph, several times one
 * after the other for the full one, which TensorFlow runs in one call, fused and on all cores. Images, weights and slots
 * live in the session; a call feeds indices, learning rates and the step's number. The variables' values are taken at the
 * first run and copied back by `settle`.
 *
 * Throws when a step cannot be traced or TensorFlow refuses the graph; the variables are then as they were. `op-missing`
 * {op} when TensorFlow lacks an op.
 */
export function createGraphStep(
  state: TrainingState,
  program: StepProgram,
  set: ImageSet,
  sizes: readonly number[],
): TrainStep {
  const backend = tf.backend() as NodeJSKernelBackend;
  const { variables } = state;
  const tracing = performance.now();
  const traced = unchanged(variables, () => sizes.map((size) => traceStep(backend, state, program, size)));
  const building = performance.now();

  const graph = new GraphBuilder();
  const handles = variables.map(({ shape }, i) => graph.variable(`variable${i}`, DT.float, shape));
  const initial = variables.map(({ shape }) => graph.placeholder(DT.float, shape));
  const initialise = graph.group(handles.map((handle, i) => graph.assign(handle, initial[i]!, DT.float)));
  const reads = handles.map((handle) => graph.read(handle, DT.float));
  const data = new SessionData(graph, set, state.model.spec.inputShape);
  const stepsPerCall = Math.max(1, Math.min(STEPS_PER_CALL, Math.floor(MOST_NODES / traced[0]!.size)));
  const entries = sizes.flatMap((size, i) => {
    const calls = i === 0 && stepsPerCall > 1 ? [stepsPerCall, 1] : [1];
    return calls.map((steps) => writeEntry(graph, traced[i]!, handles, data, size, steps));
  });
  const session = new GraphSession(backend, graph);
  const stages = { trace: (building - tracing) / 1000, graph: (performance.now() - building) / 1000 };
  let [loaded, settled] = [false, true];

  const load = (): void => {
    tf.tidy(() => {
      session.run(
        [...data.feeds(), ...variables.map((v, i) => [initial[i]!, v.read()] as const)],
        [data.ready, initialise],
      );
    });
    loaded = true;
  };

  const call = (entry: Entry, block: StepBlock, from: number): StepResult[] => {
    const { steps, batchSize } = entry;
    const indices = block.indices.subarray(from * batchSize, (from + steps) * batchSize);
    const [values] = tf.tidy(() =>
      session.run(
        [
          [entry.indices, tf.tensor2d(indices, [steps, batchSize], 'int32')],
          [entry.rates, tf.tensor1d(block.learningRates.subarray(from, from + steps))],
          [entry.first, tf.scalar(block.firstStep + from, 'int32')],
        ],
        [entry.results],
      ),
    );
    return Array.from({ length: steps }, (_, i) => {
      const at = i * RESULT;
      return { loss: values![at]!, correct: values![at + 1]!, applied: values![at + 2] === 1 };
    });
  };

  return {
    mode: 'graph',
    fallback: null,
    stages,
    stepsPerCall,
    run(block) {
      if (!loaded) load();
      settled = false;
      const results: StepResult[] = [];
      while (results.length < block.learningRates.length) {
        const left = block.learningRates.length - results.length;
        const entry = entries.find((e) => e.batchSize === block.batchSize && e.steps <= left);
        if (!entry) throw new Error(`no step was compiled for batches of ${block.batchSize}`);
        results.push(...call(entry, block, results.length));
      }
      return results;
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

/** Traces a step on blank images. */
function traceStep(
  backend: NodeJSKernelBackend,
  state: TrainingState,
  program: StepProgram,
  size: number,
): TracedFunction {
  const shape = [size, ...state.model.spec.inputShape];
  return tidied(() => {
    const images = byteTensor(new Uint8Array(shape.reduce((product, n) => product * n, 1)), shape);
    const labels = byteTensor(new Uint8Array(size), [size]);
    const inputs = { step: tf.scalar(1, 'int32'), learningRate: tf.scalar(0.001, 'float32') };
    const handles = state.variables.map(({ handle }) => handle);
    return traceFunction(backend, [images, labels, inputs.step, inputs.learningRate], handles, () =>
      trainOnBytes(state, program, images, labels, inputs),
    );
  });
}

/** Writes `steps` steps one after the other. */
function writeEntry(
  graph: GraphBuilder,
  traced: TracedFunction,
  handles: readonly Ref[],
  data: SessionData,
  batchSize: number,
  steps: number,
): Entry {
  const indices = graph.placeholder(DT.int32, [steps, batchSize]);
  const rates = graph.placeholder(DT.float, [steps]);
  const first = graph.placeholder(DT.int32, []);
  const [batches, rateOf] = [graph.unpack(indices, DT.int32, steps), graph.unpack(rates, DT.float, steps)];
  const order = new VariableOrder();
  const results = batches.map((batch, i) => {
    const inputs = [...data.batch(batch), graph.addInts(first, i), rateOf[i]!];
    return traced.write(graph, inputs, handles, order);
  });
  return { steps, batchSize, indices, rates, first, results: graph.pack(results, DT.float, order.writes()) };
}

/** The training set in the session, as bytes. */
class SessionData {
  /** To be fetched once, with `feeds`. */
  readonly ready: Ref;
  private readonly graph: GraphBuilder;
  private readonly set: ImageSet;
  private readonly tables: readonly { readonly shape: readonly number[]; readonly handle: Ref; readonly input: Ref }[];

  constructor(graph: GraphBuilder, set: ImageSet, inputShape: readonly number[]) {
    this.graph = graph;
    this.set = set;
    this.tables = [['images', [set.count, ...inputShape]] as const, ['labels', [set.count]] as const].map(
      ([name, shape]) => ({
        shape,
        handle: graph.variable(name, DT.uint8, shape),
        input: graph.placeholder(DT.uint8, shape),
      }),
    );
    this.ready = graph.group(this.tables.map(({ handle, input }) => graph.assign(handle, input, DT.uint8)));
  }

  /** Call it inside a tidy. */
  feeds(): (readonly [Ref, tf.Tensor])[] {
    const values = [this.set.images, this.set.labels];
    return this.tables.map(({ input, shape }, i) => [input, byteTensor(values[i]!, shape)] as const);
  }

  /** Images and labels of an int32 vector of indices. */
  batch(indices: Ref): Ref[] {
    return this.tables.map(({ handle }) => this.graph.gather(this.graph.read(handle, DT.uint8), DT.uint8, indices));
  }
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
