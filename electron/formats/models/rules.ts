import type { LayerReason } from '../../../shared/contract/schemas/model-import.ts';
import type { LayerInput } from '../../../shared/contract/schemas/layer.ts';
import { elements } from '../../../shared/model/info.ts';
import { fieldsOf, Refusal, shown } from './keras-layer.ts';
import { optionsOf, type Options } from './options.ts';
import { bidirectional, recurrent } from './recurrent-rules.ts';
import { inOrder, plainLayer, type Outcome, type Rule, type Standing } from './taken-layer.ts';

/** What every convolution has. Strides and dilation default to 1. */
function window(options: Options) {
  options.channelsLast();
  options.must('padding', 'valid', 'same');
  options.must('groups', 1);
  const kernelSize = options.pair('kernel_size');
  if (!kernelSize) throw new Refusal('option-other', { option: 'kernel_size', value: 'null' });
  return {
    kernelSize,
    strides: options.pair('strides') ?? [1, 1],
    padding: options.fields['padding'] === 'same' ? 'same' : 'valid',
    dilationRate: options.pair('dilation_rate') ?? [1, 1],
    activation: options.activation('activation'),
    useBias: options.flag('use_bias', true),
  } as const;
}

const conv2d: Rule = (options) => {
  const layer = { type: 'Conv2D', filters: options.number('filters', 0), ...window(options) } as const;
  return { layer, weights: inOrder([{ name: 'kernel' }, ...biasIf(layer.useBias)]) };
};

const depthwise: Rule = (options) => {
  const depthMultiplier = options.number('depth_multiplier', 1);
  const layer = { type: 'DepthwiseConv2D', depthMultiplier, ...window(options) } as const;
  const kernel = { name: 'kernel', kerasNames: ['kernel', 'depthwise_kernel'] };
  return { layer, weights: inOrder([kernel, ...biasIf(layer.useBias)]) };
};

const separable: Rule = (options) => {
  const [filters, depthMultiplier] = [options.number('filters', 0), options.number('depth_multiplier', 1)];
  const layer = { type: 'SeparableConv2D', filters, depthMultiplier, ...window(options) } as const;
  const kernels = [{ name: 'depthwise_kernel' }, { name: 'pointwise_kernel' }];
  return { layer, weights: inOrder([...kernels, ...biasIf(layer.useBias)]) };
};

const dense: Rule = (options) => {
  const useBias = options.flag('use_bias', true);
  const units = options.number('units', 0);
  const layer = { type: 'Dense', units, activation: options.activation('activation'), useBias } as const;
  return { layer, weights: inOrder([{ name: 'kernel' }, ...biasIf(useBias)]) };
};

const biasIf = (useBias: boolean) => (useBias ? [{ name: 'bias' }] : []);

const pooling =
  (type: 'MaxPooling2D' | 'AveragePooling2D'): Rule =>
  (options) => {
    options.channelsLast();
    options.must('padding', 'valid', 'same');
    const strides = options.pair('strides');
    return plainLayer({
      type,
      poolSize: options.pair('pool_size') ?? [2, 2],
      ...(strides && { strides }),
      padding: options.fields['padding'] === 'same' ? 'same' : 'valid',
    });
  };

const globalAverage =
  (type: 'GlobalAveragePooling2D' | 'GlobalAveragePooling1D'): Rule =>
  (options) => {
    options.channelsLast();
    options.must('keepdims', false);
    return plainLayer({ type });
  };

/** The axis must be the last one: -1, its number, or a list of it. */
function lastAxis({ fields }: Options, { shape }: Standing): void {
  const axis = Array.isArray(fields['axis']) && fields['axis'].length === 1 ? fields['axis'][0] : fields['axis'];
  if (axis === undefined || axis === -1 || shape === null || axis === shape.length) return;
  if (axis === 1 && shape.length === 3) throw new Refusal('channels-first');
  throw new Refusal('option-other', { option: 'axis', value: shown(fields['axis']) });
}

const batchNormalization: Rule = (options, standing) => {
  lastAxis(options, standing);
  options.must('renorm', false);
  const [scale, center] = [options.flag('scale', true), options.flag('center', true)];
  return {
    layer: {
      type: 'BatchNormalization',
      momentum: options.number('momentum', 0.99),
      epsilon: options.number('epsilon', 0.001),
    },
    weights: inOrder([
      { name: 'gamma', present: scale, otherwise: 1 },
      { name: 'beta', present: center },
      { name: 'moving_mean' },
      { name: 'moving_variance' },
    ]),
  };
};

const layerNormalization: Rule = (options, standing) => {
  lastAxis(options, standing);
  options.must('rms_scaling', false);
  const [scale, center] = [options.flag('scale', true), options.flag('center', true)];
  return {
    layer: { type: 'LayerNormalization', epsilon: options.number('epsilon', 0.001) },
    weights: inOrder([
      { name: 'gamma', present: scale, otherwise: 1 },
      { name: 'beta', present: center },
    ]),
  };
};

const activationLayer: Rule = (options) => {
  const activation = options.activation('activation');
  return activation === 'linear'
    ? { leftOut: 'changes-nothing' }
    : plainLayer({ type: 'Activation', activation: activation });
};

const relu: Rule = (options) => {
  options.must('max_value');
  options.must('threshold', 0);
  options.must('negative_slope', 0);
  return plainLayer({ type: 'Activation', activation: 'relu' });
};

/** Keras's layer has a slope of 0.3 by default, its activation, like ours, one of 0.2. */
const leakyRelu: Rule = (options) => {
  const slope = options.number('negative_slope', options.number('alpha', 0.3));
  if (Math.abs(slope - 0.2) > 1e-6)
    throw new Refusal('option-other', { option: 'negative_slope', value: String(slope) });
  return plainLayer({ type: 'Activation', activation: 'leakyRelu' });
};

const elu: Rule = (options) => {
  options.must('alpha', 1);
  return plainLayer({ type: 'Activation', activation: 'elu' });
};

const softmax: Rule = (options, standing) => {
  lastAxis(options, standing);
  return plainLayer({ type: 'Activation', activation: 'softmax' });
};

const dropout =
  (type: 'Dropout' | 'SpatialDropout2D'): Rule =>
  (options) => {
    options.channelsLast();
    return plainLayer({ type, rate: options.number('rate', 0) });
  };

const flatten: Rule = (options) => {
  // Of a vector or a sequence both orders are the same, but then nobody says so.
  options.channelsLast();
  return plainLayer({ type: 'Flatten' });
};

/** `padding` is one number, one for each axis, or two for each. */
const zeroPadding: Rule = (options) => {
  options.channelsLast();
  const { padding = 1 } = options.fields;
  const [rows, columns] = Array.isArray(padding) && padding.length === 2 ? (padding as unknown[]) : [padding, padding];
  const [[top, bottom], [left, right]] = [rows, columns].map((side) => (Array.isArray(side) ? side : [side, side])) as [
    unknown[],
    unknown[],
  ];
  if ([top, bottom, left, right].some((edge) => typeof edge !== 'number'))
    throw new Refusal('option-other', { option: 'padding', value: shown(padding) });
  return plainLayer({ type: 'ZeroPadding2D', top, bottom, left, right } as LayerInput<'ZeroPadding2D'>);
};

/** One of the numbers may be -1: as many as are left. */
const reshape: Rule = ({ fields }, { shape }) => {
  const target = fields['target_shape'];
  const other = new Refusal('option-other', { option: 'target_shape', value: shown(target) });
  if (!Array.isArray(target) || !target.every(Number.isInteger)) throw other;
  const sides = target as number[];
  const open = sides.filter((side) => side === -1).length;
  if (open > 1 || (open === 1 && shape === null)) throw other;
  const rest = sides.filter((side) => side !== -1).reduce((product, side) => product * side, 1);
  const targetShape = sides.map((side) => (side === -1 ? elements(shape!) / rest : side));
  return plainLayer({ type: 'Reshape', targetShape });
};

/** As our own files say a PositionEmbedding (exports/keras/transformer.ts): factors of 1, and a bias for each step and feature. */
const positions: Rule = (options) => {
  options.must('equation', 'abc,c->abc');
  options.must('bias_axes', 'bc');
  options.must('activation', 'linear');
  const weights = { embeddings: { from: { names: ['bias'], index: 1, inside: '' } } };
  return { layer: { type: 'PositionEmbedding' }, weights, ones: { names: ['kernel'], index: 0, inside: '' } };
};

const AT_EACH_STEP: ReadonlyMap<string, Rule> = new Map([
  ['Dense', dense],
  ['Activation', activationLayer],
  ['Dropout', dropout('Dropout')],
]);

/** A layer at each step of a sequence: our Dense does that by itself, and so does what has no weights. */
const timeDistributed: Rule = (options, standing) => {
  const { class_name: type, config } = fieldsOf(options.fields['layer']);
  const rule = AT_EACH_STEP.get(String(type));
  if (!rule || standing.shape?.length !== 2) throw new Refusal('option-other', { option: 'layer', value: shown(type) });
  const outcome = rule(optionsOf(fieldsOf(config)), standing);
  if (!('weights' in outcome)) return outcome;
  const weights = Object.entries(outcome.weights).map(([name, filling]) => [
    name,
    'from' in filling ? { from: { ...filling.from, inside: 'layer/' } } : filling,
  ]);
  return { layer: outcome.layer, weights: Object.fromEntries(weights) as typeof outcome.weights };
};

const leftOut =
  (reason: LayerReason): Rule =>
  () => ({ leftOut: reason });

const ownCode: Rule = () => {
  throw new Refusal('own-code');
};

/** How each type of Keras's layers is taken. What is not here is unknown. */
const RULES: ReadonlyMap<string, Rule> = new Map(
  Object.entries({
    InputLayer: leftOut('input'),
    Conv2D: conv2d,
    DepthwiseConv2D: depthwise,
    SeparableConv2D: separable,
    MaxPooling2D: pooling('MaxPooling2D'),
    AveragePooling2D: pooling('AveragePooling2D'),
    GlobalAveragePooling2D: globalAverage('GlobalAveragePooling2D'),
    GlobalAveragePooling1D: globalAverage('GlobalAveragePooling1D'),
    BatchNormalization: batchNormalization,
    LayerNormalization: layerNormalization,
    Activation: activationLayer,
    ReLU: relu,
    LeakyReLU: leakyRelu,
    ELU: elu,
    Softmax: softmax,
    Dropout: dropout('Dropout'),
    SpatialDropout2D: dropout('SpatialDropout2D'),
    ZeroPadding2D: zeroPadding,
    Flatten: flatten,
    Reshape: reshape,
    Dense: dense,
    EinsumDense: positions,
    SimpleRNN: recurrent('SimpleRNN'),
    LSTM: recurrent('LSTM'),
    GRU: recurrent('GRU'),
    Bidirectional: bidirectional,
    TimeDistributed: timeDistributed,
    Lambda: ownCode,
    TFOpLambda: ownCode,
    SlicingOpLambda: ownCode,
    ...Object.fromEntries(
      [
        'GaussianNoise',
        'GaussianDropout',
        'AlphaDropout',
        'ActivityRegularization',
        'RandomFlip',
        'RandomRotation',
        'RandomTranslation',
        'RandomZoom',
        'RandomContrast',
        'RandomBrightness',
        'RandomShear',
        'RandomErasing',
      ].map((type) => [type, leftOut('training-only')]),
    ),
  }),
);

/** What a layer comes to. Throws Refusal. */
export function takeLayer(type: string, options: Options, standing: Standing): Outcome {
  const rule = RULES.get(type);
  if (!rule) throw new Refusal('type-unknown');
  return rule(options, standing);
}
