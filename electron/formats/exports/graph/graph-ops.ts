import type { Shape } from '../../../../shared/model/info.ts';
import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';

type Pair = readonly [number, number];

/** How a window slides over an image [height, width, channels]. */
export interface Slide {
  readonly input: Shape;
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilationRate: Pair;
  readonly padding: 'valid' | 'same';
}

/** A function of each value by itself. Of leakyRelu the slope below zero is 0.2. */
export type Unary = 'relu' | 'leakyRelu' | 'elu' | 'tanh' | 'sigmoid' | 'erf' | 'sqrt';

export type Binary = 'add' | 'sub' | 'mul' | 'div';

/** One way of a recurrent layer: its weights as Keras has them. */
export interface RecurrentWay {
  readonly kernel: NamedTensor;
  readonly recurrentKernel: NamedTensor;
  readonly bias: NamedTensor;
}

export interface Recurrence {
  readonly type: 'SimpleRNN' | 'LSTM' | 'GRU';
  /** From the first step to the last, and, where there are two, the other way. */
  readonly ways: readonly RecurrentWay[];
  /** [steps, features]. */
  readonly input: Shape;
  readonly units: number;
  readonly returnSequences: boolean;
}

/**
 * What a model is said in for formats that are graphs of operations: each method adds one to the graph and gives its result. Values of the
 * model have a batch before their axes, of any size; shapes and axes here are without it, channels are last. Weights come as Keras has
 * them, and are laid down as the format wants them.
 */
export interface GraphOps<V> {
  constant(weight: NamedTensor): V;
  /** Kernel [kh, kw, in, out], or depthwise [kh, kw, in, multiplier]. */
  conv(x: V, kernel: NamedTensor, slide: Slide, depthwise: boolean): V;
  pool(x: V, kind: 'max' | 'average', slide: Slide): V;
  /** x [..., in] by a kernel [in, out]; `rank` is that of x, without the batch. */
  matMul(x: V, kernel: NamedTensor, rank: number): V;
  /** Both [heads, rows, columns], of each image and head by itself. */
  batchMatMul(x: V, y: V): V;
  /** Broadcasts as NumPy does. */
  binary(op: Binary, x: V, y: V): V;
  unary(op: Unary, x: V): V;
  /** Over the last axis. `rank` as for matMul. */
  softmax(x: V, rank: number): V;
  /** `keep`: the axes stay, with one value each. */
  mean(x: V, axes: readonly number[], keep: boolean): V;
  reshape(x: V, shape: Shape): V;
  transpose(x: V, axes: readonly number[]): V;
  /** Zeros around an image. */
  pad(x: V, edges: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number }): V;
  recurrent(x: V, recurrence: Recurrence): V;
}
