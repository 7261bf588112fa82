import type { Activation } from '../../../shared/contract/schemas/model.ts';
import { elu, gelu, leakyRelu, relu, sigmoid, swish, tanh } from '../ops/activation.ts';
import type { Stage } from './layer.ts';

const STAGES: Readonly<Record<Activation, readonly Stage[]>> = {
  linear: [],
  relu: [{ kind: 'monotone', forward: (x) => relu(x) }],
  leakyRelu: [{ kind: 'monotone', forward: (x) => leakyRelu(x) }],
  elu: [{ kind: 'monotone', forward: (x) => elu(x) }],
  tanh: [{ kind: 'monotone', forward: (x) => tanh(x) }],
  sigmoid: [{ kind: 'monotone', forward: (x) => sigmoid(x) }],
  // These two dip below zero before they rise.
  gelu: [{ kind: 'other', forward: (x) => gelu(x) }],
  swish: [{ kind: 'other', forward: (x) => swish(x) }],
  // Only the last layer has it, and there it belongs to the loss and to the prediction.
  softmax: [],
};

/** What computes an activation: one stage, or none. */
export const activation = (name: Activation): readonly Stage[] => STAGES[name];
