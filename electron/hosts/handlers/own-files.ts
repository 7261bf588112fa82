import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { presetsCalls } from '../../../shared/contract/calls/presets.ts';
import type { recipesCalls } from '../../../shared/contract/calls/recipes.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import type { FileHandles } from '../../services/files/handles.ts';
import type { ServiceSet } from '../service-set.ts';

type Calls = Pick<Handlers<HostCalls>, keyof typeof presetsCalls | keyof typeof recipesCalls>;

/** The user's own presets and recipes. */
export const ownFilesHandlers = ({ presets, recipes }: ServiceSet, files: FileHandles): Calls => ({
  'presets.list': () => presets.list(),
  'presets.save': (preset) => presets.save(preset),
  'presets.remove': async ({ id }) => {
    await presets.remove(id);
    return null;
  },
  'presets.import': ({ handle }) => presets.import(files.path(handle)).finally(() => files.release(handle)),
  'presets.export': ({ id }) => presets.export(id),

  'recipes.list': () => recipes.list(),
  'recipes.save': (recipe) => recipes.save(recipe),
  'recipes.remove': async ({ id }) => {
    await recipes.remove(id);
    return null;
  },
  'recipes.import': ({ handle }) => recipes.import(files.path(handle)).finally(() => files.release(handle)),
  'recipes.export': ({ id }) => recipes.export(id),
});
