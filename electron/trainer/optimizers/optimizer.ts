import type { Tensor } from '@tensorflow/tfjs-core';
import type { Optimizer as OptimizerSpec } from '../../../shared/contract/schemas/recipe.ts';
import { Variable } from '../ops/variable.ts';
import { updateRule } from './rules.ts';

export interface Optimizer {
  /** What it remembers between steps, for checkpoints: `slot/layer/weight`. */
  readonly slots: readonly Variable[];
  /** Updates every variable with its gradient, in place. `step` is an int32 scalar, from 1. */
  apply(gradients: readonly Tensor[], step: Tensor): void;
  dispose(): void;
}

/**
 * An optimizer over `variables` by TensorFlow's fused updates, with Keras's formulas and the spec's numbers.
 * `gradients` of `apply` come in the variables' order.
 */
export function createOptimizer(spec: OptimizerSpec, variables: readonly Variable[]): Optimizer {
  const rule = updateRule(spec);
  const slotsOf = variables.map((variable) =>
    rule.slots.map((slot) => new Variable(`${slot}/${variable.name}`, variable.shape, zeros(variable.shape), false)),
  );
  return {
    slots: slotsOf.flat(),
    apply(gradients, step) {
      const update = rule.prepare(step);
      variables.forEach((variable, i) => update(variable, slotsOf[i]!, gradients[i]!));
    },
    dispose: () => slotsOf.flat().forEach((slot) => slot.dispose()),
  };
}

const zeros = (shape: readonly number[]): Float32Array =>
  new Float32Array(shape.reduce((product, n) => product * n, 1));
