import type { ModelSpec } from '../../contract/schemas/model.ts';
import type { Recipe } from '../../contract/schemas/recipe.ts';

/** A model and the recipe that it is meant to be trained with: where the Train screen and the CLI start from. */
export interface Preset {
  /** Also the key of its words in i18n and the value of the CLI's `--preset`. */
  readonly id: string;
  readonly model: ModelSpec;
  readonly recipe: Recipe;
}
