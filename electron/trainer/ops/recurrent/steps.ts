import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { InnerName } from '../../../../shared/contract/schemas/layer-numbers.ts';
import { product } from '../dense.ts';

/** How a recurrent op runs over its sequences x [n, steps, in]. */
export interface RecurrentOptions {
  /** See withWeights. */
  readonly first: boolean;
  /** From the last step to the first. */
  readonly backwards: boolean;
  /** The output of every step, in the order of the input: [n, steps, units]. Otherwise that of the step run last: [n, units]. */
  readonly returnSequences: boolean;
  /** Is shown the gates, the cell and the state of every step, [n, steps, units] in the order of the input. */
  readonly observe?: Observe | undefined;
}

type Observe = (what: InnerName, value: Tensor) => void;

/** The steps' indices in the order in which they are run. */
export function runningOrder(steps: number, backwards: boolean): number[] {
  const order = Array.from({ length: steps }, (_, t) => t);
  return backwards ? order.reverse() : order;
}

/** x [n, steps, c] as [steps, n, c]; and back, being its own inverse. */
export const swapTime = (x: Tensor): Tensor => tf.transpose(x, [1, 0, 2]);

/** All steps of x [steps, n, c] below each other, for one matrix product over all of them: [steps * n, c]. */
export const flatten = (x: Tensor): Tensor => tf.reshape(x, [x.shape[0]! * x.shape[1]!, x.shape[2]!]);

/** x [steps, n, in] by weights [in, out], one product for all steps: [steps, n, out]. */
export const project = (x: Tensor, weights: Tensor, transpose = false): Tensor =>
  tf.reshape(product(flatten(x), weights, false, transpose), [x.shape[0]!, x.shape[1]!, -1]);

/** Gradient to weights [in, out] that every step of x [steps, n, in] was multiplied by: one product sums over all steps. */
export const weightGradient = (x: Tensor, dy: Tensor): Tensor => product(flatten(x), flatten(dy), true, false);

/** The result of a recurrent op, from the outputs [n, units] of all steps in the order of the input. */
export const answer = (outputs: readonly Tensor[], { returnSequences, backwards }: RecurrentOptions): Tensor =>
  returnSequences ? tf.stack([...outputs], 1) : tf.clone(outputs.at(backwards ? 0 : -1)!);

/** Each step's share of `answer`'s gradient; null where it has none. */
export function answerGradients(
  dy: Tensor,
  steps: number,
  { returnSequences, backwards }: RecurrentOptions,
): (Tensor | null)[] {
  if (returnSequences) return tf.unstack(dy, 1);
  const last = backwards ? 0 : steps - 1;
  return Array.from({ length: steps }, (_, t) => (t === last ? dy : null));
}

/** The sum of what there is; at least one. */
export function sum(parts: readonly (Tensor | null)[]): Tensor {
  const there = parts.filter((part) => part !== null);
  return there.length === 1 ? there[0]! : tf.addN(there);
}
