import type { z } from 'zod';
import { modelSpecSchema, type ModelSpec } from '../../contract/schemas/model.ts';
import { recipeSchema, type Recipe, type RecipeInput } from '../../contract/schemas/recipe.ts';

export const PRESET_FAMILIES = ['baseline', 'cnn', 'rnn', 'transformer'] as const;
export type PresetFamily = (typeof PRESET_FAMILIES)[number];

/** A model and the recipe that it is meant to be trained with: where the Train screen and the CLI start from. */
export interface Preset {
  /** Also the key of its words in i18n and the value of the CLI's `--preset`. */
  readonly id: string;
  readonly family: PresetFamily;
  readonly model: ModelSpec;
  readonly recipe: Recipe;
}

interface PresetInput {
  readonly id: string;
  readonly family: PresetFamily;
  readonly name: string;
  readonly layers: z.input<typeof modelSpecSchema>['layers'];
  readonly recipe: Omit<RecipeInput, 'version' | 'seed'>;
}

/** A preset for MNIST's images, written down without what Keras's and the recipe's defaults say anyway. */
export const definePreset = ({ id, family, name, layers, recipe }: PresetInput): Preset => ({
  id,
  family,
  model: modelSpecSchema.parse({ version: 1, name, inputShape: [28, 28, 1], layers }),
  recipe: recipeSchema.parse({ version: 2, seed: 1, ...recipe }),
});

export type LayerInput = PresetInput['layers'][number];

/** What most presets set aside for validation: a tenth, from each class alike. */
export const TENTH = { kind: 'stratified', fraction: 0.1 } as const;
