import * as tf from '@tensorflow/tfjs-core';
import type { StepBlock, StepResult } from '../step/step.ts';
import { DT } from './attributes.ts';
import type { GraphBuilder, Ref } from './graph-builder.ts';
import type { GraphSession } from './session.ts';
import type { SessionSet } from './session-set.ts';
import { tidied } from './tidied.ts';
import type { TracedFunction } from './traced-function.ts';
import { VariableOrder } from './variable-order.ts';

/** Numbers of a step's result: loss, correct, applied. */
const RESULT = 3;

/** The inputs and outputs in the graph of a call that runs a number of steps of one batch size. */
export interface StepEntry {
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
 * Writes `steps` steps one after the other. `traced` takes a batch's images or features and labels, the step's number and its
 * learning rate, and gives [loss, correct, applied].
 */
export function writeStepEntry(
  graph: GraphBuilder,
  traced: TracedFunction,
  handles: readonly Ref[],
  data: SessionSet,
  { steps, batchSize }: Pick<StepEntry, 'steps' | 'batchSize'>,
): StepEntry {
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

/** Runs an entry's steps: those of the block from the `from`-th on. */
export function runStepEntry(session: GraphSession, entry: StepEntry, block: StepBlock, from: number): StepResult[] {
  const { steps, batchSize } = entry;
  const indices = block.indices.subarray(from * batchSize, (from + steps) * batchSize);
  const [values] = tidied(() =>
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
}
