import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import type { Rates } from '../../../shared/contract/schemas/fine-tune.ts';
import type { ModelSpec } from '../../../shared/contract/schemas/model.ts';
import { rateOf } from '../../../shared/model/fine-tune-model.ts';
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

/**
 * A fresh model with its initial weights and what its recipe keeps beside them; `rates` are factors of the learning rate
 * (see fineTuneSchema). Throws `model-invalid`.
 */
export function createTrainingState(spec: ModelSpec, recipe: Recipe, rates: Rates = {}): TrainingState {
  const model = buildModel(spec, recipe.seed);
  const trainable = model.variables.filter((variable) => variable.trainable);
  const factors = factorsOf(model, rates);
  const optimizer = createOptimizer(recipe.optimizer, trainable, (variable) => factors.get(variable) ?? 1);
  const average = recipe.ema ? new WeightAverage(recipe.ema.decay, model.changing) : null;
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

function factorsOf({ layers }: Model, rates: Rates): Map<Variable, number> {
  const head = layers.map(({ variables }) => variables.length > 0).lastIndexOf(true);
  return new Map(
    layers.flatMap(({ name, variables }, i) =>
      variables.map((variable) => [variable, rateOf(rates, name, i === head)] as const),
    ),
  );
}
