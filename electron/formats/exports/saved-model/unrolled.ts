import type { GraphOps, Recurrence, RecurrentWay } from '../graph/graph-ops.ts';

/** What a step is made of; values are the names of nodes. */
export interface StepOps extends Pick<GraphOps<string>, 'constant' | 'matMul' | 'binary' | 'unary'> {
  /** The parts of x [n, steps, features] along its steps. */
  steps(x: string, count: number): string[];
  /** Equal parts of the last axis. */
  split(x: string, count: number): string[];
  /** Values [n, features] as [n, steps, features]. */
  stack(values: readonly string[]): string;
  /** Side by side along the last axis. */
  concat(values: readonly string[]): string;
}

const GATES = { SimpleRNN: 1, LSTM: 4, GRU: 3 } as const;

/** A recurrent layer over x [n, steps, features], one step after the other: [n, steps, units], or [n, units] of the last; both ways side by side. */
export function unrolled(ops: StepOps, x: string, recurrence: Recurrence): string {
  const ways = recurrence.ways.map((way, i) => oneWay(ops, x, way, recurrence, i === 1));
  return ways.length === 1 ? ways[0]! : ops.concat(ways);
}

function oneWay(
  ops: StepOps,
  x: string,
  { kernel, recurrentKernel, bias }: RecurrentWay,
  { type, input, returnSequences }: Recurrence,
  backwards: boolean,
): string {
  const steps = input[0]!;
  const width = GATES[type] * recurrentKernel.shape[0]!;
  const part = (name: string, from: number): string =>
    ops.constant({ name, shape: [width], values: bias.values.subarray(from, from + width) });
  const driven = ops.steps(ops.binary('add', ops.matMul(x, kernel, 2), part(bias.name, 0)), steps);
  // Of a GRU the state has a bias of its own.
  const stateBias = type === 'GRU' ? part(`${bias.name}/state`, width) : null;
  const outputs: string[] = [];
  let state: State | null = null;
  for (let i = 0; i < steps; i++) {
    const t = backwards ? steps - 1 - i : i;
    const product = state && ops.matMul(state.output, recurrentKernel, 1);
    const recurrent = stateBias && product ? ops.binary('add', product, stateBias) : (product ?? stateBias);
    state = CELLS[type](ops, driven[t]!, recurrent, state);
    outputs[t] = state.output;
  }
  return returnSequences ? ops.stack(outputs) : state!.output;
}

interface State {
  readonly output: string;
  /** Of an LSTM. */
  readonly cell?: string;
}

/**
 * One step, from what comes in with its bias [n, gates · units], and what the state before gives with its own, which at the first
 * step, where the state is 0, is that alone, or nothing.
 */
type Cell = (ops: StepOps, driven: string, recurrent: string | null, before: State | null) => State;

const CELLS: Readonly<Record<Recurrence['type'], Cell>> = {
  SimpleRNN: (ops, driven, recurrent) => ({ output: ops.unary('tanh', summed(ops, driven, recurrent)) }),

  // i, f, c, o: cell = f cell + i tanh(c), output = o tanh(cell).
  LSTM(ops, driven, recurrent, before) {
    const [i, f, c, o] = ops.split(summed(ops, driven, recurrent), 4) as [string, string, string, string];
    const fresh = ops.binary('mul', ops.unary('sigmoid', i), ops.unary('tanh', c));
    const cell = before ? ops.binary('add', ops.binary('mul', ops.unary('sigmoid', f), before.cell!), fresh) : fresh;
    return { output: ops.binary('mul', ops.unary('sigmoid', o), ops.unary('tanh', cell)), cell };
  },

  // z, r, h: c = tanh(h + r · recurrent's h), output = c + z (before - c).
  GRU(ops, driven, recurrent, before) {
    const [z, r, h] = ops.split(driven, 3) as [string, string, string];
    const [bz, br, bh] = ops.split(recurrent!, 3) as [string, string, string];
    const gate = ops.unary('sigmoid', ops.binary('add', z, bz));
    const reset = ops.unary('sigmoid', ops.binary('add', r, br));
    const candidate = ops.unary('tanh', ops.binary('add', h, ops.binary('mul', reset, bh)));
    if (!before) return { output: ops.binary('sub', candidate, ops.binary('mul', gate, candidate)) };
    const apart = ops.binary('sub', before.output, candidate);
    return { output: ops.binary('add', candidate, ops.binary('mul', gate, apart)) };
  },
};

const summed = (ops: StepOps, driven: string, recurrent: string | null): string =>
  recurrent === null ? driven : ops.binary('add', driven, recurrent);
