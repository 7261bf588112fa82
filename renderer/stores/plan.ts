import { shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
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
): Readonly<ShallowRef<Plan | null>> {
  const host = useHost();
  const plan = shallowRef<Plan | null>(null);
  let asked = 0;
  watch(
    () => (host.connected ? JSON.stringify([question(), images.value]) : null),
    async () => {
      const own = ++asked;
      const input = host.connected ? question() : null;
      const answer = input === null ? null : await host.call('runs.plan', input).catch(() => null);
      if (own === asked) plan.value = answer;
    },
    { immediate: true },
  );
  return plan;
}
