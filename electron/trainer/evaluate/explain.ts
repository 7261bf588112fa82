import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Saliency } from '../../../shared/contract/schemas/evaluated-image.ts';
import { bytesOfFloats } from '../../../shared/data/number-bytes.ts';
import { elements } from '../../../shared/model/info.ts';
import { softmax } from '../../../shared/evaluation/softmax.ts';
import type { Model } from '../model/build-model.ts';
import { readBack } from '../ops/read-back.ts';
import { attendedGrid, lastConvolution } from './explained-layers.ts';
import { occlusionPatches, spreadDrops } from './occlusion.ts';

/** A model whose gradients reach its images (see BuildOptions). */
export interface Explained {
  readonly model: Model;
  /** One image of its size, 0 paper to 255 ink. */
  readonly image: Uint8Array;
  /** The place of a class. */
  readonly target: number;
}

/** Every map that the model allows. Throws `image-size`, `model-not-finite` where its numbers overflow. */
export async function explain(explained: Explained): Promise<Saliency[]> {
  const { model, image } = explained;
  const [height, width] = model.spec.inputShape;
  if (image.length !== elements(model.spec.inputShape)) {
    throw new AppError('image-size', { height, width, bytes: image.length });
  }
  const maps = [
    await inputGradient(explained),
    await occlusion(explained),
    await gradCam(explained),
    await attended(explained),
  ];
  const found = maps.filter((map) => map !== null);
  if (found.some(({ values }) => !values.every(Number.isFinite))) throw new AppError('model-not-finite');
  return found.map(scaled);
}

/** Before it is scaled: in the method's own unit. */
export type RawMap = Omit<Saliency, 'values' | 'scale'> & { readonly values: Float32Array };

function scaled({ values, ...about }: RawMap): Saliency {
  const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { ...about, values: bytesOfFloats(scale === 0 ? values : values.map((value) => value / scale)), scale };
}

/** The image as the model takes it, [1, height, width, 1], in [0, 1]. */
const tensorOf = ({ model, image }: Explained): Tensor =>
  tf.tensor(
    Float32Array.from(image, (level) => level / 255),
    [1, ...model.spec.inputShape],
  );

const read = (variable: { read(): Tensor }): Tensor => variable.read();

/** The target's logit, a scalar. */
const logitOf = (logits: Tensor, target: number): tf.Scalar =>
  tf.sum(tf.mul(logits, tf.oneHot(tf.tensor1d([target], 'int32'), logits.shape[1]!))) as tf.Scalar;

/** |d logit / d pixel|, with pixels from 0 to 1 (Simonyan, 2014). */
export async function inputGradient(explained: Explained): Promise<RawMap> {
  const { model, target } = explained;
  const [height, width] = model.spec.inputShape;
  const values = await readBack(() =>
    tf.abs(tf.grad((x) => logitOf(model.forward(x, read, null), target))(tensorOf(explained))),
  );
  return { kind: 'input-gradient', layer: null, height, width, values };
}

/** By how much the target's probability falls, for each pixel over the patches that cover it (Zeiler and Fergus, 2014). */
export async function occlusion(explained: Explained): Promise<RawMap> {
  const { model, image, target } = explained;
  const [height, width] = model.spec.inputShape;
  const patches = occlusionPatches(image, height, width);
  const logits = await readBack(() => {
    const levels = new Float32Array((patches.length + 1) * image.length);
    [image, ...patches.map((patch) => patch.image)].forEach((own, i) => levels.set(own, i * image.length));
    const x = tf.tensor(levels, [patches.length + 1, ...model.spec.inputShape]);
    return model.forward(tf.div(x, 255), read, null);
  });
  const probability = (i: number): number => softmax(logits, i * model.classes, model.classes)[target]!;
  const whole = probability(0);
  const drops = patches.map((patch, i) => ({ ...patch, drop: whole - probability(i + 1) }));
  return { kind: 'occlusion', layer: null, height, width, values: spreadDrops(drops, height, width) };
}

/** Where the last convolution's channels speak for the target: relu(sum of channels, each times its mean gradient). Null without a convolution. */
export async function gradCam(explained: Explained): Promise<RawMap | null> {
  const { model, target } = explained;
  const last = lastConvolution(model.spec);
  if (!last) return null;
  const through = (from: number, to: number, x: Tensor): Tensor =>
    model.layers.slice(from, to).reduce((value, layer) => layer.forward(value, read), x);
  const values = await readBack(() => {
    const activations = through(0, last.index + 1, tensorOf(explained));
    const rest = (x: Tensor): tf.Scalar => logitOf(through(last.index + 1, model.layers.length, x), target);
    const channelWeights = tf.mean(tf.grad(rest)(activations), [1, 2], true);
    return tf.relu(tf.sum(tf.mul(activations, channelWeights), 3));
  });
  return { kind: 'grad-cam', layer: last.name, height: last.height, width: last.width, values };
}

/** What each place is attended to in the last encoder block, the mean over heads and askers. Null without attention. */
export async function attended({ model, image, target }: Explained): Promise<RawMap | null> {
  const grid = attendedGrid(model.spec);
  if (!grid) return null;
  const values = await readBack(() => {
    let weights: Tensor | null = null;
    model.layers.reduce(
      (x, layer) => layer.forward(x, read, (what, value) => void (weights = what === 'attention' ? value : weights)),
      tensorOf({ model, image, target }),
    );
    return tf.mean(weights!, [0, 1, 2]);
  });
  return { kind: 'attention', ...grid, values };
}
