import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { choose } from '../ops/choose.ts';
import { Variable } from '../ops/variable.ts';

/**
 * An exponential moving average of a model's weights (Polyak and Juditsky, 1992), moving averages of its normalisations
 * included: shadow += (1 - d) (weight - shadow), with d = min(decay, (1 + step) / (10 + step)), so that the first steps'
 * weights are soon forgotten.
 */
export class WeightAverage {
  readonly shadows: readonly Variable[];
  private readonly weights: readonly Variable[];
  private readonly decay: number;

  constructor(decay: number, weights: readonly Variable[]) {
    this.decay = decay;
    this.weights = weights;
    this.shadows = weights.map((w) => Variable.like(`ema/${w.name}`, w));
  }

  /** The shadow that stands for a weight; undefined for one that is none of these. */
  shadowOf(weight: Variable): Variable | undefined {
    return this.shadows[this.weights.indexOf(weight)];
  }

  /** After the weights' update. `applied`, a bool scalar, says whether there was one: otherwise nothing changes. */
  update(step: Tensor, applied: Tensor): void {
    const t = tf.cast(step, 'float32');
    const decay = tf.minimum(tf.div(tf.add(t, 1), tf.add(t, 10)), this.decay);
    const share = choose(applied, tf.sub(1, decay), tf.scalar(0));
    this.weights.forEach((weight, i) => {
      const shadow = this.shadows[i]!;
      shadow.add(tf.mul(tf.sub(weight.read(), shadow.read()), share));
    });
  }

  dispose(): void {
    for (const shadow of this.shadows) shadow.dispose();
  }
}
