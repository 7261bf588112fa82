import type { LayerOf } from '../contract/schemas/layer.ts';
import { dense, sigmoid } from './vectors.ts';

type Recurrent = LayerOf<'SimpleRNN' | 'LSTM' | 'GRU'>;

/** A way's weights, as Keras has them: kernel [in, gates * units], recurrent kernel [units, gates * units], bias. */
export interface WayWeights {
  readonly kernel: Float32Array;
  readonly recurrentKernel: Float32Array;
  readonly bias: Float32Array;
}

/** What a cell makes of its state: `driven` is the input's share of the gates, the input's bias included. */
type Step = (driven: Float32Array, state: State, weights: WayWeights) => State;

interface State {
  readonly h: Float32Array;
  /** An LSTM's alone. */
  readonly c: Float32Array;
}

/** The state's share of the gates. */
const recurrent = ({ h }: State, { recurrentKernel }: WayWeights, bias: Float32Array | null): Float32Array =>
  dense(h, recurrentKernel, bias, recurrentKernel.length / h.length);

const simpleRnn: Step = (driven, state, weights) => {
  const own = recurrent(state, weights, null);
  return { ...state, h: own.map((value, unit) => Math.tanh(value + driven[unit]!)) };
};

/** Gates in the order i, f, c, o. */
const lstm: Step = (driven, state, weights) => {
  const units = state.h.length;
  const own = recurrent(state, weights, null);
  const gate = (index: number, unit: number): number => driven[index * units + unit]! + own[index * units + unit]!;
  const c = state.c.map(
    (before, unit) => sigmoid(gate(1, unit)) * before + sigmoid(gate(0, unit)) * Math.tanh(gate(2, unit)),
  );
  return { c, h: c.map((cell, unit) => sigmoid(gate(3, unit)) * Math.tanh(cell)) };
};

/** reset_after, gates in the order z, r, h: the bias's second row belongs to the state. */
const gru: Step = (driven, state, weights) => {
  const units = state.h.length;
  const own = recurrent(state, weights, weights.bias.subarray(3 * units));
  const gate = (index: number, unit: number): number =>
    sigmoid(driven[index * units + unit]! + own[index * units + unit]!);
  const h = state.h.map((before, unit) => {
    const z = gate(0, unit);
    const candidate = Math.tanh(driven[2 * units + unit]! + gate(1, unit) * own[2 * units + unit]!);
    return z * before + (1 - z) * candidate;
  });
  return { ...state, h };
};

const CELLS = { SimpleRNN: simpleRnn, LSTM: lstm, GRU: gru } as const;

/** x [steps, features] to [steps, units], or to the [units] of the step that is run last. */
export function runWay(
  { type, units, returnSequences }: Recurrent,
  x: Float32Array,
  steps: number,
  weights: WayWeights,
  backwards: boolean,
): Float32Array {
  const width = weights.recurrentKernel.length / units;
  const all = dense(x, weights.kernel, weights.bias.subarray(0, width), width);
  const outputs = new Float32Array(returnSequences ? steps * units : units);
  let state: State = { h: new Float32Array(units), c: new Float32Array(units) };
  for (let i = 0; i < steps; i++) {
    const step = backwards ? steps - 1 - i : i;
    state = CELLS[type](all.subarray(step * width, (step + 1) * width), state, weights);
    outputs.set(state.h, returnSequences ? step * units : 0);
  }
  return outputs;
}

/** Two outputs side by side at each of `rows` places. */
export function sideBySide(first: Float32Array, second: Float32Array, rows: number): Float32Array {
  const [left, right] = [first.length / rows, second.length / rows];
  const y = new Float32Array(first.length + second.length);
  for (let row = 0; row < rows; row++) {
    y.set(first.subarray(row * left, (row + 1) * left), row * (left + right));
    y.set(second.subarray(row * right, (row + 1) * right), row * (left + right) + left);
  }
  return y;
}
