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
  const isRunUntold = (ref: string): boolean => runs.byId.has(ref) && !runs.details.has(ref);
  watch(
    () => trained.value && isRunUntold(trained.value.ref),
    (untold) => void (untold && runs.fetchRecords([trained.value!.ref]).catch(() => undefined)),
    { immediate: true },
  );

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
    // Its recipe is told by its whole record.
    if (isRunUntold(info.ref)) return null;
    return openTrained(info.ref, info.name, card, runs.details.get(info.ref)?.spec.recipe);
  });
}
