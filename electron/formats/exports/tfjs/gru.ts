import type { LayerOf } from '../../../../shared/contract/schemas/model.ts';
import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';
import { columns, type LayerGraph } from './layer-graph.ts';

const GATES = ['update', 'reset', 'candidate'] as const;
type Gates = Readonly<Record<(typeof GATES)[number], string>>;

interface Place {
  readonly name: string;
  readonly input: string;
  readonly steps: number;
  /** A weight by its path in the layer. */
  own(path: string): NamedTensor;
}

/**
 * A GRU of Keras's kind, which resets the state's share after the product: TensorFlow.js's own does it before, which is another function, and refuses
 * `reset_after`. So it is laid out step by step, in layers that are there once and are called at each step.
 */
export function addGru(graph: LayerGraph, layer: LayerOf<'GRU'>, place: Place): string {
  if (!layer.bidirectional) return addWay(graph, layer, place, '');
  const ways = ['forward/', 'backward/'].map((way) => addWay(graph, layer, place, way));
  return graph.add('Concatenate', place.name, ways, { axis: -1 });
}

function addWay(
  graph: LayerGraph,
  { units, returnSequences }: LayerOf<'GRU'>,
  { name, input, steps, own }: Place,
  way: string,
): string {
  const at = `${name}/${way}`;
  const bias = own(`${way}bias`);
  /** Each gate's share of what comes in, or of the state. `row`: of the bias, which has one for either. */
  const shares = (kernel: string, row: 0 | 1, from: string): Gates =>
    eachGate((gate, i) =>
      graph.add('Dense', `${at}${gate}/${kernel}`, [from], { units, activation: 'linear', use_bias: true }, [
        ['kernel', columns(own(`${way}${kernel}`), i * units, units)],
        ['bias', columns(rowOf(bias, row), i * units, units)],
      ]),
    );
  const driven = shares('kernel', 0, input);
  const asRows = repeated(graph, 'Reshape', `${at}rows`, { target_shape: [steps, 1, units] });
  const rows = eachGate((gate) => asRows([driven[gate]]));
  const flat = repeated(graph, 'Flatten', `${at}flat`, { data_format: 'channels_last' });
  /** What comes in at one step. */
  const drivenAt = (step: number): Gates => {
    const cropping = [[step, steps - 1 - step], [0, 0]]; // prettier-ignore
    const crop = repeated(graph, 'Cropping2D', `${at}step_${step}`, { cropping, data_format: 'channels_last' });
    return eachGate((gate) => flat([crop([rows[gate]])]));
  };
  const [plus, times, sigmoid, tanh] = [
    repeated(graph, 'Add', `${at}plus`, {}),
    repeated(graph, 'Multiply', `${at}times`, {}),
    repeated(graph, 'Activation', `${at}sigmoid`, { activation: 'sigmoid' }),
    repeated(graph, 'Activation', `${at}tanh`, { activation: 'tanh' }),
  ];
  const rest = repeated(graph, 'Rescaling', `${at}rest`, { scale: -1, offset: 1 });
  let products: Gates | null = null;
  let state: string | null = null;
  const outputs: string[] = [];
  for (let i = 0; i < steps; i++) {
    const step: number = way === 'backward/' ? steps - 1 - i : i;
    const x: Gates = drivenAt(step);
    // The first state is 0.
    state ??= graph.add('Rescaling', `${at}start`, [x.update], { scale: 0, offset: 0 });
    const before: string = state;
    products = products === null ? shares('recurrent_kernel', 1, before) : again(graph, products, before);
    const update: string = sigmoid([plus([x.update, products.update])]);
    const reset = sigmoid([plus([x.reset, products.reset])]);
    const candidate = tanh([plus([x.candidate, times([reset, products.candidate])])]);
    state = plus([times([update, before]), times([rest([update]), candidate])]);
    outputs[step] = state;
  }
  if (!returnSequences) return state!;
  const joined = steps === 1 ? outputs[0]! : graph.add('Concatenate', `${at}steps`, outputs, { axis: -1 });
  return graph.add('Reshape', `${at}sequence`, [joined], { target_shape: [steps, units] });
}

const eachGate = (make: (gate: (typeof GATES)[number], i: number) => string): Gates => {
  const [update, reset, candidate] = GATES.map(make) as [string, string, string];
  return { update, reset, candidate };
};

/** The same layers once more, with another input. */
const again = (graph: LayerGraph, gates: Gates, input: string): Gates =>
  eachGate((gate) => graph.call(gates[gate], [input]));

/** A layer that is called as often as one wants, and added at the first time. */
function repeated(
  graph: LayerGraph,
  className: string,
  name: string,
  config: Readonly<Record<string, unknown>>,
): (inputs: readonly string[]) => string {
  let layer: string | null = null;
  return (inputs) => {
    if (layer !== null) return graph.call(layer, inputs);
    layer = graph.add(className, name, inputs, config);
    return layer;
  };
}

/** One of the two rows of a bias. */
const rowOf = ({ name, shape, values }: NamedTensor, row: 0 | 1): NamedTensor => {
  const width = shape.at(-1)!;
  return { name, shape: [width], values: values.subarray(row * width, (row + 1) * width) };
};
