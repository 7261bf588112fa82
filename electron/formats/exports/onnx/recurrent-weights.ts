import { joinFloats } from '../../../../shared/data/number-bytes.ts';
import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';
import type { Recurrence, RecurrentWay } from '../graph/graph-ops.ts';
import { transposed } from '../graph/transposed.ts';

/** ONNX's gates in their order, as places in Keras's: i, f, c, o there is i, o, f, c here; GRU's z, r, h is the same. */
const GATES: Readonly<Record<Recurrence['type'], readonly number[]>> = {
  SimpleRNN: [0],
  LSTM: [0, 3, 1, 2],
  GRU: [0, 1, 2],
};

/** W [ways, gates · units, features], R [ways, gates · units, units] and B [ways, 2 · gates · units], of both biases. */
export function recurrentWeights(type: Recurrence['type'], ways: readonly RecurrentWay[]): NamedTensor[] {
  const first = ways[0]!;
  const units = first.recurrentKernel.shape[0]!;
  const ordered = (values: Float32Array): Float32Array => inOrder(values, GATES[type]);
  const rows = (pick: (way: RecurrentWay) => NamedTensor): NamedTensor => {
    const turned = ways.map((way) => transposed(pick(way), [1, 0]));
    return {
      ...turned[0]!,
      shape: [ways.length, ...turned[0]!.shape],
      values: joinFloats(turned.map(({ values }) => ordered(values))),
    };
  };
  // A GRU has a bias for what comes in and one for the state; the others have one, and zeros for the state.
  const biases = ways.map(({ bias: { values } }) => {
    const width = GATES[type].length * units;
    const both =
      values.length === width ? [values, new Float32Array(width)] : [values.subarray(0, width), values.subarray(width)];
    return joinFloats(both.map(ordered));
  });
  return [
    rows(({ kernel }) => kernel),
    rows(({ recurrentKernel }) => recurrentKernel),
    { name: first.bias.name, shape: [ways.length, biases[0]!.length], values: joinFloats(biases) },
  ];
}

/** The parts of equal length of some values, in another order. */
function inOrder(values: Float32Array, order: readonly number[]): Float32Array {
  const part = values.length / order.length;
  return joinFloats(order.map((from) => values.subarray(from * part, (from + 1) * part)));
}
