import { computed, watch } from 'vue';
import { findPreset } from '../../../shared/model/presets/index.ts';
import { modelRefSchema } from '../../../shared/contract/schemas/run-id.ts';
import { t } from '../../i18n/index.ts';
import { useArchitectures } from '../../stores/architectures.ts';
import { useModels } from '../../stores/models.ts';
import { usePresets } from '../../stores/presets.ts';
import { useRuns } from '../../stores/runs.ts';
import { presetName } from '../train/preset-name.ts';
import { emptyContent, NEW, refAt, openArchitecture, openPreset, openTrained, type Opened } from './model-sources.ts';

/** What is at an address of the editor: `missing` when nothing is, null while it is on its way. */
export function useOpened(id: () => string) {
  const architectures = useArchitectures();
  const presets = usePresets();
  const models = useModels();
  const runs = useRuns();

  const trained = computed(() => {
    const ref = modelRefSchema.safeParse(refAt(id()));
    return ref.success ? models.byRef.get(ref.data) : undefined;
  });
  watch(trained, (info) => info && void models.fetchCard(info.ref), { immediate: true });

  return computed<Opened | 'missing' | null>(() => {
    const wanted = id();
    if (wanted === NEW) return { name: t('editor.untitled'), content: emptyContent(), architecture: null };
    const architecture = architectures.find(wanted);
    if (architecture) return openArchitecture(architecture);
    const builtIn = findPreset(wanted);
    if (builtIn) return openPreset({ ...builtIn, name: presetName(builtIn.id, builtIn.model.name) });
    const own = presets.find(wanted);
    if (own) return openPreset(own);
    const info = trained.value;
    if (!info) return 'missing';
    const card = models.cardOf(info.ref);
    if (card === null) return null;
    if ('error' in card) return 'missing';
    const run = runs.list.find((one) => one.id === info.ref);
    return openTrained(info.ref, info.name, card, run?.spec.recipe);
  });
}
