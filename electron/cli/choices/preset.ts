import { LINE_PRESETS, PRESETS } from '../../../shared/model/presets/index.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { PresetChoice } from '../../services/presets/presets.ts';
import { UsageError } from '../usage.ts';

/** The studio's presets, then the user's own. */
export async function listPresets(services: Services): Promise<PresetChoice[]> {
  const builtIn = [...PRESETS, ...LINE_PRESETS].map(({ id, model, recipe }) => ({
    id,
    name: model.name,
    model,
    recipe,
  }));
  return [...builtIn, ...(await services.presets.list())];
}

/** The preset of an id, or in a file. Throws UsageError with the ids that there are, and what is wrong with the file. */
export async function choosePreset(services: Services, choice: string): Promise<PresetChoice> {
  const found = await services.presets.findPreset(choice);
  if (found) return found;
  const ids = (await listPresets(services)).map(({ id }) => id);
  throw new UsageError(`there is no preset ${choice}; there are ${ids.join(', ')}, and files of presets`);
}
