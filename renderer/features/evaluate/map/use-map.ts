import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { toErrorData } from '../../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../../shared/contract/errors.ts';
import type { ImageMap } from '../../../../shared/contract/schemas/evaluation.ts';
import { useEvaluations } from '../../../stores/evaluations.ts';
import { useHost } from '../../../stores/host.ts';

/** The map of an evaluation's images: the one that is kept, or one that is made when it is asked for. */
export function useMap(wanted: () => { readonly id: string; readonly edition: number }) {
  const host = useHost();
  const evaluations = useEvaluations();
  const map = shallowRef<ImageMap | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  const going = shallowRef<string | null>(null);
  let controller = new AbortController();

  const share = computed(() => {
    const news = evaluations.progress;
    return news !== null && news.ticket === going.value ? news.done / Math.max(1, news.total) : null;
  });

  async function ask(make: boolean): Promise<void> {
    controller.abort();
    const own = (controller = new AbortController());
    const ticket = crypto.randomUUID();
    [going.value, error.value] = [make ? ticket : null, null];
    try {
      const found = await host.call('evaluations.map', { id: wanted().id, make, ticket }, own);
      if (own === controller) map.value = found;
    } catch (thrown) {
      if (own === controller && !own.signal.aborted) error.value = toErrorData(thrown);
    } finally {
      if (own === controller) going.value = null;
    }
  }
  const cancel = (): void => {
    controller.abort();
    going.value = null;
  };
  watch(
    () => wanted().id,
    () => (map.value = null),
  );
  watch([() => wanted().id, () => host.connected], () => (host.connected ? void ask(false) : cancel()), {
    immediate: true,
  });
  // Labels were corrected: the points lie where they did.
  watch(
    () => wanted().edition,
    () => {
      if (map.value !== null && going.value === null) void ask(false);
    },
  );
  onScopeDispose(() => controller.abort());
  return { map, error, going, share, make: () => void ask(true), cancel };
}
