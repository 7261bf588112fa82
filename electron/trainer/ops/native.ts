import * as tf from '@tensorflow/tfjs-core';

/**
 * TensorFlow's own ops, run one at a time through tfjs-node's addon: what tfjs has no function for (fused gradients,
 * resource variables, fused optimizers, uint8). Tensors made here are tfjs tensors: a tidy disposes of them.
 *
 * On WebGPU, where there is no TensorFlow, portable/ does what these ops do: see `useOps`.
 *
 * Types and attribute kinds are numbers of TensorFlow's stable C ABI (tf_datatype.h, tf_attrtype.h).
 */
export const FLOAT = 1;
export const INT32 = 3;
export const UINT8 = 4;
export const INT64 = 9;
export const BOOL = 10;
export const RESOURCE = 20;

type DataType = typeof FLOAT | typeof INT32 | typeof UINT8 | typeof INT64 | typeof BOOL | typeof RESOURCE;

export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: string | number | boolean | readonly number[];
}

export const stringAttr = (name: string, value: string): Attribute => ({ name, type: 0, value });
export const intAttr = (name: string, value: number | readonly number[]): Attribute => ({ name, type: 1, value });
export const floatAttr = (name: string, value: number): Attribute => ({ name, type: 2, value });
export const boolAttr = (name: string, value: boolean): Attribute => ({ name, type: 3, value });
export const typeAttr = (name: string, value: DataType): Attribute => ({ name, type: 4, value });
export const shapeAttr = (name: string, value: readonly number[]): Attribute => ({ name, type: 5, value });

/** The attribute that most ops want: float32 values. */
export const T = typeAttr('T', FLOAT);

export const NHWC = stringAttr('data_format', 'NHWC');

interface Output {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

interface Binding {
  createTensor(shape: readonly number[], dtype: number, values: Float32Array | Int32Array | Uint8Array): number;
  executeOp(name: string, attributes: readonly Attribute[], inputs: readonly number[], outputs: number): Output[];
}

/** tfjs-node's backend, as far as it is used here; its types call some of this private. */
interface Backend {
  readonly binding: Binding;
  readonly isUsingGpuDevice: boolean;
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  createOutputTensor(output: Output): tf.Tensor;
}

const backend = (): Backend => tf.backend() as unknown as Backend;

/** What runs the ops. */
export interface OpRunner {
  execute(name: string, attributes: readonly Attribute[], inputs: readonly tf.Tensor[], outputs: number): tf.Tensor[];
  uint8Tensor(values: Uint8Array, shape: readonly number[]): tf.Tensor;
  int64Scalar(value: number): tf.Tensor;
}

/** TensorFlow itself. */
export const tensorflowOps: OpRunner = {
  execute(name, attributes, inputs, outputs) {
    const node = backend();
    const results = node.binding.executeOp(name, attributes, node.getInputTensorIds(inputs), outputs);
    // tfjs knows no int64: it would say so in the terminal each time.
    return results.map((output) =>
      node.createOutputTensor(output.dtype === INT64 ? { ...output, dtype: INT32 } : output),
    );
  },
  uint8Tensor(values, shape) {
    const node = backend();
    const id = node.binding.createTensor(shape, UINT8, values);
    return node.createOutputTensor({ id, shape: [...shape], dtype: UINT8 });
  },
  int64Scalar(value) {
    const node = backend();
    const id = node.binding.createTensor([], INT64, Int32Array.of(value, 0));
    return node.createOutputTensor({ id, shape: [], dtype: INT32 });
  },
};

let ops = tensorflowOps;

/** Sets what runs the ops from now on: once a process, when its engine is loaded. Returns what ran them before. */
export function useOps(next: OpRunner): OpRunner {
  const before = ops;
  ops = next;
  return before;
}

/** Whether TensorFlow runs the ops, and so has graphs. */
export const onTensorflow = (): boolean => ops === tensorflowOps;

/** Whether a processor's cores run the ops, and not a graphics card. */
export const onCores = (): boolean => onTensorflow() && !backend().isUsingGpuDevice;

/** Runs an op with `outputs` outputs. */
export const execute = (
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly tf.Tensor[],
  outputs: number,
): tf.Tensor[] => ops.execute(name, attributes, inputs, outputs);

/** Runs an op with one output. */
export const executeOne = (name: string, attributes: readonly Attribute[], inputs: readonly tf.Tensor[]): tf.Tensor =>
  execute(name, attributes, inputs, 1)[0]!;

/**
 * A uint8 tensor over `values`, which it shares: they must not change while it lives.
 * tfjs knows no uint8 and calls it int32; only native ops may read it.
 */
export const uint8Tensor = (values: Uint8Array, shape: readonly number[]): tf.Tensor => ops.uint8Tensor(values, shape);

/** An int64 scalar, `value` from 0 to 2^31 - 1. tfjs knows none and calls it int32; only native ops may read it. */
export const int64Scalar = (value: number): tf.Tensor => ops.int64Scalar(value);

export const intTensor = (values: readonly number[]): tf.Tensor1D => tf.tensor1d(values as number[], 'int32');
