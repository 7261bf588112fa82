import type { z } from 'zod';
import { modelSpecSchema, type ModelSpec } from '../../contract/schemas/model.ts';
import type { Task } from '../../contract/schemas/task.ts';
import { DIGITS } from '../../task/digits.ts';
import { fitModel, fitRecipe } from '../fit-model.ts';
import { recipeSchema, type Recipe, type RecipeInput } from '../../contract/schemas/recipe.ts';

export const PRESET_FAMILIES = ['baseline', 'cnn', 'rnn', 'transformer'] as const;
export type PresetFamily = (typeof PRESET_FAMILIES)[number];

/**
 * A model and the recipe that it is meant to be trained with: where the Train screen and the CLI start from. Written down
 * for MNIST's task, or for lines of its digits; `presetFor` gives it for any other.
 */
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
  /** MNIST's, unless it says otherwise. */
  readonly inputShape?: Task['inputShape'];
  readonly layers: z.input<typeof modelSpecSchema>['layers'];
  readonly recipe: Omit<RecipeInput, 'version' | 'seed'>;
}

/** A preset, written down without what Keras's and the recipe's defaults say anyway. */
export const definePreset = ({
  id,
  family,
  name,
  inputShape = DIGITS.inputShape,
  layers,
  recipe,
}: PresetInput): Preset => ({
  id,
  family,
  model: modelSpecSchema.parse({ version: 1, name, inputShape, layers }),
  recipe: recipeSchema.parse({ version: 2, seed: 1, ...recipe }),
});

/** A preset fitted to a task. */
export const presetFor = <P extends Pick<Preset, 'model' | 'recipe'>>(preset: P, task: Task): P => ({
  ...preset,
  model: fitModel(preset.model, task),
  recipe: fitRecipe(preset.recipe, preset.model.inputShape, task.inputShape),
});

export type LayerInput = PresetInput['layers'][number];

/** What most presets set aside for validation: a tenth, from each class alike. */
export const TENTH = { kind: 'stratified', fraction: 0.1 } as const;
