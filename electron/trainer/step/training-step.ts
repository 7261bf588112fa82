import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import type { TrainingContext } from '../model/layer.ts';
import type { Model } from '../model/build-model.ts';
import { choose } from '../ops/choose.ts';
import { ctcLoss, readsRight } from '../ops/ctc.ts';
import { softmaxCrossEntropy } from '../ops/loss.ts';
import type { Variable } from '../ops/variable.ts';
import { clipGradients } from '../optimizers/clip.ts';
import type { TrainingState } from './training-state.ts';

/** Images and labels of one batch, as TensorFlow has them. */
export interface Batch {
  /** [n, height, width, channels], float32 in [0, 1]; or what the model's first layers made of them. */
  readonly images: Tensor;
  /** How many layers those are; absent for images. */
  readonly layers?: number;
  /** int32: [n] classes, or [n, longest] strings of them (see ctcLoss). */
  readonly labels: Tensor;
}

/** What is minimised, besides the model's own penalties. */
export interface Objective extends Pick<Recipe, 'labelSmoothing' | 'gradientClip'> {
  /** A weight for each class's images, or null for 1 each. */
  readonly classWeights: readonly number[] | null;
}

/** The numbers that change from step to step, as scalars in TensorFlow. */
export interface StepInputs {
  /** int32, from 1. */
  readonly step: Tensor;
  /** float32. */
  readonly learningRate: Tensor;
}

/**
 * One whole training step in TensorFlow's ops: forward, gradients, optimizer update, moving averages. Nothing is read back
 * and nothing depends on a number of JavaScript's that changes from step to step, so it may be run as it is or traced.
 * If the loss or a gradient is not finite, every variable keeps its value to the bit.
 * Returns [loss, correct, applied], float32 [3], the last one 1 or 0. Call it inside a tidy.
 */
export function trainOnce(state: TrainingState, objective: Objective, batch: Batch, inputs: StepInputs): Tensor {
  const { model, optimizer, average } = state;
  const { loss, logits, gradients, updates } = differentiate(model, objective, batch, inputs.step);
  const clipped = clipGradients(gradients, objective.gradientClip);
  // The loss is of the graph's last op and joins in, since a gradient may be finite where the loss is not.
  const applied = tf.isFinite(tf.add(loss, clipped.squares));
  optimizer.apply(clipped.gradients, { ...inputs, applied });
  for (const [variable, value] of updates) variable.assign(choose(applied, value, variable.read()));
  average?.update(inputs.step, applied);
  const right =
    batch.labels.rank === 1 ? tf.equal(tf.argMax(logits, 1), batch.labels) : readsRight(logits, batch.labels);
  return tf.stack([loss, tf.sum(tf.cast(right, 'float32')), tf.cast(applied, 'float32')]);
}

interface Differentiated {
  readonly loss: Tensor;
  readonly logits: Tensor;
  /** In the order of the model's trainable variables. */
  readonly gradients: readonly Tensor[];
  readonly updates: ReadonlyMap<Variable, Tensor>;
}

/** Loss and gradients of one batch; `step` is an int32 scalar. Call it inside a tidy. */
export function differentiate(model: Model, objective: Objective, batch: Batch, step: Tensor): Differentiated {
  const values = new Map(model.variables.map((variable) => [variable, variable.read()]));
  const byPath = new Map(model.variables.map((variable) => [variable.name, variable]));
  const read = (variable: Variable): Tensor => values.get(variable)!;
  const trainable = model.variables.filter((variable) => variable.trainable);
  const updates = new Map<Variable, Tensor>();
  const training: TrainingContext = {
    step,
    update: (path, value) => void updates.set(byPath.get(path)!, tf.keep(value)),
  };
  let logits: Tensor | undefined;
  const meanLoss = (): tf.Scalar => {
    logits = tf.keep(
      batch.layers === undefined
        ? model.forward(batch.images, read, training)
        : model.forwardFrom(batch.layers, batch.images, read, training),
    );
    const loss = tf.mean(lossOf(logits, batch.labels, objective));
    const penalty = model.penalty(read);
    return (penalty ? tf.add(loss, penalty) : loss) as tf.Scalar;
  };
  const { value, grads } = tf.valueAndGrads(meanLoss)(trainable.map(read));
  // Kept beyond valueAndGrads's own tidy; the caller's tidy takes them from here.
  return {
    loss: value,
    logits: adopt(logits!),
    gradients: grads,
    updates: new Map([...updates].map(([k, v]) => [k, adopt(v)])),
  };
}

/** Each image's loss, [n]. Smoothed labels are (1 - s) one-hot + s / classes, as Keras has them. */
function lossOf(logits: Tensor, labels: Tensor, { labelSmoothing, classWeights }: Objective): Tensor {
  if (labels.rank === 2) return ctcLoss(logits, labels);
  const classes = logits.shape.at(-1)!;
  const off = labelSmoothing / classes;
  const targets = tf.oneHot(labels as tf.Tensor1D, classes, 1 - labelSmoothing + off, off, 'float32');
  const losses = softmaxCrossEntropy(logits, targets);
  if (!classWeights) return losses;
  // Not by tf.gather, which reads its indices back to check them.
  const oneHot = tf.oneHot(labels as tf.Tensor1D, classes, 1, 0, 'float32');
  return tf.mul(losses, tf.sum(tf.mul(oneHot, tf.tensor1d([...classWeights])), 1));
}

/** Hands a kept tensor to the tidy that we are in. */
function adopt(kept: Tensor): Tensor {
  const copy = tf.clone(kept);
  kept.dispose();
  return copy;
}
