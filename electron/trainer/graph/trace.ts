import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import type { TensorInfo } from '@tensorflow/tfjs';
import type { Values } from './attributes.ts';
import { naming } from './missing-op.ts';

/** An attribute as tfjs-node hands it to TensorFlow: `type` is one of the binding's TF_ATTR_* numbers. */
export interface RecordedAttr {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** One op as it ran. Inputs and outputs are the binding's tensor ids, which are never used twice. */
export interface RecordedOp {
  readonly op: string;
  readonly attrs: readonly RecordedAttr[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly outputTypes: readonly number[];
}

export interface RecordedConstant {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly values: Values;
}

/** All that one eager computation asked of TensorFlow. */
export interface Trace {
  readonly ops: readonly RecordedOp[];
  /** Tensors that the computation made from JavaScript values. */
  readonly constants: ReadonlyMap<number, RecordedConstant>;
}

/**
 * Runs `compute` eagerly and records every op that it executes.
 *
 * All of tfjs-node's ops go through `backend.binding.executeOp`. The native object's own properties are read-only, but
 * `backend.binding` can be replaced for the while: by a proxy that writes down each call and passes it on. So whatever
 * tfjs can compute can be traced, gradients included; shapes and values in the trace are those of this very run.
 *
 * A computation that reads a tensor back (dataSync, or logic on values) cannot be a graph: that throws, with the
 * ops recorded so far to tell where. An op that the installed libtensorflow lacks throws `op-missing` {op}.
 */
export function trace<T>(backend: NodeJSKernelBackend, compute: () => T): { trace: Trace; result: T } {
  const ops: RecordedOp[] = [];
  const constants = new Map<number, RecordedConstant>();
  const native = backend.binding;

  const executeOp: typeof native.executeOp = (op, attrs, inputs, count) => {
    const outputs = naming(() => native.executeOp(op, attrs, inputs, count));
    ops.push({
      op,
      attrs: attrs as unknown as RecordedAttr[],
      inputs: [...inputs],
      outputs: outputs.map((o) => o.id),
      outputTypes: outputs.map((o) => o.dtype),
    });
    return outputs;
  };
  const createTensor: typeof native.createTensor = (shape, dtype, values) => {
    const id = native.createTensor(shape, dtype, values);
    constants.set(id, { dtype, shape: [...shape], values: (values as Values).slice() });
    return id;
  };
  const tensorDataSync = (): never => {
    const last = ops.at(-1)?.op ?? 'nothing yet';
    throw new Error(`a traced step read a tensor back (after ${ops.length} ops, the last one ${last})`);
  };

  const recorder: Record<string, unknown> = { executeOp, createTensor, tensorDataSync };
  const proxy = new Proxy({} as typeof native, {
    get(_, name) {
      const own = recorder[name as string];
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(native, name);
      return typeof value === 'function' ? (value.bind(native) as unknown) : value;
    },
  });

  backend.binding = proxy;
  try {
    return { result: compute(), trace: { ops, constants } };
  } finally {
    backend.binding = native;
  }
}

/** The binding's id of a tensor, which it gets when it first reaches TensorFlow: values from JavaScript are sent now. */
export function tensorId(backend: NodeJSKernelBackend, tensor: TensorInfo): number {
  const [id] = (backend as unknown as { getInputTensorIds(tensors: TensorInfo[]): number[] }).getInputTensorIds([
    tensor,
  ]);
  return id!;
}
