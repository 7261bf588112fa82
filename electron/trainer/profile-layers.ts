import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { CancelSignal } from '../../shared/contract/define.ts';
import { refuseIfAborted } from '../../shared/rpc/cancel.ts';
import { nextTurn } from './fit/next-turn.ts';
import type { Model } from './model/build-model.ts';
import type { Variable } from './ops/variable.ts';

/** Each layer is timed so often; the quickest time counts, since nothing makes it quicker than it is. */
const TIMES = 3;

/**
 * Seconds that each of a model's own layers takes of a batch of random images, forward and backward, op by op: outside the graph
 * that trains, in which neighbours share work, so these are to be read as shares. Nothing is changed.
 */
export async function profileLayers(model: Model, batchSize: number, signal: CancelSignal): Promise<number[]> {
  const seconds: number[] = [];
  let x: Tensor = tf.randomUniform([batchSize, ...model.spec.inputShape]);
  // A gradient for its input is wanted of a layer behind one that is trained, as in training.
  let learns = false;
  try {
    for (const layer of model.layers) {
      const trained = layer.variables.filter(({ trainable }) => trainable);
      let least = Infinity;
      for (let time = 0; time < TIMES; time++) {
        refuseIfAborted(signal);
        least = Math.min(least, await once(layer, x, trained, learns));
        await nextTurn();
      }
      seconds.push(least);
      const before: Tensor = x;
      x = tf.tidy(() => layer.forward(before, read));
      // Outside training a Dropout hands on what it got.
      if (x !== before) before.dispose();
      learns ||= trained.length > 0;
    }
  } finally {
    x.dispose();
  }
  return seconds;
}

type Layer = Model['layers'][number];

const read = (variable: Variable): Tensor => variable.read();

/** Seconds of one pass. What it makes is read back in part: a graphics card answers no sooner than it is done. */
async function once(layer: Layer, x: Tensor, trained: readonly Variable[], learns: boolean): Promise<number> {
  const start = performance.now();
  const end = tf.tidy(() => {
    if (!learns && trained.length === 0) return first(layer.forward(x, read));
    const pass = (...values: Tensor[]): Tensor => {
      const byVariable = new Map(trained.map((variable, i) => [variable, values[i]!]));
      const input = learns ? values.at(-1)! : x;
      return layer.forward(input, (variable) => byVariable.get(variable) ?? read(variable));
    };
    const values = [...trained.map(read), ...(learns ? [x] : [])];
    return first(
      tf
        .grads((...tensors) => tf.sum(pass(...tensors)))(values)
        .at(-1)!,
    );
  });
  await end.data();
  end.dispose();
  return (performance.now() - start) / 1000;
}

const first = (x: Tensor): Tensor => tf.slice(tf.reshape(x, [-1]), [0], [1]);
