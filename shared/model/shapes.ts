import type { ModelSpec } from '../contract/schemas/model.ts';
import { taskSchema } from '../contract/schemas/task.ts';
import { describeLayers } from './describe-layers.ts';
import { modelInvalid } from './faults.ts';
import { MOST_CLASSES } from '../task/join.ts';
import { shapeText, type ModelInfo } from './info.ts';

export type { ModelFault } from './faults.ts';
export type { LayerInfo, ModelInfo, Shape, WeightInfo } from './info.ts';

/**
 * Shapes, weights, multiply-accumulates and activation memory of every layer, as Keras counts them.
 * Throws `model-invalid` {layer, index, reason: ModelFault, and what its words need}; `index` counts layers from 1.
 */
export function describeModel(spec: ModelSpec): ModelInfo {
  const layers = describeLayers(spec.layers, spec.inputShape);
  const sum = (key: 'trainable' | 'nonTrainable' | 'macs' | 'activationBytes') =>
    layers.reduce((total, layer) => total + layer[key], 0);
  const [trainable, nonTrainable] = [sum('trainable'), sum('nonTrainable')];
  return {
    layers,
    outputShape: layers.at(-1)!.outputShape,
    trainable,
    nonTrainable,
    parameters: trainable + nonTrainable,
    macs: sum('macs'),
    activationBytes: sum('activationBytes'),
  };
}

/**
 * As `describeModel`, and the model must have weights to train and end in softmax over 2 to 1,000 classes, or, where it reads lines, over
 * those and CTC's blank at each of its steps: `output-not-softmax` {shape} and `nothing-to-train` otherwise.
 */
export function describeClassifier(spec: ModelSpec): ModelInfo {
  const info = describeModel(spec);
  const end = spec.layers.length;
  const { name } = info.layers.at(-1)!;
  const last = spec.layers.at(-1)!;
  const classes = classesOf(info);
  const probabilities = info.outputShape.length <= 2 && classes >= 2 && classes <= MOST_CLASSES;
  if (!probabilities || !('activation' in last) || last.activation !== 'softmax') {
    throw modelInvalid(name, end, 'output-not-softmax', { shape: shapeText(info.outputShape) });
  }
  if (info.trainable === 0) throw modelInvalid(name, end, 'nothing-to-train');
  return info;
}

/** Whether a model gives an answer at each of its steps, as one that reads lines does: [steps, classes + 1], the blank last. */
export const readsLines = ({ outputShape }: Pick<ModelInfo, 'outputShape'>): boolean => outputShape.length === 2;

/** How many classes a model tells apart; a line's blank is none. */
export const classesOf = (info: Pick<ModelInfo, 'outputShape'>): number =>
  info.outputShape.at(-1)! - (readsLines(info) ? 1 : 0);

/**
 * As `describeClassifier`, for some task's images, grey ones with sides of 8 to 256 pixels: `image-side` {shape} otherwise.
 * What a preset or a file may hold.
 */
export function describeImageClassifier(spec: ModelSpec): ModelInfo {
  const info = describeClassifier(spec);
  if (!taskSchema.shape.inputShape.safeParse(spec.inputShape).success) {
    throw modelInvalid(info.layers[0]!.name, 1, 'image-side', { shape: shapeText(spec.inputShape) });
  }
  return info;
}
