import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { GradientClip } from '../../../shared/contract/schemas/recipe.ts';
import { halfSumOfSquares } from '../ops/sums.ts';

export interface ClippedGradients {
  readonly gradients: readonly Tensor[];
  /** Half the sum of the squares of all gradients before clipping: finite only if they all are (up to some 1e19). */
  readonly squares: Tensor;
}

/** Keras's clipvalue or global_clipnorm. The squares are computed in any case: they tell whether a step may be applied. */
export function clipGradients(gradients: readonly Tensor[], clip: GradientClip): ClippedGradients {
  const squares = tf.addN(gradients.map(halfSumOfSquares));
  return { gradients: clipped(gradients, clip, squares), squares };
}

function clipped(gradients: readonly Tensor[], clip: GradientClip, squares: Tensor): readonly Tensor[] {
  if (clip.kind === 'none') return gradients;
  if (clip.kind === 'value') return gradients.map((gradient) => tf.clipByValue(gradient, -clip.limit, clip.limit));
  const norm = tf.sqrt(tf.mul(squares, 2));
  const scale = tf.div(clip.limit, tf.maximum(norm, clip.limit));
  return gradients.map((gradient) => tf.mul(gradient, scale));
}
