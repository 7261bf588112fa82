import { optimizerSchema, recipeSchema } from '../../shared/contract/schemas/recipe.ts';
import type { OptimizerName, Recipe, Validation } from '../../shared/contract/schemas/recipe.ts';

/** The recipe as it stands in the form: a number field that was emptied holds null. */
export interface DraftFields {
  epochs: number | null;
  batchSize: number | null;
  optimizer: OptimizerName;
  learningRate: number | null;
  seed: number | null;
  validation: Validation['kind'];
  /** Per cent of the training images. */
  validationPercent: number | null;
  augmentation: Recipe['augmentation'];
  /** Train on so many images; null: on all. */
  limit: number | null;
}

/** Bounds that the form tells; the schemas hold the same ones. */
export const BOUNDS = {
  epochs: { min: 1, max: 1000 },
  batchSize: { min: 1, max: 4096 },
  learningRate: { min: 0.000001, max: 10 },
  seed: { min: 0, max: 0xffffffff },
  validationPercent: { min: 1, max: 50 },
  limit: { min: 10, max: 10_000_000 },
} as const;

export type CheckedField = keyof typeof BOUNDS;
/** What is wrong at a field, as data: the words are in i18n. */
export type Fault = { readonly kind: 'missing' | 'whole' | 'range'; readonly min: number; readonly max: number };
export type Faults = Partial<Record<CheckedField, Fault>>;

const WHOLE: readonly CheckedField[] = ['epochs', 'batchSize', 'seed', 'limit'];

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

/** The recipe, or what is wrong and where. `available`: training images there are; 0 while unknown. */
export function checkFields(fields: DraftFields, available: number): { recipe: Recipe | null; faults: Faults } {
  const faults: Faults = {};
  for (const field of Object.keys(BOUNDS) as CheckedField[]) {
    if (field === 'limit' && fields.limit === null) continue;
    if (field === 'validationPercent' && fields.validation === 'none') continue;
    const fault = checkNumber(field, fields[field], available);
    if (fault !== null) faults[field] = fault;
  }
  if (Object.keys(faults).length > 0) return { recipe: null, faults };
  const { validation: kind, validationPercent } = fields;
  const recipe = recipeSchema.parse({
    version: 1,
    optimizer: optimizerSchema.parse({ name: fields.optimizer, learningRate: fields.learningRate }),
    batchSize: fields.batchSize,
    epochs: fields.epochs,
    validation: kind === 'none' ? { kind } : { kind, fraction: validationPercent! / 100 },
    augmentation: fields.augmentation,
    seed: fields.seed,
  });
  return { recipe, faults };
}

function checkNumber(field: CheckedField, value: number | null, available: number): Fault | null {
  const { min } = BOUNDS[field];
  const max = field === 'limit' && available > 0 ? available : BOUNDS[field].max;
  if (value === null || Number.isNaN(value)) return { kind: 'missing', min, max };
  if (value < min || value > max) return { kind: 'range', min, max };
  if (WHOLE.includes(field) && !Number.isInteger(value)) return { kind: 'whole', min, max };
  return null;
}
