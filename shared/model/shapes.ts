import type { ModelSpec } from '../contract/schemas/model.ts';
import { describeLayers } from './describe-layers.ts';
import { modelInvalid } from './faults.ts';
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
 * As `describeModel`, and the model must have weights to train and end in ten units with softmax:
 * `output-not-digits` {shape} and `nothing-to-train` otherwise.
 */
export function describeDigitModel(spec: ModelSpec): ModelInfo {
  const info = describeModel(spec);
  const last = spec.layers.at(-1)!;
  const { name } = info.layers.at(-1)!;
  const digits = info.outputShape.length === 1 && info.outputShape[0] === 10;
  if (!digits || !('activation' in last) || last.activation !== 'softmax') {
    throw modelInvalid(name, spec.layers.length, 'output-not-digits', { shape: shapeText(info.outputShape) });
  }
  if (info.trainable === 0) throw modelInvalid(name, spec.layers.length, 'nothing-to-train');
  return info;
}

/**
 * As `describeDigitModel`, and its input must be the studio's own, 28 x 28 grey pixels: `input-not-digits` {shape}
 * otherwise. What a run, a preset or a file may hold.
 */
export function describeStudioModel(spec: ModelSpec): ModelInfo {
  const info = describeDigitModel(spec);
  const shape = shapeText(spec.inputShape);
  if (shape !== shapeText([28, 28, 1])) throw modelInvalid(info.layers[0]!.name, 1, 'input-not-digits', { shape });
  return info;
}
