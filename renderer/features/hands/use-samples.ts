import { computed, shallowReactive, shallowRef, watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { HandId, HandSample, SampleId } from '../../../shared/contract/schemas/hand.ts';
import { useHands } from '../../stores/hands.ts';
import { useHost } from '../../stores/host.ts';

/** The contract's bound of `hands.ink`. */
const PAGE = 500;

/**
 * The drawings of a hand, kept up to date, and the images of those that are looked at: they are fetched when first asked for,
 * many at once, and never change.
 */
export function useSamples(id: () => HandId) {
  const hands = useHands();
  const host = useHost();
  const all = shallowRef<readonly HandSample[]>([]);
  const loaded = shallowRef(false);
  const error = shallowRef<ErrorData | null>(null);
  const images = shallowReactive(new Map<SampleId, Uint8Array>());
  const wanted = new Set<SampleId>();
  let [loading, again, fetching] = [false, false, false];

  async function load(): Promise<void> {
    again = true;
    if (loading) return;
    loading = true;
    // One question at a time: what changes meanwhile is asked for once more, however often it changed.
    while (again) {
      again = false;
      const own = id();
      try {
        const { samples } = await hands.get(own);
        if (own === id()) [all.value, loaded.value, error.value] = [samples, true, null];
      } catch (thrown) {
        error.value = toErrorData(thrown);
      }
    }
    loading = false;
  }

  async function fetchWanted(): Promise<void> {
    if (fetching) return;
    fetching = true;
    await Promise.resolve(); // all that one picture asks for goes together
    while (wanted.size > 0) {
      const some = [...wanted].slice(0, PAGE);
      try {
        for (const { id: sample, image } of await hands.ink(id(), some)) images.set(sample, image);
      } catch (thrown) {
        error.value = toErrorData(thrown);
      }
      for (const sample of some) wanted.delete(sample);
    }
    fetching = false;
  }

  /** In the hand's frame; null while it is on its way. */
  function imageOf(sample: SampleId): Uint8Array | null {
    const known = images.get(sample);
    if (known) return known;
    wanted.add(sample);
    void fetchWanted();
    return null;
  }

  // The host tells of every change with a new record.
  watch([() => hands.byId.get(id()), () => host.connected], ([info, connected]) => info && connected && void load(), {
    immediate: true,
  });

  return { all, loaded, error, imageOf, retry: load, byId: computed(() => new Map(all.value.map((s) => [s.id, s]))) };
}

export type SamplesInWindow = ReturnType<typeof useSamples>;
