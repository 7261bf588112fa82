import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { CallInput } from '../../../shared/contract/define.ts';
import type { LearningRateCurve } from '../../../shared/contract/schemas/learning-rate.ts';
import { useHost } from '../../stores/host.ts';
import { useRangeTests } from '../../stores/range-tests.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';

export interface FinderOptions {
  /** What is tested; null: nothing can be as yet. */
  readonly subject: () => CallInput<HostCalls, 'runs.findLearningRate'> | null;
  /** The rate that stands, and that one which was found is put in place of. */
  readonly rate: Ref<number>;
}

/** One range test at a time: asked for, cancelled, or done. A cancelled one leaves no trace; the last one is kept. */
export function useLearningRateFinder({ subject: wanted, rate }: FinderOptions) {
  const host = useHost();
  const tests = useRangeTests();
  const curve = shallowRef<LearningRateCurve | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  /** When the test began, milliseconds of the page's clock; null while none runs. */
  const since = ref<number | null>(null);
  const running = computed(() => since.value !== null);
  const suggestion = computed(() => curve.value?.suggestion ?? null);
  const subject = computed(wanted);
  const known = (): LearningRateCurve | null => (subject.value === null ? null : tests.find(subject.value));
  let asking: AbortController | null = null;

  async function start(): Promise<void> {
    cancel();
    const input = subject.value;
    if (input === null) return;
    const own = new AbortController();
    asking = own;
    curve.value = null;
    error.value = null;
    since.value = performance.now();
    try {
      const found = await host.call('runs.findLearningRate', input, { signal: own.signal });
      tests.keep(input, found);
      // What was chosen meanwhile may be something else.
      if (asking === own) curve.value = known();
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
      known,
      (found) => {
        if (!running.value) curve.value = found;
      },
      { immediate: true },
    );
  }

  /** Puts a rate in place of the one that stands, to three digits. */
  const take = (found: number): void => void (rate.value = Number(found.toPrecision(3)));

  return { rate, curve, error, since, running, suggestion, start, cancel, recall, take };
}

/** That of the Train screen's draft. */
export function useDraftRateFinder(): RateFinder {
  const draft = useTrainDraft();
  return useLearningRateFinder({
    subject: () => ({ model: draft.model, data: draft.data, recipe: draft.recipe }),
    rate: computed({
      get: () => draft.fields.learningRate,
      set: (rate) => (draft.fields.learningRate = rate),
    }),
  });
}

export type RateFinder = ReturnType<typeof useLearningRateFinder>;
