import { AppError } from '../contract/errors.ts';
import type { LayerSpec, LayerType, ModelSpec } from '../contract/schemas/model.ts';
import { layerNames } from './names.ts';

/** Without the batch: [height, width, channels] or [units]. */
export type Shape = readonly number[];

export interface LayerInfo {
  readonly name: string;
  readonly type: LayerType;
  readonly outputShape: Shape;
  /** Trained by gradients, and the others (moving averages), as Keras's summary counts them. */
  readonly trainable: number;
  readonly nonTrainable: number;
  /** Multiply-accumulates of one image's forward pass, in convolutions and dense layers; the rest is not counted. */
  readonly macs: number;
}

export interface ModelInfo {
  readonly layers: readonly LayerInfo[];
  readonly outputShape: Shape;
  readonly trainable: number;
  readonly nonTrainable: number;
  readonly parameters: number;
  readonly macs: number;
}

/** Why a model cannot be built; the words are in i18n. */
export type ModelFault =
  | 'needs-image' // a layer for images got a vector
  | 'needs-vector' // Dense got an image: Flatten or pooling is missing
  | 'window-too-large' // a kernel or pool exceeds its input
  | 'softmax-inside' // softmax anywhere but at the end
  | 'duplicate-name'
  | 'output-not-digits'; // the end is not ten units with softmax

type Layer<T extends LayerType> = Extract<LayerSpec, { type: T }>;
type Size = Pick<LayerInfo, 'outputShape' | 'trainable' | 'nonTrainable' | 'macs'>;

/**
 * Shapes, parameters and multiply-accumulates of every layer, as Keras counts them.
 * Throws `model-invalid` {layer, index, reason: ModelFault}; `index` counts layers from 1, as people do.
 */
export function describeModel(spec: ModelSpec): ModelInfo {
  const names = layerNames(spec.layers);
  let shape: Shape = spec.inputShape;
  const layers = spec.layers.map((layer, index): LayerInfo => {
    const name = names[index]!;
    const fail = (reason: ModelFault): never => {
      throw new AppError('model-invalid', { layer: name, index: index + 1, reason });
    };
    if (names.indexOf(name) !== index) fail('duplicate-name');
    if (index < names.length - 1 && 'activation' in layer && layer.activation === 'softmax') fail('softmax-inside');
    const size = measure(layer, shape, fail);
    shape = size.outputShape;
    return { name, type: layer.type, ...size };
  });
  const sum = (key: 'trainable' | 'nonTrainable' | 'macs') => layers.reduce((total, layer) => total + layer[key], 0);
  const [trainable, nonTrainable] = [sum('trainable'), sum('nonTrainable')];
  return {
    layers,
    outputShape: shape,
    trainable,
    nonTrainable,
    parameters: trainable + nonTrainable,
    macs: sum('macs'),
  };
}

/** As `describeModel`, and the model must end in ten units with softmax: `output-not-digits` otherwise. */
export function describeDigitModel(spec: ModelSpec): ModelInfo {
  const info = describeModel(spec);
  const last = spec.layers.at(-1)!;
  const digits = info.outputShape.length === 1 && info.outputShape[0] === 10;
  if (!digits || !('activation' in last) || last.activation !== 'softmax') {
    throw new AppError('model-invalid', {
      layer: info.layers.at(-1)!.name,
      index: spec.layers.length,
      reason: 'output-not-digits',
    });
  }
  return info;
}

function measure(layer: LayerSpec, shape: Shape, fail: (reason: ModelFault) => never): Size {
  const plain = (outputShape: Shape): Size => ({ outputShape, trainable: 0, nonTrainable: 0, macs: 0 });
  switch (layer.type) {
    case 'Conv2D':
      return measureConv(layer, image(shape, fail), fail);
    case 'MaxPooling2D': {
      const [height, width, channels] = image(shape, fail);
      const strides = layer.strides ?? layer.poolSize;
      return plain([...slide([height, width], layer.poolSize, strides, layer.padding, fail), channels]);
    }
    case 'GlobalAveragePooling2D':
      return plain([image(shape, fail)[2]]);
    case 'BatchNormalization': {
      const channels = shape.at(-1)!;
      return { outputShape: shape, trainable: 2 * channels, nonTrainable: 2 * channels, macs: 0 };
    }
    case 'Activation':
    case 'Dropout':
      return plain(shape);
    case 'Flatten':
      return plain([shape.reduce((product, n) => product * n, 1)]);
    case 'Dense': {
      if (shape.length !== 1) fail('needs-vector');
      const macs = shape[0]! * layer.units;
      return { outputShape: [layer.units], trainable: macs + (layer.useBias ? layer.units : 0), nonTrainable: 0, macs };
    }
  }
}

function measureConv(
  layer: Layer<'Conv2D'>,
  [height, width, channels]: [number, number, number],
  fail: (reason: ModelFault) => never,
): Size {
  const [rows, columns] = slide([height, width], layer.kernelSize, layer.strides, layer.padding, fail);
  const kernel = layer.kernelSize[0] * layer.kernelSize[1] * channels * layer.filters;
  return {
    outputShape: [rows, columns, layer.filters],
    trainable: kernel + (layer.useBias ? layer.filters : 0),
    nonTrainable: 0,
    macs: rows * columns * kernel,
  };
}

function image(shape: Shape, fail: (reason: ModelFault) => never): [number, number, number] {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || height === undefined || width === undefined || channels === undefined)
    return fail('needs-image');
  return [height, width, channels];
}

/** A window's positions along height and width. `same` rounds up, `valid` keeps inside, as in TensorFlow. */
function slide(
  input: readonly [number, number],
  window: readonly [number, number],
  strides: readonly [number, number],
  padding: 'valid' | 'same',
  fail: (reason: ModelFault) => never,
): [number, number] {
  const along = (axis: 0 | 1): number => {
    if (padding === 'same') return Math.ceil(input[axis] / strides[axis]);
    if (window[axis] > input[axis]) fail('window-too-large');
    return Math.floor((input[axis] - window[axis]) / strides[axis]) + 1;
  };
  return [along(0), along(1)];
}
