import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { product, sumToLastAxis } from '../dense.ts';
import { withWeights } from '../differentiable.ts';
import { boolAttr, execute, floatAttr, int64Scalar, T } from '../native.ts';
import { answerGradients, flatten, project, type RecurrentOptions, sum, swapTime, weightGradient } from './steps.ts';

const PLAIN = [T, boolAttr('use_peephole', false)];
/** A clip of 0 is none. */
const FORWARD = [...PLAIN, floatAttr('cell_clip', 0)];
/** What BlockLSTMV2 tells of every step; the sixth is the cell's tanh. */
const OUTPUTS = ['input', 'cell', 'forget', 'output', 'candidate', null, 'hidden'] as const;

/**
 * Keras's LSTM over x [n, steps, in], from h = c = 0:
 *
 *   [ai, af, ac, ao] = x kernel + h recurrentKernel + bias
 *   c = sigmoid(af) c + sigmoid(ai) tanh(ac),  h = sigmoid(ao) tanh(c)
 *
 * kernel [in, 4 units], recurrentKernel [units, 4 units], bias [4 units]; gates in the order i, f, c, o.
 *
 * Forward is one kernel of TensorFlow's for the whole sequence. Back, each step is one fused kernel and one matrix product; the
 * gradients to weights are one product over all steps each, in half of the time that BlockLSTMGradV2 takes.
 */
export function lstm(
  x: Tensor,
  kernel: Tensor,
  recurrentKernel: Tensor,
  bias: Tensor,
  options: RecurrentOptions,
): Tensor {
  const [n, steps] = x.shape as [number, number];
  const units = recurrentKernel.shape[0]!;
  /** The kernels know only one direction: the sequence is turned round before and after them. */
  const turn = (sequence: Tensor): Tensor => (options.backwards ? tf.reverse(sequence, 0) : sequence);
  return withWeights(x, [kernel, recurrentKernel, bias], options.first, (save) => {
    const inputs = turn(swapTime(x));
    const [none, start] = [tf.zeros([units]), tf.zeros([n, units])];
    const weights = tf.concat([kernel, recurrentKernel], 0);
    const tensors = [int64Scalar(steps), inputs, start, start, weights, none, none, none, bias];
    const sequences = execute('BlockLSTMV2', FORWARD, tensors, 7);
    const hidden = sequences[6]!;
    if (options.observe) {
      for (const [i, what] of OUTPUTS.entries())
        if (what !== null) options.observe(what, swapTime(turn(sequences[i]!)));
    }
    save([inputs, weights, bias, start, none, ...sequences]);
    return {
      value: options.returnSequences
        ? swapTime(turn(hidden))
        : tf.reshape(tf.slice(hidden, [steps - 1, 0, 0], [1, n, units]), [n, units]),
      gradients: (dy, [xs, w, b, zero, peephole, ...kept]) => {
        const forwards = { ...options, backwards: false };
        const own = options.returnSequences ? tf.unstack(turn(swapTime(dy))) : answerGradients(dy, steps, forwards);
        const [input, cell, forget, output, candidate, squashed] = kept
          .slice(0, 6)
          .map((sequence) => tf.unstack(sequence));
        const [toInputKernel, toState] = tf.split(swapGates(w!), [x.shape[2]!, units], 0) as [Tensor, Tensor];
        const [someInput, slopes]: [Tensor, Tensor[]] = [tf.unstack(xs!)[0]!, []];
        let [carriedCell, carried]: [Tensor, Tensor | null] = [zero!, null];
        for (let t = steps - 1; t >= 0; t--) {
          const dh: Tensor = sum([own[t]!, carried]);
          // Of x, h and the weights this kernel uses the shapes alone.
          const [beforeCell, toGates] = execute(
            'LSTMBlockCellGrad',
            PLAIN,
            [
              ...[someInput, t > 0 ? cell![t - 1]! : zero!, zero!, w!, peephole!, peephole!, peephole!, b!],
              ...[input![t]!, cell![t]!, forget![t]!, output![t]!, candidate![t]!, squashed![t]!],
              ...[carriedCell, dh],
            ],
            5,
          ) as [Tensor, Tensor];
          slopes[t] = toGates;
          carriedCell = beforeCell;
          if (t > 0) carried = product(toGates, toState, false, true);
        }
        const all = tf.stack(slopes);
        const before = tf.concat([tf.expandDims(zero!, 0), tf.slice(kept[6]!, [0, 0, 0], [steps - 1, n, units])], 0);
        return {
          toWeights: [weightGradient(xs!, all), weightGradient(before, all), sumToLastAxis(flatten(all))].map(
            swapGates,
          ),
          toInput: () => swapTime(turn(project(all, toInputKernel, true))),
        };
      },
    };
  });
}

/** The gates i, f, c, o (Keras's order and BlockLSTMV2's) as LSTMBlockCellGrad's i, c, f, o along the last axis, or back. */
function swapGates(x: Tensor): Tensor {
  const axis = x.rank - 1;
  const [i, f, c, o] = tf.split(x, 4, axis) as [Tensor, Tensor, Tensor, Tensor];
  return tf.concat([i, c, f, o], axis);
}
