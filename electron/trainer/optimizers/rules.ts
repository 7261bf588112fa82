import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Optimizer as OptimizerSpec } from '../../../shared/contract/schemas/recipe.ts';
import { boolAttr, execute, T } from '../ops/native.ts';
import type { Variable } from '../ops/variable.ts';

type Update = (variable: Variable, slots: readonly Variable[], gradient: Tensor) => void;

/** How one optimizer changes a weight. `prepare` makes a step's constants once for all weights, inside the caller's tidy. */
export interface UpdateRule {
  readonly slots: readonly string[];
  prepare(step: Tensor): Update;
}

const scalar = (value: number): Tensor => tf.scalar(value, 'float32');
const run = (op: string, inputs: readonly Tensor[], ...flags: string[]): void => {
  execute(op, [T, boolAttr('use_locking', false), ...flags.map((flag) => boolAttr(flag, false))], inputs, 0);
};

/**
 * Keras's formulas (keras.io/api/optimizers), as TensorFlow's ops have them; g is the gradient, w the weight:
 * - sgd: w -= lr g
 * - momentum: m = momentum m - lr g; w += m
 * - rmsprop: v = rho v + (1 - rho) g²; w -= lr g / sqrt(v + epsilon)
 * - adam: m, v as running means; w -= lr sqrt(1 - beta2^t) / (1 - beta1^t) · m / (sqrt(v) + epsilon)
 */
export function updateRule(spec: OptimizerSpec): UpdateRule {
  switch (spec.name) {
    case 'sgd':
      return { slots: [], prepare: () => sgd(spec) };
    case 'momentum':
      return { slots: ['momentum'], prepare: () => momentum(spec) };
    case 'rmsprop':
      // The op's momentum, which Keras's default leaves at 0, wants a slot of its own.
      return { slots: ['velocity', 'momentum'], prepare: () => rmsprop(spec) };
    case 'adam':
      return { slots: ['momentum', 'velocity'], prepare: (step) => adam(spec, step) };
  }
}

type Spec<N extends OptimizerSpec['name']> = Extract<OptimizerSpec, { name: N }>;

function sgd(spec: Spec<'sgd'>): Update {
  const rate = scalar(spec.learningRate);
  return (variable, _, gradient) => run('ResourceApplyGradientDescent', [variable.handle, rate, gradient]);
}

function momentum(spec: Spec<'momentum'>): Update {
  const [rate, decay] = [scalar(spec.learningRate), scalar(spec.momentum)];
  return (variable, [slot], gradient) =>
    run('ResourceApplyKerasMomentum', [variable.handle, slot!.handle, rate, gradient, decay], 'use_nesterov');
}

function rmsprop(spec: Spec<'rmsprop'>): Update {
  const constants = [spec.learningRate, spec.rho, 0, spec.epsilon].map(scalar);
  return (variable, [velocity, scratch], gradient) =>
    run('ResourceApplyRMSProp', [variable.handle, velocity!.handle, scratch!.handle, ...constants, gradient]);
}

function adam(spec: Spec<'adam'>, step: Tensor): Update {
  const powers = [spec.beta1, spec.beta2].map((beta) => tf.pow(scalar(beta), tf.cast(step, 'float32')));
  const constants = [...powers, ...[spec.learningRate, spec.beta1, spec.beta2, spec.epsilon].map(scalar)];
  return (variable, [m, v], gradient) =>
    run('ResourceApplyAdam', [variable.handle, m!.handle, v!.handle, ...constants, gradient], 'use_nesterov');
}
