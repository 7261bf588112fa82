import { watch } from 'vue';
import { useRouter } from 'vue-router';
import { t } from '../../i18n/index.ts';
import { useUpdates } from '../../stores/updates.ts';
import { useToasts } from '../../ui/index.ts';

/** Tells once, in a toast, of a newer version that the studio has found by itself. Whoever has looked sees it where they looked. */
export function useUpdateNews(): void {
  const updates = useUpdates();
  const router = useRouter();
  const toasts = useToasts();
  let told: string | null = null;
  watch(
    () => updates.status,
    (status) => {
      if (!status?.byItself || status.step.state !== 'available') return;
      const { version } = status.step.release;
      if (version === told) return;
      told = version;
      toasts.show({
        title: t('updates.found', { version }),
        text: t('updates.foundText'),
        action: { label: t('updates.show'), run: async () => void (await router.push({ name: 'settings' })) },
      });
    },
    { immediate: true },
  );
}
