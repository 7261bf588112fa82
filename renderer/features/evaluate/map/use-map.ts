import { onScopeDispose, shallowRef, watch } from 'vue';
import { toErrorData } from '../../../../shared/contract/errors.ts';
import type { ImageMap } from '../../../../shared/contract/schemas/image-map.ts';
import { useHost } from '../../../stores/host.ts';
import { useLongWork } from '../use-long-work.ts';

/** The map of an evaluation's images: the one that is kept, or one that is made when it is asked for. */
export function useMap(wanted: () => { readonly id: string; readonly edition: number }) {
  const host = useHost();
  const { going, share, error, begin, cancel: cancelWork } = useLongWork();
  const map = shallowRef<ImageMap | null>(null);
  let recalling = new AbortController();

  const ask = (make: boolean, ticket: string, signal: AbortSignal): Promise<ImageMap | null> =>
    host.call('evaluations.map', { id: wanted().id, make, ticket }, { signal });

  /** Shows the one that is kept, if any is. */
  async function recall(): Promise<void> {
    cancel();
    const { signal } = (recalling = new AbortController());
    try {
      const kept = await ask(false, crypto.randomUUID(), signal);
      if (!signal.aborted) map.value = kept;
    } catch (thrown) {
      if (!signal.aborted) error.value = toErrorData(thrown);
    }
  }
  function make(): void {
    recalling.abort();
    void begin(async (ticket, signal) => {
      const made = await ask(true, ticket, signal);
      if (!signal.aborted) map.value = made;
    });
  }
  function cancel(): void {
    recalling.abort();
    cancelWork();
  }
  watch(
    () => wanted().id,
    () => (map.value = null),
  );
  watch([() => wanted().id, () => host.connected], () => (host.connected ? void recall() : cancel()), {
    immediate: true,
  });
  // Labels were corrected: the points lie where they did.
  watch(
    () => wanted().edition,
    () => {
      if (map.value !== null && going.value === null) void recall();
    },
  );
  onScopeDispose(() => recalling.abort());
  return { map, error, going, share, make, cancel };
}
