import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { LossQuestion } from '../../../shared/contract/gradient-questions.ts';
import type { PathStart } from '../../../shared/contract/schemas/optimizer-step.ts';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { elements } from '../../../shared/model/info.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import { writeVariables } from '../checkpoints/tensors.ts';
import { readModelFolder } from '../formats/model-folder.ts';
import { DamagedFile } from '../formats/safetensors.ts';
import { buildModel, type Model, type Read } from '../model/build-model.ts';
import { softmaxCrossEntropy } from '../ops/loss.ts';
import type { Variable } from '../ops/variable.ts';

/** New weights are drawn by this seed, so that a question asked twice has one answer. */
const SEED = 1;

/** A model of its own for one question, whose gradients reach the image, with that image and the place of its right class. */
export interface LossSubject {
  readonly model: Model;
  readonly card: Pick<ModelCard, 'task' | 'framing'>;
  readonly image: Uint8Array;
  readonly label: number;
}

/** Images as a model takes them, [n, height, width, 1] in [0, 1], and their classes as one-hot vectors, [n, classes]. */
export interface LabelledBatch {
  readonly x: Tensor;
  readonly targets: Tensor;
}

/**
 * Builds the model of a folder, with its own weights or such as a training begins with, for as long as `use` takes: whatever that does
 * to its weights, the folder and every other reader of it keep theirs. Throws as the calls of shared/contract/calls/gradients.ts say.
 */
export async function withLossSubject<R>(
  { folder, image, label, start = 'own' }: LossQuestion & { readonly folder: string; readonly start?: PathStart },
  signal: CancelSignal,
  use: (subject: LossSubject) => Promise<R>,
): Promise<R> {
  const { card, weights } = await readModelFolder(folder);
  refuseIfAborted(signal);
  const { task, name, spec, framing } = card;
  const [height, width] = spec.inputShape;
  if (task.reads === 'line') throw new AppError('model-reads-lines', { name });
  if (image.length !== elements(spec.inputShape))
    throw new AppError('image-size', { height, width, bytes: image.length });
  if (label >= task.classes.length) throw new AppError('class-unknown', { name: String(label) });
  const model = buildModel(spec, SEED, { inputGradient: true });
  try {
    if (start === 'own') writeVariables(model.variables, weights);
    return await use({ model, card: { task, framing }, image, label });
  } catch (error) {
    throw error instanceof DamagedFile ? new AppError('model-torn', { file: folder }, error) : error;
  } finally {
    model.dispose();
  }
}

/** `images`: n of the model's size, one after the other. The caller's tidy, or the caller, disposes of both. */
export function batchOf({ spec, classes }: Model, images: Uint8Array, labels: readonly number[]): LabelledBatch {
  const pixels = Float32Array.from(images, (level) => level / 255);
  return tf.tidy(() => ({
    x: tf.tensor(pixels, [labels.length, ...spec.inputShape]),
    targets: tf.oneHot(tf.tensor1d([...labels], 'int32'), classes, 1, 0, 'float32'),
  }));
}

/** The mean cross-entropy of logits, a scalar. */
export const meanLoss = (logits: Tensor, { targets }: LabelledBatch): tf.Scalar =>
  tf.mean(softmaxCrossEntropy(logits, targets));

/** The same of a batch, with the model as it reads. Call it inside a tidy. */
export const lossOf = (model: Model, batch: LabelledBatch, read: Read = (variable) => variable.read()): tf.Scalar =>
  meanLoss(model.forward(batch.x, read, null), batch);

/** Those that an optimizer trains, in the model's order. */
export const trainableOf = ({ variables }: Model): Variable[] => variables.filter(({ trainable }) => trainable);

/** The loss of a batch, and its gradients with respect to `variables`, in their order. Call it inside a tidy. */
export function lossGradients(
  model: Model,
  batch: LabelledBatch,
  variables: readonly Variable[],
): { readonly loss: Tensor; readonly gradients: readonly Tensor[] } {
  const values = new Map(model.variables.map((variable) => [variable, variable.read()]));
  const read: Read = (variable) => values.get(variable)!;
  const { value, grads } = tf.valueAndGrads(() => lossOf(model, batch, read))(variables.map(read));
  return { loss: value, gradients: grads };
}
