import type { Tensor } from '@tensorflow/tfjs-core';
import type { Activation } from '../../../shared/contract/schemas/model.ts';
import { elu, gelu, leakyRelu, relu, sigmoid, swish, tanh } from '../ops/activation.ts';
import { each, stage, type Stage } from './layer.ts';

const of = (op: (x: Tensor) => Tensor, kind: Stage['kind']): readonly Stage[] => [
  stage(
    each((x) => op(x)),
    kind,
  ),
];

const STAGES: Readonly<Record<Activation, readonly Stage[]>> = {
  linear: [],
  relu: of(relu, 'monotone'),
  leakyRelu: of(leakyRelu, 'monotone'),
  elu: of(elu, 'monotone'),
  tanh: of(tanh, 'monotone'),
  sigmoid: of(sigmoid, 'monotone'),
  // These two dip below zero before they rise.
  gelu: of(gelu, 'other'),
  swish: of(swish, 'other'),
  // Only the last layer has it, where the loss and the prediction compute it.
  softmax: [],
};

/** The stages that compute an activation: one, or none. */
export const activation = (name: Activation): readonly Stage[] => STAGES[name];
