import type { OwnRecipe } from '../../../shared/contract/schemas/own-recipe.ts';
import { t } from '../../i18n/index.ts';
import { fieldsFrom } from '../../stores/fields-from.ts';
import { followSize } from '../../stores/fit-augmentation.ts';
import { useRecipes } from '../../stores/recipes.ts';
import { useSaveFile } from '../../stores/save-file.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';
import { useToasts, useWithUndo } from '../../ui/index.ts';

/** What a person can do with recipes of their own. Only `save` and `rename` reject: their dialog stays open then. */
export function useRecipeActions() {
  const recipes = useRecipes();
  const draft = useTrainDraft();
  const toasts = useToasts();
  const withUndo = useWithUndo();
  const saveFile = useSaveFile();
  const told = (key: 'saved' | 'taken' | 'imported', name: string): void =>
    void toasts.show({ tone: 'ok', title: t(`wizard.recipes.${key}`, { name }) });

  /** Fills the recipe's fields in. What is no part of a recipe stays: how many images, how many seeds, a fine-tune's numbers. */
  function fill({ recipe }: OwnRecipe): void {
    for (const { reset } of [...draft.problems.values()]) reset();
    const { limit, seeds, featuresRate, headRate, replayPercent } = draft.fields;
    const own = { limit, seeds, featuresRate, headRate, replayPercent };
    // Pixels that smaller images do not have are none here.
    const pixels = followSize(recipe.augmentation, [], draft.task, draft.task);
    draft.fields = { ...fieldsFrom(recipe), ...own, ...pixels };
  }

  function take(own: OwnRecipe): void {
    fill(own);
    told('taken', own.name);
  }

  /** Saves the recipe as it stands as a new one. */
  async function save(name: string): Promise<void> {
    told('saved', (await recipes.save(name, draft.recipe)).name);
  }

  const rename = async ({ id, recipe }: OwnRecipe, name: string): Promise<void> =>
    void (await recipes.save(name, recipe, id));

  /** Overwrites one with the recipe as it stands, with undo in a toast. */
  const replace = ({ id, name, recipe }: OwnRecipe): Promise<boolean> =>
    withUndo({
      act: () => recipes.save(name, draft.recipe, id),
      words: () => ({ tone: 'ok', title: t('wizard.recipes.replaced', { name }) }),
      undo: () => recipes.save(name, recipe, id),
      restored: t('wizard.recipes.restored', { name }),
    });

  /** Removes one, with undo in a toast. */
  const remove = ({ id, name, recipe }: OwnRecipe): Promise<boolean> =>
    withUndo({
      act: () => recipes.remove(id),
      words: () => ({ title: t('wizard.recipes.removed', { name }) }),
      undo: () => recipes.save(name, recipe),
      restored: t('wizard.recipes.restored', { name }),
    });

  const exportFile = ({ id }: OwnRecipe): Promise<void> =>
    saveFile(async () => {
      const { name, text } = await recipes.exported(id);
      return { name, content: new Blob([text], { type: 'application/json' }) };
    });

  /** Imports one from the file of a handle and takes it. */
  async function importFrom(handle: string): Promise<void> {
    const own = await recipes.importFrom(handle);
    fill(own);
    told('imported', own.name);
  }

  return { take, save, rename, replace, remove, exportFile, importFrom };
}
