import type { ArchitectureContent } from '../../../shared/contract/schemas/architecture.ts';
import type { ModelCard, ModelRef } from '../../../shared/contract/schemas/predict.ts';
import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import { DIGITS } from '../../../shared/task/digits.ts';
import { fineTuneModel } from '../../../shared/model/fine-tune-model.ts';
import { findPreset } from '../../../shared/model/presets/index.ts';
import { tutorial } from '../../../shared/model/presets/tutorial.ts';
import type { Architecture } from '../../../shared/contract/schemas/architecture.ts';
import type { UserPreset } from '../../../shared/contract/schemas/preset.ts';

/** What the editor shows at an address: its name, what it holds, and whether it is the user's own already. */
export interface Opened {
  readonly name: string;
  readonly content: ArchitectureContent;
  readonly architecture: Architecture | null;
}

export const NEW = 'new';

/** Where a trained model is opened: its own name may be a preset's, too. */
const TRAINED = 'trained-';
export const trainedAt = (ref: ModelRef): string => TRAINED + ref;
/** The model at such an address; null for any other. */
export const refAt = (id: string): string | null => (id.startsWith(TRAINED) ? id.slice(TRAINED.length) : null);

export const emptyContent = (): ArchitectureContent => ({
  task: DIGITS,
  layers: [],
  recipe: tutorial.recipe,
  origin: null,
  text: null,
});

export const openArchitecture = (architecture: Architecture): Opened => {
  const { name, content } = architecture;
  return { name, content, architecture };
};

/** A preset for its own task: MNIST's, or, of one of the user's, images of its size and as many numbered classes as it has units. */
export function openPreset({
  id,
  name,
  model,
  recipe,
}: Pick<UserPreset, 'name' | 'model' | 'recipe'> & { id: string }): Opened {
  const last = model.layers.at(-1);
  const units = last && 'units' in last ? last.units : DIGITS.classes.length;
  const [height, width] = model.inputShape;
  const task =
    findPreset(id) || units === DIGITS.classes.length
      ? { ...DIGITS, inputShape: [height, width, 1] as [number, number, 1] }
      : {
          inputShape: [height, width, 1] as [number, number, 1],
          classes: Array.from({ length: units }, (_, i) => String(i)),
        };
  return { name, content: { task, layers: model.layers, recipe, origin: null, text: null }, architecture: null };
}

/** A trained model's layers, to be trained anew; its weights may be looked at. */
export function openTrained(ref: ModelRef, name: string, card: ModelCard, recipe: Recipe | undefined): Opened {
  const { layers } = fineTuneModel(card.spec, { freeze: 'none', classes: null });
  return {
    name,
    content: { task: card.task, layers, recipe: recipe ?? tutorial.recipe, origin: ref, text: null },
    architecture: null,
  };
}
