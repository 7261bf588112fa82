import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import type { ModelSpec } from '../../../shared/contract/schemas/model.ts';
import { buildModel, type Model } from '../model/build-model.ts';
import { createOptimizer, type Optimizer } from '../optimizers/optimizer.ts';
import { WeightAverage } from '../optimizers/weight-average.ts';
import type { Variable } from '../ops/variable.ts';

/** All the variables that training steps read and write, and what they mean to each other. */
export interface TrainingState {
  readonly model: Model;
  readonly optimizer: Optimizer;
  /** Null where the recipe has no EMA. */
  readonly average: WeightAverage | null;
  /** Weights, then the optimizer's slots, then the averages: what a checkpoint holds. */
  readonly variables: readonly Variable[];
  /** The name of each variable in a checkpoint. */
  readonly names: readonly string[];
  dispose(): void;
}

type Parts = Readonly<Record<'weights' | 'slots' | 'averages', readonly Variable[]>>;

/**
 * A namespace for each kind: whatever a person names the layers, a slot or an average never gets the name of a weight.
 * (A Residual `momentum` around a layer `dense` has a weight `momentum/dense/kernel`; so is called the slot of a layer `dense`.)
 */
const namesOf = ({ weights, slots, averages }: Parts): string[] => [
  ...weights.map(({ name }) => `weights/${name}`),
  ...slots.map(({ name }) => `slots/${name}`),
  ...averages.map(({ name }) => `averages/${name}`),
];

/** A fresh model with its initial weights and what its recipe keeps beside them. Throws `model-invalid`. */
export function createTrainingState(spec: ModelSpec, recipe: Recipe): TrainingState {
  const model = buildModel(spec, recipe.seed);
  const trainable = model.variables.filter((variable) => variable.trainable);
  const optimizer = createOptimizer(recipe.optimizer, trainable);
  const average = recipe.ema ? new WeightAverage(recipe.ema.decay, model.variables) : null;
  const parts: Parts = { weights: model.variables, slots: optimizer.slots, averages: average?.shadows ?? [] };
  return {
    model,
    optimizer,
    average,
    variables: [...parts.weights, ...parts.slots, ...parts.averages],
    names: namesOf(parts),
    dispose() {
      average?.dispose();
      optimizer.dispose();
      model.dispose();
    },
  };
}
