import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { OpTable } from './op.ts';

/** A resource variable is a tfjs variable, and its handle is the variable itself. */
const variable = (handle: Tensor | undefined): tf.Variable => {
  if (handle instanceof tf.Variable) return handle;
  throw new Error('this is no handle of a variable');
};

/** Sets a variable. The value becomes the variable's own: what the caller has of it may be disposed of. */
export const assign = (handle: Tensor | undefined, value: Tensor): void => variable(handle).assign(tf.clone(value));

export const variableOps: OpTable = {
  VarHandleOp: (_, attributes) => tf.variable(tf.zeros([...attributes.numbers('shape')]), false),
  ReadVariableOp: ([handle]) => tf.clone(variable(handle) as Tensor),
  AssignVariableOp: ([handle, value]) => {
    assign(handle, value!);
    return [];
  },
  AssignAddVariableOp: ([handle, value]) => {
    assign(handle, tf.add(variable(handle), value!));
    return [];
  },
};
