import { optimizerSchema, recipeSchema } from '../../shared/contract/schemas/recipe.ts';
import type { OptimizerName, Recipe, Validation } from '../../shared/contract/schemas/recipe.ts';

/** The recipe as it stands in the form, flat. */
export interface DraftFields {
  epochs: number;
  batchSize: number;
  optimizer: OptimizerName;
  learningRate: number;
  seed: number;
  validation: Validation['kind'];
  /** Per cent of the training images; kept while `validation` is none. */
  validationPercent: number;
  augmentation: Recipe['augmentation'];
  /** Train on so many images; null: on all. */
  limit: number | null;
}

/** The bounds that the fields tell; the contract's schemas hold the same ones. */
export const BOUNDS = {
  epochs: { min: 1, max: 1000, whole: true },
  batchSize: { min: 1, max: 4096, whole: true },
  learningRate: { min: 1e-7, max: 10 },
  seed: { min: 0, max: 0xffffffff, whole: true },
  validationPercent: { min: 1, max: 50 },
} as const;

export const kerasRate = (optimizer: OptimizerName): number => optimizerSchema.parse({ name: optimizer }).learningRate;

export function fieldsFrom(recipe: Recipe): DraftFields {
  const { validation } = recipe;
  return {
    epochs: recipe.epochs,
    batchSize: recipe.batchSize,
    optimizer: recipe.optimizer.name,
    learningRate: recipe.optimizer.learningRate,
    seed: recipe.seed,
    validation: validation.kind,
    validationPercent: validation.kind === 'none' ? 10 : Math.round(validation.fraction * 1000) / 10,
    augmentation: recipe.augmentation,
    limit: null,
  };
}

/** The optimizer's other constants are Keras's defaults. Throws where a field is out of its bounds. */
export function recipeFrom(fields: DraftFields): Recipe {
  const { validation: kind, validationPercent } = fields;
  return recipeSchema.parse({
    version: 1,
    optimizer: { name: fields.optimizer, learningRate: fields.learningRate },
    batchSize: fields.batchSize,
    epochs: fields.epochs,
    validation: kind === 'none' ? { kind } : { kind, fraction: validationPercent / 100 },
    augmentation: fields.augmentation,
    seed: fields.seed,
  });
}
