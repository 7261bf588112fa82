import { computed, onMounted, onUnmounted, ref, watch } from 'vue';
import type { Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { isActive } from '../../../shared/contract/schemas/run.ts';
import type { Run, RunStatus } from '../../../shared/contract/schemas/run.ts';
import { t, useFormat } from '../../i18n/index.ts';
import { useRuns } from '../../stores/runs.ts';
import { useToasts } from '../../ui/index.ts';

/** Events by which a user who is back at the window is noticed. */
const SIGNS_OF_A_READER = ['focus', 'pointerdown', 'keydown'] as const;

/**
 * Reports runs that finish or fail: in a toast, unless the run's own page is open, and as the returned text for the
 * window's title, which stays until the window is used again, so that it can be seen in the list of windows.
 */
export function useFinishes(): Readonly<Ref<string | null>> {
  const runs = useRuns();
  const route = useRoute();
  const router = useRouter();
  const toasts = useToasts();
  const format = useFormat();
  const ended = ref<Run | null>(null);

  function tell(run: Run): void {
    ended.value = run;
    if (route.name === 'run' && route.params['id'] === run.id) return;
    const accuracy = run.result?.tests[0]?.accuracy;
    toasts.show({
      tone: run.status === 'finished' ? 'ok' : 'error',
      title: titleOf(run),
      text: accuracy === undefined ? undefined : t('frame.ended.test', { accuracy: format.value.percent(accuracy, 2) }),
      action: {
        label: t('frame.ended.look'),
        run: async () => void (await router.push({ name: 'run', params: { id: run.id } })),
      },
    });
  }

  /** The status of each run when it was last seen: runs that ended before this window opened are not reported. */
  const before = new Map<string, RunStatus>();
  watch(
    () => runs.list,
    (list) => {
      for (const run of list) {
        const known = before.get(run.id);
        before.set(run.id, run.status);
        const over = run.status === 'finished' || run.status === 'failed';
        if (over && known !== undefined && isActive(known)) tell(run);
      }
    },
    { immediate: true },
  );

  const forget = (): void => void (ended.value = null);
  onMounted(() => SIGNS_OF_A_READER.forEach((sign) => window.addEventListener(sign, forget, true)));
  onUnmounted(() => SIGNS_OF_A_READER.forEach((sign) => window.removeEventListener(sign, forget, true)));
  return computed(() => (ended.value === null ? null : titleOf(ended.value)));
}

const titleOf = ({ status, spec }: Run): string =>
  t(status === 'finished' ? 'frame.ended.finished' : 'frame.ended.failed', { name: spec.name });
