import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Optimizer as OptimizerSpec } from '../../../shared/contract/schemas/recipe.ts';
import { choose } from '../ops/choose.ts';
import { boolAttr, execute, T } from '../ops/native.ts';
import type { Variable } from '../ops/variable.ts';

/** What an update depends on besides gradients. Scalars in TensorFlow, so that a traced step takes them as inputs. */
export interface UpdateContext {
  /** int32, from 1. */
  readonly step: Tensor;
  /** float32. */
  readonly learningRate: Tensor;
  /** bool: false leaves weights and slots exactly as they are. */
  readonly applied: Tensor;
}

type Update = (variable: Variable, slots: readonly Variable[], gradient: Tensor) => void;

/**
 * How one optimizer changes a weight. `prepare` makes a step's constants once for all weights, inside the caller's tidy.
 * Where a step is not applied, gradient and learning rate come as 0, and the decays are set to 1: then weight and slots
 * keep their values to the bit.
 */
export interface UpdateRule {
  readonly slots: readonly string[];
  prepare(context: UpdateContext): Update;
}

const run = (op: string, inputs: readonly Tensor[], ...flags: string[]): void => {
  execute(op, [T, boolAttr('use_locking', false), ...flags.map((flag) => boolAttr(flag, false))], inputs, 0);
};

/**
 * Keras's formulas (keras.io/api/optimizers), as TensorFlow's ops have them; g is the gradient, w the weight:
 * - sgd: w -= lr g
 * - momentum: m = momentum m - lr g; w += m
 * - nesterov: the same m; w += momentum m - lr g
 * - rmsprop: v = rho v + (1 - rho) g²; w -= lr g / sqrt(v + epsilon)
 * - adam, adamw: m, v as running means; w -= lr sqrt(1 - beta2^t) / (1 - beta1^t) · m / (sqrt(v) + epsilon)
 */
export function updateRule(spec: OptimizerSpec): UpdateRule {
  switch (spec.name) {
    case 'sgd':
      return { slots: [], prepare: sgd };
    case 'momentum':
    case 'nesterov':
      return { slots: ['momentum'], prepare: (context) => momentum(spec, context) };
    case 'rmsprop':
      // The op's momentum, which Keras's default leaves at 0, wants a slot of its own.
      return { slots: ['velocity', 'momentum'], prepare: (context) => rmsprop(spec, context) };
    case 'adam':
    case 'adamw':
      return { slots: ['momentum', 'velocity'], prepare: (context) => adam(spec, context) };
  }
}

type Spec<N extends OptimizerSpec['name']> = Extract<OptimizerSpec, { name: N }>;

function sgd({ learningRate }: UpdateContext): Update {
  return (variable, _, gradient) => run('ResourceApplyGradientDescent', [variable.handle, learningRate, gradient]);
}

/** By hand: TensorFlow's ResourceApplyKerasMomentum always moves the weight, also where a step is to be left out. */
function momentum(spec: Spec<'momentum' | 'nesterov'>, { learningRate, applied }: UpdateContext): Update {
  const decay = choose(applied, tf.scalar(spec.momentum), tf.scalar(1));
  const push = choose(applied, tf.scalar(spec.name === 'nesterov' ? spec.momentum : 1), tf.scalar(0));
  return (variable, [slot], gradient) => {
    const pull = tf.mul(gradient, learningRate);
    const velocity = tf.sub(tf.mul(slot!.read(), decay), pull);
    slot!.assign(velocity);
    const move = tf.mul(velocity, push);
    variable.add(spec.name === 'nesterov' ? tf.sub(move, pull) : move);
  };
}

function rmsprop(spec: Spec<'rmsprop'>, { learningRate, applied }: UpdateContext): Update {
  const rho = choose(applied, tf.scalar(spec.rho), tf.scalar(1));
  const constants = [learningRate, rho, tf.scalar(0), tf.scalar(spec.epsilon)];
  return (variable, [velocity, scratch], gradient) =>
    run('ResourceApplyRMSProp', [variable.handle, velocity!.handle, scratch!.handle, ...constants, gradient]);
}

function adam(spec: Spec<'adam' | 'adamw'>, { step, learningRate, applied }: UpdateContext): Update {
  const t = tf.cast(step, 'float32');
  const betas = [tf.scalar(spec.beta1), tf.scalar(spec.beta2)] as const;
  const powers = betas.map((beta) => tf.pow(beta, t));
  const kept = betas.map((beta) => choose(applied, beta, tf.scalar(1)));
  const constants = [...powers, learningRate, ...kept, tf.scalar(spec.epsilon)];
  return (variable, [m, v], gradient) =>
    run('ResourceApplyAdam', [variable.handle, m!.handle, v!.handle, ...constants, gradient], 'use_nesterov');
}
