import type { Activation } from '../../../shared/contract/schemas/model.ts';
import { elu, gelu, leakyRelu, relu, sigmoid, swish, tanh } from '../ops/activation.ts';
import { each, stage, type Stage } from './layer.ts';

const STAGES: Readonly<Record<Activation, readonly Stage[]>> = {
  linear: [],
  relu: [
    stage(
      each((x) => relu(x)),
      'monotone',
    ),
  ],
  leakyRelu: [
    stage(
      each((x) => leakyRelu(x)),
      'monotone',
    ),
  ],
  elu: [
    stage(
      each((x) => elu(x)),
      'monotone',
    ),
  ],
  tanh: [
    stage(
      each((x) => tanh(x)),
      'monotone',
    ),
  ],
  sigmoid: [
    stage(
      each((x) => sigmoid(x)),
      'monotone',
    ),
  ],
  // These two dip below zero before they rise.
  gelu: [stage(each((x) => gelu(x)))],
  swish: [stage(each((x) => swish(x)))],
  // Only the last layer has it, and there it belongs to the loss and to the prediction.
  softmax: [],
};

/** What computes an activation: one stage, or none. */
export const activation = (name: Activation): readonly Stage[] => STAGES[name];
