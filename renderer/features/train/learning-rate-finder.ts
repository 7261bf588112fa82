import { computed, ref, shallowRef, watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { LearningRateCurve } from '../../../shared/contract/schemas/learning-rate.ts';
import { useHost } from '../../stores/host.ts';
import { useRangeTests } from '../../stores/range-tests.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';

/** One range test of the draft at a time: asked for, cancelled, or done. A cancelled one leaves no trace; the last one is kept. */
export function useLearningRateFinder() {
  const host = useHost();
  const tests = useRangeTests();
  const draft = useTrainDraft();
  const curve = shallowRef<LearningRateCurve | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  /** When the test began, milliseconds of the page's clock; null while none runs. */
  const since = ref<number | null>(null);
  const running = computed(() => since.value !== null);
  const suggestion = computed(() => curve.value?.suggestion ?? null);
  const subject = computed(() => ({ model: draft.model, data: draft.data, recipe: draft.recipe }));
  let asking: AbortController | null = null;

  async function start(): Promise<void> {
    cancel();
    const input = subject.value;
    const own = new AbortController();
    asking = own;
    curve.value = null;
    error.value = null;
    since.value = performance.now();
    try {
      const found = await host.call('runs.findLearningRate', input, { signal: own.signal });
      tests.keep(input, found);
      // What was chosen meanwhile may be something else.
      if (asking === own) curve.value = tests.find(subject.value);
    } catch (thrown) {
      if (asking === own) error.value = toErrorData(thrown);
    } finally {
      if (asking === own) end();
    }
  }

  function cancel(): void {
    asking?.abort();
    end();
  }

  function end(): void {
    asking = null;
    since.value = null;
  }

  /** Shows what was found last, as long as that is of what is chosen now; what is chosen meanwhile takes it away. */
  function recall(): void {
    watch(
      () => tests.find(subject.value),
      (found) => {
        if (!running.value) curve.value = found;
      },
      { immediate: true },
    );
  }

  /** Puts a rate into the form, to three digits. */
  const take = (rate: number): void => void (draft.fields.learningRate = Number(rate.toPrecision(3)));

  return { curve, error, since, running, suggestion, start, cancel, recall, take };
}

export type RateFinder = ReturnType<typeof useLearningRateFinder>;
