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
 * Keras's SimpleRNN over x [n, steps, in]: h = tanh(x kernel + h recurrentKernel + bias), from h = 0.
 * kernel [in, units], recurrentKernel [units, units], bias [units].
 *
 * The gradients to weights are one matrix product over all steps each, not a sum of one for each step.
 */
export function simpleRnn(
  x: Tensor,
  kernel: Tensor,
  recurrentKernel: Tensor,
  bias: Tensor,
  options: RecurrentOptions,
): Tensor {
  const [n, steps] = x.shape as [number, number];
  const order = runningOrder(steps, options.backwards);
  return withWeights(x, [kernel, recurrentKernel, bias], options.first, (save) => {
    const inputs = swapTime(x);
    const driven = tf.unstack(biasAddValue(project(inputs, kernel), bias));
    const outputs: Tensor[] = [];
    let h: Tensor = tf.zeros([n, bias.shape[0]!]);
    const before: Tensor[] = [];
    for (const t of order) {
      before[t] = h;
      h = tf.tanh(tf.add(driven[t]!, product(h, recurrentKernel)));
      outputs[t] = h;
    }
    options.observe?.('hidden', tf.stack(outputs, 1));
    save([inputs, kernel, recurrentKernel, tf.stack(before), ...outputs]);
    return {
      value: answer(outputs, options),
      gradients: (dy, [xs, w, u, hs, ...ys]) => {
        const own = answerGradients(dy, steps, options);
        const slopes: Tensor[] = [];
        let carried: Tensor | null = null;
        for (const t of [...order].reverse()) {
          const dh: Tensor = sum([own[t]!, carried]);
          slopes[t] = executeOne('TanhGrad', [T], [ys[t]!, dh]);
          carried = product(slopes[t], u!, false, true);
        }
        const all = tf.stack(slopes);
        return {
          toWeights: [weightGradient(xs!, all), weightGradient(hs!, all), sumToLastAxis(flatten(all))],
          toInput: () => swapTime(project(all, w!, true)),
        };
      },
    };
  });
}
