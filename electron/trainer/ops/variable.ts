import * as tf from '@tensorflow/tfjs-core';
import { execute, executeOne, FLOAT, onTensorflow, shapeAttr, stringAttr, typeAttr } from './native.ts';

const FLOAT_TYPE = [typeAttr('dtype', FLOAT)];
/** TensorFlow's ResourceHandle::ANONYMOUS_NAME: the variable lives as long as its handle. */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/**
 * The same values in memory of TensorFlow's own. The memory of a tensor that JavaScript made belongs to V8, and
 * tfjs-node frees it on the thread that releases it last. For a variable in a session that may be one of the session's
 * own threads, which crashes V8 sooner or later.
 */
const owned = (values: tf.Tensor): tf.Tensor =>
  onTensorflow() ? executeOne('DeepCopy', [typeAttr('T', FLOAT)], [values]) : values;

/**
 * A float32 resource variable of TensorFlow: what its fused optimizers update in place, in eager and graph alike.
 * The owner disposes of it.
 */
export class Variable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  readonly handle: tf.Tensor;

  constructor(name: string, shape: readonly number[], values: Float32Array, trainable = true) {
    this.name = name;
    this.shape = shape;
    this.trainable = trainable;
    const attributes = [...FLOAT_TYPE, shapeAttr('shape', shape), stringAttr('shared_name', ANONYMOUS)];
    this.handle = tf.keep(executeOne('VarHandleOp', attributes, []));
    this.write(values);
  }

  /** A variable of another's shape and value, which no optimizer trains. */
  static like(name: string, other: Variable): Variable {
    const size = other.shape.reduce((product, n) => product * n, 1);
    const variable = new Variable(name, other.shape, new Float32Array(size), false);
    tf.tidy(() => variable.assign(other.read()));
    return variable;
  }

  /** The value as it is now. A later update leaves the returned tensor as it was. */
  read(): tf.Tensor {
    return executeOne('ReadVariableOp', FLOAT_TYPE, [this.handle]);
  }

  assign(value: tf.Tensor): void {
    execute('AssignVariableOp', FLOAT_TYPE, [this.handle, value], 0);
  }

  /** Adds `value` in place. */
  add(value: tf.Tensor): void {
    execute('AssignAddVariableOp', FLOAT_TYPE, [this.handle, value], 0);
  }

  /** Copies `values` in. */
  write(values: Float32Array): void {
    tf.tidy(() => this.assign(owned(tf.tensor(values, [...this.shape], 'float32'))));
  }

  /** A copy of the values. TensorFlow gives it at once; a graphics card wants to be waited for: see `data`. */
  values(): Float32Array {
    return tf.tidy(() => this.read().dataSync<'float32'>());
  }

  /** A copy of the values as they are now. */
  async data(): Promise<Float32Array> {
    const value = this.read();
    try {
      return await value.data<'float32'>();
    } finally {
      value.dispose();
    }
  }

  dispose(): void {
    this.handle.dispose();
  }
}
