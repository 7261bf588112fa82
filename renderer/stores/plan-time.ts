import { defineStore } from 'pinia';
import { computed, onScopeDispose, ref, shallowReactive, watch } from 'vue';
import type { ProbeSubject } from '../../shared/contract/schemas/run.ts';
import { epochSeconds, speedKey } from '../../shared/runs/epoch-time.ts';
import { useEngine } from './engine.ts';
import { useHost } from './host.ts';
import { useRuns } from './runs.ts';
import { useTrainDraft } from './train-draft.ts';

/** The form is measured when it has not changed for so long, milliseconds. */
const STILL = 700;
/** A step of more multiplications than this takes a second or more: it is measured only on request. */
const MOST_UNASKED = 2e10;
/** Images a second of what was probed in this window: a step of the Train screen is left and come back to. */
const useProbed = defineStore('probed-speeds', () => ({ rates: shallowReactive(new Map<string, number>()) }));

/**
 * How long the run of the Train screen's draft will take, by a probe of the engine: measured by itself while the engine
 * is idle, otherwise on request. Each model is probed once. For as long as the screen is open.
 */
export function usePlanTime() {
  const host = useHost();
  const engine = useEngine();
  const runs = useRuns();
  const draft = useTrainDraft();
  const { rates } = useProbed();
  const measuring = ref(false);
  let asking: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const subject = computed<ProbeSubject>(() => ({ model: draft.model, recipe: draft.recipe, task: draft.runTask }));
  const key = computed(() => (draft.ready ? speedKey(subject.value, engine.facts?.engine ?? null) : null));
  /** Images a second; null while it is unknown. */
  const rate = computed(() => (key.value === null ? null : (rates.get(key.value) ?? null)));

  /** Seconds of all runs that a start would begin, one after the other; null while it is unknown. */
  const seconds = computed(() => {
    if (rate.value === null || draft.plan === null) return null;
    return (draft.group?.count ?? 1) * draft.recipe.epochs * epochSeconds(draft.plan, rate.value);
  });
  /** Whether nothing is known and it can be measured. */
  const askable = computed(
    () => key.value !== null && rate.value === null && runs.current === null && !engine.unusable && !measuring.value,
  );

  /** Resolves when it is known, or cannot be; rejects with what the host says, for who asked. */
  async function measure(): Promise<void> {
    cancel();
    const [own, of] = [(asking = new AbortController()), key.value];
    if (of === null) return;
    measuring.value = true;
    try {
      const { imagesPerSecond } = await host.call('engine.probe', subject.value, { signal: own.signal });
      // The engine may have been started for this: keep the result under the engine that runs now.
      rates.set(engine.facts ? speedKey(subject.value, engine.facts.engine) : of, imagesPerSecond);
    } finally {
      if (asking === own) measuring.value = false;
    }
  }

  function cancel(): void {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
    measuring.value = false;
  }

  watch(
    () => [key.value, askable.value && engine.state === 'ready', runs.current === null] as const,
    ([now, idle, free], before) => {
      if (now !== before?.[0] || !free) cancel();
      const step = (draft.info?.macs ?? Infinity) * draft.recipe.batchSize;
      if (!idle || step > MOST_UNASKED) return;
      clearTimeout(timer);
      // The user has not asked for it, so its error is not shown.
      timer = setTimeout(() => void measure().catch(() => undefined), STILL);
    },
    { immediate: true },
  );
  onScopeDispose(cancel);
  return { rate, seconds, measuring, askable, measure };
}

export type PlanTime = ReturnType<typeof usePlanTime>;
