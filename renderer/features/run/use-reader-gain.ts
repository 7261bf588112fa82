import { computed, shallowRef, watch } from 'vue';
import { toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import { handIdSchema } from '../../../shared/contract/schemas/hand.ts';
import type { ReaderGain } from '../../../shared/contract/schemas/reader-gain.ts';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import { useBatches } from '../../stores/batches.ts';
import { useHands } from '../../stores/hands.ts';

/** What a run's reader has gained on the corrections that it learnt: those of a batch of forms, or else of the Read room. */
export function useReaderGain(run: () => Run) {
  const batches = useBatches();
  const hands = useHands();

  /** The batch whose corrections the run learnt, but for the pages that were kept from it. */
  const batch = computed(() => {
    const { datasets } = run().spec.data;
    const learntFrom = batches.list.filter(({ learnt }) => {
      const own = learnt?.filter(({ hand }) => datasets.includes(hand)) ?? [];
      return own.length > 0 && own.every(({ heldOut }) => heldOut);
    });
    return learntFrom[0] ?? null;
  });
  /** Hands of the run that are there; lines of the Read room may be kept beside them. */
  const own = computed(() =>
    run().spec.data.datasets.flatMap((dataset) => {
      const id = handIdSchema.safeParse(dataset);
      return id.success && hands.byId.has(id.data) ? [id.data] : [];
    }),
  );

  const gain = shallowRef<ReaderGain | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  const tries = shallowRef(0);
  watch(
    () => [batch.value?.id, own.value.join(' '), run().id, tries.value] as const,
    async ([id], _, onCleanup) => {
      const before = run().spec.from?.model ?? null;
      const controller = new AbortController();
      onCleanup(() => controller.abort());
      [gain.value, error.value] = [null, null];
      if (before === null || (id === undefined && own.value.length === 0)) return;
      const models = { before, after: run().id };
      try {
        const found =
          id === undefined
            ? await hands.gainOnLines({ hands: own.value, ...models }, controller.signal)
            : await batches.gain({ id, ...models }, controller.signal);
        if (!controller.signal.aborted) gain.value = found;
      } catch (thrown) {
        if (!controller.signal.aborted) error.value = toErrorData(thrown);
      }
    },
    { immediate: true },
  );

  return { batch, gain, error, again: () => void tries.value++ };
}
