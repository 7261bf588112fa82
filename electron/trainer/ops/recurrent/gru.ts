import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { biasAddValue, product, sumToLastAxis } from '../dense.ts';
import { withWeights } from '../differentiable.ts';
import { executeOne, T } from '../native.ts';
import {
  answer,
  answerGradients,
  flatten,
  project,
  type RecurrentOptions,
  runningOrder,
  sum,
  swapTime,
  weightGradient,
} from './steps.ts';

/**
 * Keras's GRU (reset_after) over x [n, steps, in], from h = 0:
 *
 *   [az, ar, ah] = x kernel + bias[0],  [bz, br, bh] = h recurrentKernel + bias[1]
 *   z = sigmoid(az + bz),  r = sigmoid(ar + br),  c = tanh(ah + r bh),  h = z h + (1 - z) c
 *
 * kernel [in, 3 units], recurrentKernel [units, 3 units], bias [2, 3 units]; gates in the order z, r, h. Gradients to
 * weights are one matrix product over all steps each.
 */
export function gru(
  x: Tensor,
  kernel: Tensor,
  recurrentKernel: Tensor,
  bias: Tensor,
  options: RecurrentOptions,
): Tensor {
  const [n, steps] = x.shape as [number, number];
  const units = recurrentKernel.shape[0]!;
  const order = runningOrder(steps, options.backwards);
  return withWeights(x, [kernel, recurrentKernel, bias], options.first, (save) => {
    const [inputBias, recurrentBias] = tf.unstack(bias) as [Tensor, Tensor];
    const inputs = swapTime(x);
    const driven = biasAddValue(project(inputs, kernel), inputBias);
    const [gateInputs, candidateInputs] = tf.split(driven, [2 * units, units], 2).map((part) => tf.unstack(part));
    const cells: Cell[] = [];
    let h: Tensor = tf.zeros([n, units]);
    for (const t of order) {
      const recurrent = biasAddValue(product(h, recurrentKernel), recurrentBias);
      cells[t] = cell(gateInputs![t]!, candidateInputs![t]!, recurrent, h);
      h = cells[t].output;
    }
    save([
      inputs,
      kernel,
      recurrentKernel,
      ...cells.flatMap(({ gates, inner, candidate, before }) => [gates, inner, candidate, before]),
    ]);
    return {
      value: answer(
        cells.map(({ output }) => output),
        options,
      ),
      gradients: (dy, [xs, w, u, ...saved]) => {
        const own = answerGradients(dy, steps, options);
        const [toDriven, toRecurrent]: [Tensor[], Tensor[]] = [[], []];
        let carried: Tensor | null = null;
        for (const t of [...order].reverse()) {
          const [gates, inner, candidate, before] = saved.slice(4 * t, 4 * t + 4) as [Tensor, Tensor, Tensor, Tensor];
          const dh: Tensor = sum(own[t]!, carried)!;
          const slopes = cellGradients(dh, { gates, inner, candidate, before });
          toDriven[t] = slopes.toDriven;
          toRecurrent[t] = slopes.toRecurrent;
          carried = tf.add(slopes.toBefore, product(slopes.toRecurrent, u!, false, true));
        }
        const [driving, recurring] = [tf.stack(toDriven), tf.stack(toRecurrent)];
        const befores = tf.stack(order.map((_, t) => saved[4 * t + 3]!));
        const toBias = tf.stack([sumToLastAxis(flatten(driving)), sumToLastAxis(flatten(recurring))]);
        return {
          toWeights: [weightGradient(xs!, driving), weightGradient(befores, recurring), toBias],
          toInput: () => swapTime(project(driving, w!, true)),
        };
      },
    };
  });
}

/** What a step's gradient needs of its forward pass: z and r side by side [n, 2 units], the others [n, units]. */
interface Kept {
  readonly gates: Tensor;
  /** bh: the candidate's recurrent part, before r. */
  readonly inner: Tensor;
  readonly candidate: Tensor;
  /** h of the step before. */
  readonly before: Tensor;
}

interface Cell extends Kept {
  readonly output: Tensor;
}

function cell(gateInput: Tensor, candidateInput: Tensor, recurrent: Tensor, before: Tensor): Cell {
  const units = before.shape[1]!;
  const [gateRecurrent, inner] = tf.split(recurrent, [2 * units, units], 1) as [Tensor, Tensor];
  const gates = tf.sigmoid(tf.add(gateInput, gateRecurrent));
  const [update, reset] = tf.split(gates, 2, 1) as [Tensor, Tensor];
  const candidate = tf.tanh(tf.add(candidateInput, tf.mul(reset, inner)));
  const output = tf.add(candidate, tf.mul(update, tf.sub(before, candidate)));
  return { gates, inner, candidate, before, output };
}

function cellGradients(dh: Tensor, { gates, inner, candidate, before }: Kept) {
  const [update, reset] = tf.split(gates, 2, 1) as [Tensor, Tensor];
  const toBefore = tf.mul(dh, update);
  const toCandidate = executeOne('TanhGrad', [T], [candidate, tf.sub(dh, toBefore)]);
  const toGates = executeOne(
    'SigmoidGrad',
    [T],
    [gates, tf.concat([tf.mul(dh, tf.sub(before, candidate)), tf.mul(toCandidate, inner)], 1)],
  );
  return {
    toBefore,
    toDriven: tf.concat([toGates, toCandidate], 1),
    toRecurrent: tf.concat([toGates, tf.mul(toCandidate, reset)], 1),
  };
}
