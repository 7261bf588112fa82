import { computed, ref, shallowRef } from 'vue';
import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { CallInput } from '../../../shared/contract/define.ts';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { LearningRateCurve } from '../../../shared/contract/schemas/learning-rate.ts';
import { useHost } from '../../stores/host.ts';
import { useRangeTests } from '../../stores/range-tests.ts';

/** One range test at a time: asked for, cancelled, or done. A cancelled one leaves no trace; the last one is kept for the review. */
export function useLearningRateFinder() {
  const host = useHost();
  const tests = useRangeTests();
  const curve = shallowRef<LearningRateCurve | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  /** When the test began, milliseconds of the page's clock; null while none runs. */
  const since = ref<number | null>(null);
  const running = computed(() => since.value !== null);
  let asking: AbortController | null = null;

  async function start(input: CallInput<HostCalls, 'runs.findLearningRate'>): Promise<void> {
    cancel();
    const own = new AbortController();
    asking = own;
    curve.value = null;
    error.value = null;
    since.value = performance.now();
    try {
      const found = await host.call('runs.findLearningRate', input, { signal: own.signal });
      tests.keep(input, found);
      if (asking === own) curve.value = found;
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

  return { curve, error, since, running, start, cancel };
}
