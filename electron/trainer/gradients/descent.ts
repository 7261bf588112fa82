import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Optimizer as OptimizerSpec } from '../../../shared/contract/schemas/recipe.ts';
import type { Model } from '../model/build-model.ts';
import { readBack } from '../ops/read-back.ts';
import type { Variable } from '../ops/variable.ts';
import { clipGradients } from '../optimizers/clip.ts';
import { createOptimizer, type Optimizer } from '../optimizers/optimizer.ts';
import { lossGradients, lossOf, trainableOf, type LabelledBatch } from './loss-subject.ts';

export interface DescentStep {
  /** Before the step. */
  readonly loss: number;
  /** False where the loss or a gradient is not finite: then nothing was changed. */
  readonly applied: boolean;
  /** Of the watched variables, in their order. */
  readonly gradients: readonly Float32Array[];
}

/** A model that an optimizer of the studio moves down the loss of one batch, step by step. */
export class Descent {
  readonly trainable: readonly Variable[];
  private readonly model: Model;
  private readonly batch: LabelledBatch;
  private readonly spec: OptimizerSpec;
  private readonly optimizer: Optimizer;
  private taken = 0;

  constructor(model: Model, batch: LabelledBatch, spec: OptimizerSpec) {
    this.model = model;
    this.batch = batch;
    this.spec = spec;
    this.trainable = trainableOf(model);
    this.optimizer = createOptimizer(spec, this.trainable);
  }

  /** What the optimizer keeps of a variable, by name. */
  slotsOf(variable: Variable): { readonly name: string; readonly slot: Variable }[] {
    return this.optimizer
      .slotsOf(variable)
      .map((slot) => ({ name: slot.name.slice(0, -variable.name.length - 1), slot }));
  }

  async step(watched: readonly Variable[] = []): Promise<DescentStep> {
    this.taken += 1;
    const results = tf.tidy((): Tensor[] => {
      const { loss, gradients } = lossGradients(this.model, this.batch, this.trainable);
      const applied = tf.isFinite(tf.add(loss, clipGradients(gradients, { kind: 'none' }).squares));
      const inputs = {
        step: tf.scalar(this.taken, 'int32'),
        learningRate: tf.scalar(this.spec.learningRate, 'float32'),
      };
      this.optimizer.apply(gradients, { ...inputs, applied });
      const told = tf.stack([loss, tf.cast(applied, 'float32')]);
      return [told, ...watched.map((variable) => gradients[this.trainable.indexOf(variable)]!)];
    });
    try {
      const [told, ...gradients] = await Promise.all(results.map((result) => result.data<'float32'>()));
      const copies = gradients.map((gradient) => Float32Array.from(gradient));
      return { loss: told![0]!, applied: told![1] === 1, gradients: copies };
    } finally {
      tf.dispose(results);
    }
  }

  /** The loss with the weights as they are. */
  async loss(): Promise<number> {
    return (await readBack(() => lossOf(this.model, this.batch)))[0]!;
  }

  dispose(): void {
    this.optimizer.dispose();
  }
}
