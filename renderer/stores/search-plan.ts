import { computed, shallowRef, watch } from 'vue';
import { toErrorData, type ErrorData } from '../../shared/contract/errors.ts';
import type { StudySpec } from '../../shared/contract/schemas/study.ts';
import { useHost } from './host.ts';
import { plain } from './plain.ts';

interface Answer {
  readonly key: string | null;
  /** Of a grid: how many settings it has. */
  readonly settings: number | null;
  /** Why it is no study; null while nothing speaks against it. */
  readonly error: ErrorData | null;
}

/** What the host says of a study before it is started, kept up to date; between a change and its answer the last one stays. */
export function useSearchPlan(question: () => StudySpec | null) {
  const host = useHost();
  const key = computed(() => (host.connected ? JSON.stringify(question()) : 'null'));
  const answer = shallowRef<Answer>({ key: null, settings: null, error: null });
  watch(
    key,
    async (own) => {
      const spec = own === 'null' ? null : question();
      const none = { key: own, settings: null, error: null };
      const now =
        spec === null
          ? none
          : await host.call('studies.plan', plain(spec)).then(
              ({ settings }) => ({ ...none, settings }),
              (thrown: unknown) => ({ ...none, error: toErrorData(thrown) }),
            );
      if (own === key.value) answer.value = now;
    },
    { immediate: true },
  );
  return answer;
}
