import { computed, shallowRef, watch } from 'vue';
import type { ComputedRef, Ref } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallInput, CallOutput } from '../../shared/contract/define.ts';
import { useHost } from './host.ts';

export type Plan = CallOutput<HostCalls, 'runs.plan'>;

/**
 * The host's plan for what is asked, kept up to date; null while nothing is asked or no answer is there. `images`
 * changes when the data behind a question does. If it fails, no plan is shown: starting the run will show the error.
 */
export function usePlan(
  question: () => CallInput<HostCalls, 'runs.plan'> | null,
  images: Readonly<Ref<number>>,
): {
  readonly plan: ComputedRef<Plan | null>;
  /** Whether the plan is still that of an earlier question, the answer being on its way. */
  readonly planStale: ComputedRef<boolean>;
} {
  const host = useHost();
  const key = computed(() => (host.connected ? JSON.stringify([question(), images.value]) : null));
  const answered = shallowRef<{ readonly key: string | null; readonly plan: Plan | null }>({ key: null, plan: null });
  watch(
    key,
    async (own) => {
      const input = own === null ? null : question();
      const plan = input === null ? null : await host.call('runs.plan', input).catch(() => null);
      if (own === key.value) answered.value = { key: own, plan };
    },
    { immediate: true },
  );
  return { plan: computed(() => answered.value.plan), planStale: computed(() => answered.value.key !== key.value) };
}
