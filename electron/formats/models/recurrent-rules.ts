import { fieldsOf, Refusal, shown } from './keras-layer.ts';
import { optionsOf, type Options } from './options.ts';
import { inOrder, type Filling, type Rule } from './taken-layer.ts';

type Recurrent = 'SimpleRNN' | 'LSTM' | 'GRU';

/** What must be as Keras has it by default: nothing else is computed here. */
function cell(type: Recurrent, options: Options) {
  options.must('activation', 'tanh');
  options.must('recurrent_activation', 'sigmoid');
  options.must('stateful', false);
  options.must('return_state', false);
  options.must('time_major', false);
  // Before TensorFlow 2, and in tfjs, a GRU resets its state before the product: another computation.
  if (type === 'GRU' && options.fields['reset_after'] !== true) {
    throw new Refusal('option-other', { option: 'reset_after', value: 'false' });
  }
  return {
    type,
    units: options.number('units', 0),
    returnSequences: options.flag('return_sequences', false),
  } as const;
}

const weightsOf = (options: Options, inside: string, way?: 'forward' | 'backward'): Record<string, Filling> =>
  inOrder(
    [{ name: 'kernel' }, { name: 'recurrent_kernel' }, { name: 'bias', present: options.flag('use_bias', true) }],
    inside,
    way,
  );

/** Gates lie in our weights as in Keras's: i, f, c, o of an LSTM; z, r, h of a GRU. */
export const recurrent =
  (type: Recurrent): Rule =>
  (options) => {
    options.must('go_backwards', false);
    return { layer: cell(type, options), weights: weightsOf(options, 'cell/') };
  };

/** Keras's wrapper of a recurrent layer, with its outputs side by side. */
export const bidirectional: Rule = (options) => {
  options.must('merge_mode', 'concat');
  const { class_name: type, config } = fieldsOf(options.fields['layer']);
  if (type !== 'SimpleRNN' && type !== 'LSTM' && type !== 'GRU') {
    throw new Refusal('option-other', { option: 'layer', value: shown(type) });
  }
  const there = optionsOf(fieldsOf(config));
  there.must('go_backwards', false);
  const layer = cell(type, there);
  const second = fieldsOf(options.fields['backward_layer'])['config'];
  const back = second === undefined ? there : optionsOf(fieldsOf(second));
  const backLayer = cell(type, back);
  if (backLayer.units !== layer.units || backLayer.returnSequences !== layer.returnSequences) {
    throw new Refusal('option-other', { option: 'backward_layer', value: shown(second) });
  }
  const prefixed = (way: 'forward' | 'backward', own: Options) =>
    Object.entries(weightsOf(own, `${way}_layer/cell/`, way)).map(
      ([name, filling]) => [`${way}/${name}`, filling] as const,
    );
  return {
    layer: { ...layer, bidirectional: true },
    weights: Object.fromEntries([...prefixed('forward', there), ...prefixed('backward', back)]),
  };
};
