import { onScopeDispose, watch } from 'vue';
import type { MovedWeights } from '../../../../shared/contract/schemas/moved-weights.ts';
import type { RunId } from '../../../../shared/contract/schemas/run-id.ts';
import { floatsFromBytes } from '../../../../shared/data/number-bytes.ts';
import { useEngine } from '../../../stores/engine.ts';
import { useHost } from '../../../stores/host.ts';
import { createLatest } from '../../../stores/latest.ts';

/** How far the weights of a fine-tuned run have moved, and all numbers of one of them. Null: the model is no such run's. */
export function useMovedWeights(run: () => RunId | null, weight: () => string | null) {
  const host = useHost();
  const engine = useEngine();
  const { answer, error, ask, forget } = createLatest<{ run: RunId; weight: string | null }, MovedWeights>(
    (question, signal) => host.call('models.moved', question, { signal }),
  );
  watch(
    [run, weight, () => engine.unusable] as const,
    ([own, path, unusable], [before]) => {
      if (own !== before) forget();
      if (own !== null && !unusable) ask({ run: own, weight: path });
    },
    { immediate: true },
  );
  onScopeDispose(forget);
  return { answer, error };
}

/** The numbers of the weight that is shown. */
export const shownValues = (moved: MovedWeights | null) =>
  moved?.shown
    ? {
        before: moved.shown.before && floatsFromBytes(moved.shown.before),
        after: floatsFromBytes(moved.shown.after),
      }
    : null;
