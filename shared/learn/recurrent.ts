import type { InnerName } from '../contract/schemas/layer-numbers.ts';
import type { LayerOf } from '../contract/schemas/layer.ts';
import { argMax } from '../evaluation/softmax.ts';
import { products, weightsTo } from './dense.ts';

export type RecurrentType = LayerOf<'SimpleRNN' | 'LSTM' | 'GRU'>['type'];

/**
 * What of each cell is a weighted sum of input and state behind its function, in the order in which its kernels have them side by side. Of
 * a SimpleRNN that is the state itself.
 */
export const GATES = {
  SimpleRNN: ['hidden'],
  LSTM: ['input', 'forget', 'candidate', 'output'],
  GRU: ['update', 'reset', 'candidate'],
} as const satisfies Record<RecurrentType, readonly InnerName[]>;
export type Gate = (typeof GATES)[RecurrentType][number];

/** Gates are behind a sigmoid, between 0 and 1; what may be put in is behind a tanh, between -1 and 1. */
export const functionOf = (gate: Gate): 'sigmoid' | 'tanh' =>
  gate === 'candidate' || gate === 'hidden' ? 'tanh' : 'sigmoid';

/** A cell's weights as Keras has them: kernel [features, gates * units], recurrent kernel [units, gates * units]. */
export interface RecurrentCell {
  readonly type: RecurrentType;
  readonly units: number;
  readonly kernel: Float32Array;
  readonly recurrentKernel: Float32Array;
  /** [gates * units]; of a GRU [2, gates * units], whose second row belongs to the state. */
  readonly bias: Float32Array;
}

/** A unit's gate before its function, term by term. */
export interface GateSum {
  /** The weights of the input and of the state before. */
  readonly w: Float32Array;
  readonly u: Float32Array;
  /** Each value times its weight; the state's also times `reset`. */
  readonly fromInput: Float32Array;
  readonly fromState: Float32Array;
  readonly bias: number;
  readonly total: number;
}

/**
 * A unit's gate at one step, from the step's input x [features] and the state before it h [units]. A GRU's reset gate is put to the state's
 * share of the candidate, its bias included (Keras's `reset_after`): `reset` is its value there.
 */
export function gateSum(
  cell: RecurrentCell,
  { gate, unit, reset }: { readonly gate: Gate; readonly unit: number; readonly reset: number },
  x: Float32Array,
  h: Float32Array,
): GateSum {
  const gates: readonly Gate[] = GATES[cell.type];
  const [width, place] = [gates.length * cell.units, gates.indexOf(gate) * cell.units + unit];
  const factor = cell.type === 'GRU' && gate === 'candidate' ? reset : 1;
  const w = weightsTo({ kernel: cell.kernel, bias: null, units: width }, place);
  const u = weightsTo({ kernel: cell.recurrentKernel, bias: null, units: width }, place);
  const fromInput = products(x, w);
  const fromState = products(h, u).map((product) => factor * product);
  const bias = cell.bias[place]! + (cell.type === 'GRU' ? factor * cell.bias[width + place]! : 0);
  return { w, u, fromInput, fromState, bias, total: sum(fromInput) + sum(fromState) + bias };
}

const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);

/** The first row of `answers` [steps, classes] from which on the likeliest class stays the last row's. */
export function settledAt(answers: Float32Array, classes: number): number {
  const steps = answers.length / classes;
  const likeliest = Array.from({ length: steps }, (_, step) => argMax(answers, step * classes, classes));
  const other = likeliest.map((index) => index !== likeliest.at(-1));
  return other.lastIndexOf(true) + 1;
}
