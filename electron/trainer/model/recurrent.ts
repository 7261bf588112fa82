import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerOf } from '../../../shared/contract/schemas/model.ts';
import { gru } from '../ops/recurrent/gru.ts';
import { lstm } from '../ops/recurrent/lstm.ts';
import { simpleRnn } from '../ops/recurrent/simple-rnn.ts';
import {
  type ForwardContext,
  type Initializer,
  type LayerParts,
  type LayerPlace,
  only,
  stage,
  type WeightSpec,
  whole,
} from './layer.ts';
import { kernelWeight, weight } from './weights.ts';

type Recurrent = LayerOf<'SimpleRNN' | 'LSTM' | 'GRU'>;

/** Each cell as Keras has it: its op, how many gates lie side by side in its kernels, and its bias. */
const CELLS = {
  SimpleRNN: { op: simpleRnn, gates: 1, biasRows: [], bias: 'zeros' },
  LSTM: { op: lstm, gates: 4, biasRows: [], bias: 'unitForgetBias' },
  GRU: { op: gru, gates: 3, biasRows: [2], bias: 'zeros' },
} as const satisfies Record<Recurrent['type'], { gates: number; bias: Initializer; [key: string]: unknown }>;

/**
 * Keras's SimpleRNN, LSTM and GRU (reset_after) over [n, steps, in]. Bidirectional: two of them, the second from the last
 * step to the first, with their outputs side by side.
 */
export function recurrent(layer: Recurrent, place: LayerPlace): LayerParts {
  if (!layer.bidirectional) {
    const { weights, forward } = oneWay(layer, place.name, place, false);
    return { ...only(forward), weights };
  }
  const there = oneWay(layer, `${place.name}/forward`, place, false);
  const back = oneWay(layer, `${place.name}/backward`, place, true);
  // Both ways are two chains already, and products of a whole batch are quicker than twice those of a half.
  const forward = whole((x, context) => tf.concat([there.forward(x, context), back.forward(x, context)], -1));
  return { stages: [stage(forward)], weights: [...there.weights, ...back.weights] };
}

function oneWay(layer: Recurrent, name: string, { inputShape, first }: LayerPlace, backwards: boolean) {
  const { op, gates, biasRows, bias: initializer } = CELLS[layer.type];
  const { units, returnSequences } = layer;
  const kernel = kernelWeight(`${name}/kernel`, [inputShape[1]!, gates * units]);
  const recurrentKernel = weight(`${name}/recurrent_kernel`, [units, gates * units], 'orthogonal');
  const bias = weight(`${name}/bias`, [...biasRows, gates * units], initializer);
  const weights: readonly WeightSpec[] = [kernel, recurrentKernel, bias];
  const options = { first, backwards, returnSequences };
  const forward = (x: Tensor, { weight: valueOf, observe }: ForwardContext): Tensor => {
    const [w, u, b] = weights.map(({ path }) => valueOf(path)) as [Tensor, Tensor, Tensor];
    return op(x, w, u, b, { ...options, observe: observe && ((what, value) => observe(what, value, backwards)) });
  };
  return { weights, forward };
}
