import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { TrainingContext } from './model/layer.ts';
import type { Model } from './model/build-model.ts';
import { softmaxCrossEntropy } from './ops/loss.ts';
import type { Variable } from './ops/variable.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import type { Batch } from './step.ts';

const CLASSES = 10;

/**
 * One whole training step in TensorFlow's ops: forward, gradients, optimizer update, moving averages. Nothing is read back
 * and nothing depends on a number of JavaScript's that changes from step to step, so it may be run as it is or traced.
 * `step` is an int32 scalar, from 1. Returns [loss, correct], float32 [2]. Call it inside a tidy.
 */
export function trainOnce(model: Model, optimizer: Optimizer, batch: Omit<Batch, 'size'>, step: Tensor): Tensor {
  const { loss, logits, gradients, updates } = differentiate(model, batch, step);
  optimizer.apply(gradients, step);
  for (const [variable, value] of updates) variable.assign(value);
  const right = tf.equal(tf.argMax(logits, 1), batch.labels);
  return tf.stack([loss, tf.sum(tf.cast(right, 'float32'))]);
}

interface Differentiated {
  readonly loss: Tensor;
  readonly logits: Tensor;
  /** In the order of the model's trainable variables. */
  readonly gradients: readonly Tensor[];
  readonly updates: ReadonlyMap<Variable, Tensor>;
}

/** Loss and gradients of one batch. Call it inside a tidy. */
export function differentiate(model: Model, batch: Omit<Batch, 'size'>, step: Tensor): Differentiated {
  const values = new Map(model.variables.map((variable) => [variable, variable.read()]));
  const byPath = new Map(model.variables.map((variable) => [variable.name, variable]));
  const trainable = model.variables.filter((variable) => variable.trainable);
  const updates = new Map<Variable, Tensor>();
  const training: TrainingContext = {
    step,
    update: (path, value) => void updates.set(byPath.get(path)!, tf.keep(value)),
  };
  let logits: Tensor | undefined;
  const meanLoss = (): Tensor => {
    logits = tf.keep(model.forward(batch.images, (variable) => values.get(variable)!, training));
    const labels = tf.oneHot(batch.labels as tf.Tensor1D, CLASSES, 1, 0, 'float32');
    return tf.mean(softmaxCrossEntropy(logits, labels));
  };
  const inputs = trainable.map((variable) => values.get(variable)!);
  const { value, grads } = tf.valueAndGrads(meanLoss)(inputs);
  // Kept beyond valueAndGrads's own tidy; the caller's tidy takes them from here.
  return {
    loss: value,
    logits: adopt(logits!),
    gradients: grads,
    updates: new Map([...updates].map(([k, v]) => [k, adopt(v)])),
  };
}

/** Hands a kept tensor to the tidy that we are in. */
function adopt(kept: Tensor): Tensor {
  const copy = tf.clone(kept);
  kept.dispose();
  return copy;
}
