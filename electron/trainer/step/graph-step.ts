import * as tf from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import { GraphBuilder } from '../graph/graph-builder.ts';
import { GraphSession } from '../graph/session.ts';
import { SessionSet } from '../graph/session-set.ts';
import { SessionVariables } from '../graph/session-variables.ts';
import { runStepEntry, writeStepEntry } from '../graph/step-entry.ts';
import { tidied } from '../graph/tidied.ts';
import { traceFunction, type TracedFunction } from '../graph/traced-function.ts';
import type { Variable } from '../ops/variable.ts';
import type { StepResult, TrainStep } from './step.ts';
import { blankEntries, labelShape, type StepSet } from './step-set.ts';
import { trainOnBatch, type StepProgram } from './train-on-batch.ts';
import type { TrainingState } from './training-state.ts';

/** Steps that one call runs, while the graph stays within MOST_NODES: long graphs are slow to load. */
const STEPS_PER_CALL = 8;
const MOST_NODES = 6000;

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
  set: StepSet,
  sizes: readonly number[],
): TrainStep {
  const backend = tf.backend() as NodeJSKernelBackend;
  const { variables } = state;
  const tracing = performance.now();
  const traced = unchanged(variables, () => sizes.map((size) => traceStep(backend, state, program, set, size)));
  const building = performance.now();

  const graph = new GraphBuilder();
  const twins = new SessionVariables(graph, variables);
  const data = new SessionSet(graph, set, state.model.spec.inputShape);
  const stepsPerCall = Math.max(1, Math.min(STEPS_PER_CALL, Math.floor(MOST_NODES / traced[0]!.size)));
  const entries = sizes.flatMap((batchSize, i) => {
    const calls = i === 0 && stepsPerCall > 1 ? [stepsPerCall, 1] : [1];
    return calls.map((steps) => writeStepEntry(graph, traced[i]!, twins.handles, data, { steps, batchSize }));
  });
  const session = new GraphSession(backend, graph);
  const stages = { trace: (building - tracing) / 1000, graph: (performance.now() - building) / 1000 };
  let [loaded, settled, stale] = [false, true, false];
  /** Since the last step; null until somebody asks. */
  let values: readonly Float32Array[] | null = null;

  const load = (): void => {
    tidied(() => session.run([...data.feeds(), ...twins.feeds()], [data.ready, twins.ready]));
    [loaded, stale] = [true, false];
  };

  const loadData = (): void => {
    tidied(() => session.run(data.feeds(), [data.ready]));
    stale = false;
  };

  const read = (): readonly Float32Array[] => {
    if (!loaded) return variables.map((variable) => variable.values());
    return (values ??= session.run([], twins.reads) as Float32Array[]);
  };

  return {
    mode: 'graph',
    fallback: null,
    stages,
    stepsPerCall,
    run(block) {
      if (!loaded) load();
      else if (stale) loadData();
      settled = false;
      values = null;
      const results: StepResult[] = [];
      while (results.length < block.learningRates.length) {
        const left = block.learningRates.length - results.length;
        const entry = entries.find((e) => e.batchSize === block.batchSize && e.steps <= left);
        if (!entry) throw new Error(`no step was compiled for batches of ${block.batchSize}`);
        results.push(...runStepEntry(session, entry, block, results.length));
      }
      return results;
    },
    reload: () => void (stale = true),
    values: read,
    settle() {
      if (settled) return;
      twins.takeBack(read());
      settled = true;
    },
    dispose: () => session.dispose(),
  };
}

/** Traces a step on a blank batch. */
function traceStep(
  backend: NodeJSKernelBackend,
  state: TrainingState,
  program: StepProgram,
  set: StepSet,
  size: number,
): TracedFunction {
  return tidied(() => {
    const entries = blankEntries(set, size, state.model.spec.inputShape);
    const labels = tf.zeros(labelShape(set, size), 'int32');
    const inputs = { step: tf.scalar(1, 'int32'), learningRate: tf.scalar(0.001, 'float32') };
    const handles = state.variables.map(({ handle }) => handle);
    return traceFunction(backend, [entries, labels, inputs.step, inputs.learningRate], handles, () =>
      trainOnBatch(state, program, set, [entries, labels], inputs),
    );
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
