import type { LayerOf } from '../../contract/schemas/model.ts';
import type { WeightInfo } from '../info.ts';
import type { LayerDefinition } from './definition.ts';
import { sequence, weight, type Measured, type Place } from './place.ts';

type Recurrent = LayerOf<'SimpleRNN' | 'LSTM' | 'GRU'>;

interface Cell {
  /** How many gates lie side by side in each of the cell's matrices and biases. */
  readonly gates: number;
  /** Rows of the bias: GRU's `reset_after` has one for the input and one for the state. */
  readonly biasRows: 1 | 2;
  /** Numbers a unit and step that the gradients need. */
  readonly kept: number;
}

/**
 * SimpleRNN keeps its state; LSTM its four gates, cell, the cell's tanh and state; GRU its update and reset gates, the
 * candidate, the state's part of it, and its state.
 */
const CELLS: Readonly<Record<Recurrent['type'], Cell>> = {
  SimpleRNN: { gates: 1, biasRows: 1, kept: 1 },
  LSTM: { gates: 4, biasRows: 1, kept: 7 },
  GRU: { gates: 3, biasRows: 2, kept: 5 },
};

/** Kernel [features, gates * units], recurrent kernel [units, gates * units], and a bias; twice that for both ways. */
function measure(layer: Recurrent, place: Place): Measured {
  const [steps, features] = sequence(place);
  const { units, bidirectional, returnSequences, type } = layer;
  const { gates, biasRows, kept } = CELLS[type];
  const width = gates * units;
  const oneWay = (path: string): WeightInfo[] => [
    weight(place, `${path}kernel`, [features, width]),
    weight(place, `${path}recurrent_kernel`, [units, width]),
    weight(place, `${path}bias`, biasRows === 1 ? [width] : [biasRows, width]),
  ];
  const ways = bidirectional ? 2 : 1;
  return {
    outputShape: returnSequences ? [steps, ways * units] : [ways * units],
    weights: bidirectional ? [...oneWay('forward/'), ...oneWay('backward/')] : oneWay(''),
    macs: ways * steps * width * (features + units),
    kept: ways * steps * kept * units,
  };
}

const definition = { takes: ['sequence'], fresh: () => ({ units: 64 }), measure } as const;

export const simpleRnn: LayerDefinition<'SimpleRNN'> = { ...definition, base: 'simple_rnn' };
export const lstm: LayerDefinition<'LSTM'> = { ...definition, base: 'lstm' };
export const gru: LayerDefinition<'GRU'> = { ...definition, base: 'gru' };
