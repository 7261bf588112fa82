import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { InnerName } from '../../../../shared/contract/schemas/layer-numbers.ts';
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
    if (options.observe) {
      const show = (what: InnerName, of: (cell: Cell) => Tensor): void =>
        options.observe!(what, tf.stack(cells.map(of), 1));
      show('update', ({ kept }) => kept[3]);
      show('reset', ({ kept }) => kept[4]);
      show('candidate', ({ kept }) => kept[5]);
      show('hidden', ({ output }) => output);
    }
    save([inputs, kernel, recurrentKernel, ...cells.flatMap(({ kept }) => kept)]);
    return {
      value: answer(
        cells.map(({ output }) => output),
        options,
      ),
      gradients: (dy, [xs, w, u, ...saved]) => {
        const own = answerGradients(dy, steps, options);
        const [toRecurrents, toCandidates]: [Tensor[], Tensor[]] = [[], []];
        let carried: Tensor[] = [];
        for (const t of [...order].reverse()) {
          const dh = sum([own[t]!, ...carried]);
          const slopes = cellGradients(dh, saved.slice(KEPT * t, KEPT * (t + 1)) as Kept);
          toCandidates[t] = slopes.toCandidate;
          toRecurrents[t] = slopes.toRecurrent;
          carried = [slopes.toBefore, product(slopes.toRecurrent, u!, false, true)];
        }
        const toRecurrent = tf.stack(toRecurrents);
        const toGates = tf.slice(toRecurrent, [0, 0, 0], [steps, n, 2 * units]);
        const toDriven = tf.concat([toGates, tf.stack(toCandidates)], 2);
        const before = tf.stack(order.map((_, t) => saved[KEPT * t]!));
        const toBias = tf.stack([sumToLastAxis(flatten(toDriven)), sumToLastAxis(flatten(toRecurrent))]);
        return {
          toWeights: [weightGradient(xs!, toDriven), weightGradient(before, toRecurrent), toBias],
          toInput: () => swapTime(project(toDriven, w!, true)),
        };
      },
    };
  });
}

/**
 * What a step's gradient needs of its forward pass: h of the step before, h less the candidate, z and r side by side
 * [n, 2 units], z, r, the candidate c, and its recurrent part before r, bh.
 */
type Kept = [before: Tensor, apart: Tensor, gates: Tensor, z: Tensor, r: Tensor, candidate: Tensor, inner: Tensor];
const KEPT = 7;

interface Cell {
  readonly output: Tensor;
  readonly kept: Kept;
}

function cell(gateInput: Tensor, candidateInput: Tensor, recurrent: Tensor, before: Tensor): Cell {
  const units = before.shape[1]!;
  const [gateRecurrent, inner] = tf.split(recurrent, [2 * units, units], 1) as [Tensor, Tensor];
  const gates = tf.sigmoid(tf.add(gateInput, gateRecurrent));
  const [z, r] = tf.split(gates, 2, 1) as [Tensor, Tensor];
  const candidate = tf.tanh(tf.add(candidateInput, tf.mul(r, inner)));
  const apart = tf.sub(before, candidate);
  return { output: tf.add(candidate, tf.mul(z, apart)), kept: [before, apart, gates, z, r, candidate, inner] };
}

function cellGradients(dh: Tensor, [, apart, gates, z, r, candidate, inner]: Kept) {
  const toBefore = tf.mul(dh, z);
  const toCandidate = executeOne('TanhGrad', [T], [candidate, tf.sub(dh, toBefore)]);
  const gateSlopes = tf.concat([tf.mul(dh, apart), tf.mul(toCandidate, inner)], 1);
  const toGates = executeOne('SigmoidGrad', [T], [gates, gateSlopes]);
  return { toBefore, toCandidate, toRecurrent: tf.concat([toGates, tf.mul(toCandidate, r)], 1) };
}
