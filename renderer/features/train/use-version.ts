import { computed, shallowRef, watch } from 'vue';
import type { ArchitectureVersion } from '../../../shared/contract/schemas/architecture.ts';
import { modelOf, useArchitectures } from '../../stores/architectures.ts';
import { useHost } from '../../stores/host.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';
import { useToasts } from '../../ui/index.ts';

/** So many versions are looked through for the one that the draft has; an older one goes by no number. */
const LOOKED_THROUGH = 50;

/** The versions of the architecture that is chosen on the Train screen, and which of them the draft has. */
export function useVersion() {
  const architectures = useArchitectures();
  const draft = useTrainDraft();
  const host = useHost();
  const toasts = useToasts();

  /** The chosen architecture; undefined: another kind of model is chosen, or it was removed. */
  const own = computed(() => architectures.find(draft.presetId ?? ''));
  /** The newest first; the first is the present state. */
  const versions = shallowRef<readonly ArchitectureVersion[]>([]);
  /** The version that the draft has; null: one that is not among them, or it is not known yet. */
  const revision = shallowRef<number | null>(null);

  /** Another name makes no other version. */
  const hasLayers = (content: Parameters<typeof modelOf>[1]): boolean => {
    const { layers, inputShape } = modelOf('', content);
    return JSON.stringify([layers, inputShape]) === JSON.stringify([draft.model.layers, draft.model.inputShape]);
  };

  /** A later look, of another choice, makes an earlier one void. */
  let looks = 0;
  watch(
    () => [own.value?.id, own.value?.revision, draft.model, host.connected] as const,
    () => void look().catch(toasts.error),
    { immediate: true },
  );

  async function look(): Promise<void> {
    const one = own.value;
    const mine = ++looks;
    revision.value = null;
    if (one === undefined || !host.connected) return void (versions.value = []);
    if (hasLayers(one.content)) revision.value = one.revision;
    const all = await architectures.versions(one.id);
    if (mine !== looks) return;
    versions.value = all;
    for (const { revision: earlier } of all.slice(1, LOOKED_THROUGH)) {
      if (revision.value !== null) return;
      const content = await architectures.version(one.id, earlier);
      if (mine !== looks) return;
      if (hasLayers(content)) revision.value = earlier;
    }
  }

  /** Takes a version's layers, and leaves what was set of the recipe. */
  async function take(wanted: number): Promise<void> {
    const one = own.value;
    if (one === undefined) return;
    try {
      const content = wanted === one.revision ? one.content : await architectures.version(one.id, wanted);
      draft.takeModel({ id: one.id, model: modelOf(one.name, content), recipe: content.recipe });
    } catch (thrown) {
      toasts.error(thrown);
    }
  }

  return { own, versions, revision, take };
}
