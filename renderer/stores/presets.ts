import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallOutput } from '../../shared/contract/define.ts';
import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { UserPreset } from '../../shared/contract/schemas/preset.ts';
import type { Recipe } from '../../shared/contract/schemas/recipe.ts';
import { useHost } from './host.ts';

type PresetId = UserPreset['id'];

/** The user's own presets. Every change comes back as an event, as those of other windows do. */
export const usePresets = defineStore('presets', () => {
  const host = useHost();
  const all = shallowRef<readonly UserPreset[]>([]);
  host.on('presets.changed', (list) => (all.value = list));
  host.onConnected(async () => {
    all.value = await host.call('presets.list', null);
  });

  /** By name. */
  const list = computed(() => [...all.value].sort((a, b) => a.name.localeCompare(b.name)));
  const find = (id: string | null): UserPreset | undefined => all.value.find((preset) => preset.id === id);

  /** A new one, or over the one with `id`. Its model goes by its name from then on: so do the runs made with it. */
  const save = (name: string, model: ModelSpec, recipe: Recipe, id?: PresetId): Promise<UserPreset> =>
    host.call('presets.save', {
      version: 1,
      name,
      model: { ...model, name },
      recipe,
      ...(id === undefined ? {} : { id }),
    });
  const remove = async (id: PresetId): Promise<void> => void (await host.call('presets.remove', { id }));
  const exported = (id: PresetId): Promise<CallOutput<HostCalls, 'presets.export'>> =>
    host.call('presets.export', { id });
  /** Throws `file-torn`, `file-newer`, `model-invalid`. */
  const importFrom = (handle: string): Promise<UserPreset> => host.call('presets.import', { handle });
  /** Null when the dialog was dismissed. */
  const pick = (): Promise<{ handle: string } | null> => host.call('files.pick', { kind: 'preset' });
  const upload = async (file: File): Promise<{ handle: string }> =>
    host.call('files.upload', { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });

  return { list, find, save, remove, exported, importFrom, pick, upload };
});
