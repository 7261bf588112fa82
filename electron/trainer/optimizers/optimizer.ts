import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Optimizer as OptimizerSpec } from '../../../shared/contract/schemas/recipe.ts';
import { choose } from '../ops/choose.ts';
import { Variable } from '../ops/variable.ts';
import { updateRule, type UpdateContext } from './rules.ts';

export interface Optimizer {
  /** What it remembers between steps, for checkpoints: `slot/layer/weight`. */
  readonly slots: readonly Variable[];
  /** Those of one variable, in the rule's order. */
  slotsOf(variable: Variable): readonly Variable[];
  /** Updates every variable with its gradient, in place. */
  apply(gradients: readonly Tensor[], context: UpdateContext): void;
  dispose(): void;
}

/**
 * An optimizer over `variables` by TensorFlow's fused updates, with Keras's formulas and the spec's numbers.
 * `gradients` of `apply` come in the variables' order. The spec's own learning rate is not used here: the schedule is
 * applied to it before. `factor` says how many times that rate a variable gets.
 */
export function createOptimizer(
  spec: OptimizerSpec,
  variables: readonly Variable[],
  factor: (variable: Variable) => number = () => 1,
): Optimizer {
  const rule = updateRule(spec);
  const factors = variables.map(factor);
  const slotsOf = variables.map((variable) =>
    rule.slots.map((slot) => new Variable(`${slot}/${variable.name}`, variable.shape, zeros(variable.shape), false)),
  );
  return {
    slots: slotsOf.flat(),
    slotsOf: (variable) => slotsOf[variables.indexOf(variable)] ?? [],
    apply(gradients, context) {
      const zero = tf.scalar(0);
      const rate = choose(context.applied, context.learningRate, zero);
      const prepare = (times: number) => {
        const learningRate = times === 1 ? rate : tf.mul(rate, times);
        const decay = spec.weightDecay > 0 ? tf.mul(learningRate, -spec.weightDecay) : null;
        return { update: rule.prepare({ ...context, learningRate }), decay };
      };
      const prepared = new Map([...new Set(factors)].map((times) => [times, prepare(times)]));
      variables.forEach((variable, i) => {
        const { update, decay } = prepared.get(factors[i]!)!;
        if (decay && variable.shape.length > 1) variable.add(tf.mul(variable.read(), decay));
        update(variable, slotsOf[i]!, choose(context.applied, gradients[i]!, zero));
      });
    },
    dispose: () => slotsOf.flat().forEach((slot) => slot.dispose()),
  };
}

const zeros = (shape: readonly number[]): Float32Array =>
  new Float32Array(shape.reduce((product, n) => product * n, 1));
