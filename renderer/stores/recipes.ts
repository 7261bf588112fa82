import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallOutput } from '../../shared/contract/define.ts';
import type { OwnRecipe } from '../../shared/contract/schemas/own-recipe.ts';
import type { Recipe } from '../../shared/contract/schemas/recipe.ts';
import { useHost } from './host.ts';

type RecipeId = OwnRecipe['id'];

/** The user's own recipes. Every change comes back as an event, as those of other windows do. */
export const useRecipes = defineStore('recipes', () => {
  const host = useHost();
  const all = shallowRef<readonly OwnRecipe[]>([]);
  host.on('recipes.changed', (list) => (all.value = list));
  host.onConnected(async () => {
    all.value = await host.call('recipes.list', null);
  });

  /** By name. */
  const list = computed(() => [...all.value].sort((a, b) => a.name.localeCompare(b.name)));
  /** A new one, or over the one with `id`. */
  const save = (name: string, recipe: Recipe, id?: RecipeId): Promise<OwnRecipe> =>
    host.call('recipes.save', { version: 1, name, recipe, ...(id === undefined ? {} : { id }) });
  const remove = async (id: RecipeId): Promise<void> => void (await host.call('recipes.remove', { id }));
  const exported = (id: RecipeId): Promise<CallOutput<HostCalls, 'recipes.export'>> =>
    host.call('recipes.export', { id });
  /** Throws `recipe-unreadable`, `file-newer`. */
  const importFrom = (handle: string): Promise<OwnRecipe> => host.call('recipes.import', { handle });
  /** Null when the dialog was dismissed. */
  const pick = (): Promise<{ handle: string } | null> => host.call('files.pick', { kind: 'recipe' });
  const upload = async (file: File): Promise<{ handle: string }> =>
    host.call('files.upload', { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });

  return { list, save, remove, exported, importFrom, pick, upload };
});
