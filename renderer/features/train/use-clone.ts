import { watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { AppError } from '../../../shared/contract/errors.ts';
import type { RunId } from '../../../shared/contract/schemas/run.ts';
import { t } from '../../i18n/index.ts';
import { useHost } from '../../stores/host.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';
import { useToasts } from '../../ui/index.ts';

/** The settings of an earlier run that the address names (`clone`): all of them, and its name for a copy. */
export function useClone(): void {
  const host = useHost();
  const draft = useTrainDraft();
  const router = useRouter();
  const route = useRoute();
  const toasts = useToasts();

  watch(
    () => [route.query['clone'], host.connected] as const,
    ([id, connected]) => {
      if (typeof id === 'string' && connected) void clone(id).catch(toasts.error);
    },
    { immediate: true },
  );

  async function clone(id: RunId): Promise<void> {
    await router.replace({ name: 'train' });
    const [run] = await host.call('runs.records', { ids: [id] });
    if (!run) throw new AppError('run-not-found', { id });
    draft.takeFrom(run.spec);
    draft.name = t('runTable.cloneName', { name: run.spec.name });
  }
}
