import type { Optimizer } from '../contract/schemas/recipe.ts';

/** One weight before a step: its value, its gradient, and what the optimizer keeps of it. */
export interface WeightState {
  readonly w: number;
  readonly g: number;
  /** Momentum; 0 where the optimizer keeps none. */
  readonly m: number;
  /** The mean of squares; 0 where the optimizer keeps none. */
  readonly v: number;
  /** The number of the step, from 1. */
  readonly t: number;
  /** Weight decay takes part: of kernels, not of biases and normalisation's weights. */
  readonly decays: boolean;
}

/** The same step, value by value. */
export interface WeightStep {
  readonly m: number;
  readonly v: number;
  /** The learning rate as it is applied: Adam corrects the bias of its means by it. */
  readonly rate: number;
  /** What weight decay takes away first. */
  readonly decay: number;
  /** What the rule takes away. */
  readonly move: number;
  /** The weight after the step. */
  readonly w: number;
}

/** One weight's step by the formulas that electron/trainer/optimizers/rules.ts names, in double precision. */
export function stepOf(spec: Optimizer, { w, g, m, v, t, decays }: WeightState): WeightStep {
  const decay = decays ? spec.learningRate * spec.weightDecay * w : 0;
  const { rate, ...moved } = moveOf(spec, { g, m, v, t });
  return { ...moved, rate, decay, w: w - decay - moved.move };
}

function moveOf(
  spec: Optimizer,
  { g, m, v, t }: Pick<WeightState, 'g' | 'm' | 'v' | 't'>,
): Pick<WeightStep, 'm' | 'v' | 'rate' | 'move'> {
  const rate = spec.learningRate;
  switch (spec.name) {
    case 'sgd':
      return { m, v, rate, move: rate * g };
    case 'momentum':
    case 'nesterov': {
      const momentum = spec.momentum * m - rate * g;
      return { m: momentum, v, rate, move: spec.name === 'momentum' ? -momentum : rate * g - spec.momentum * momentum };
    }
    case 'rmsprop': {
      const squares = spec.rho * v + (1 - spec.rho) * g * g;
      return { m, v: squares, rate, move: (rate * g) / Math.sqrt(squares + spec.epsilon) };
    }
    case 'adam':
    case 'adamw': {
      const mean = spec.beta1 * m + (1 - spec.beta1) * g;
      const squares = spec.beta2 * v + (1 - spec.beta2) * g * g;
      const corrected = (rate * Math.sqrt(1 - spec.beta2 ** t)) / (1 - spec.beta1 ** t);
      return { m: mean, v: squares, rate: corrected, move: (corrected * mean) / (Math.sqrt(squares) + spec.epsilon) };
    }
  }
}
