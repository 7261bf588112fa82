import { computed, onScopeDispose, ref, shallowReactive, watch } from 'vue';
import { toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import type { ProbeSubject } from '../../../shared/contract/schemas/run.ts';
import type { Speed } from '../../../shared/contract/schemas/speed.ts';
import { epochSeconds, speedKey } from '../../../shared/runs/epoch-time.ts';
import { useEngine } from '../../stores/engine.ts';
import { useHost } from '../../stores/host.ts';
import { useModelEditor } from '../../stores/model-editor.ts';
import { useRuns } from '../../stores/runs.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';

/** The model is measured when it has not changed for so long, milliseconds. */
const STILL = 900;
/** A step of more multiplications than this takes a second or more: it is measured only on request. */
const MOST_UNASKED = 2e10;
/** As many as MNIST has: where no data is chosen. */
const SOME_IMAGES = 60_000;

/** What was measured while the window is open: a model that comes back by undo is known. */
const speeds = shallowReactive(new Map<string, Speed>());

/**
 * How long an epoch of the edited model takes on this machine, by a probe of this very model: by itself in the background while the
 * engine is idle, otherwise on request. Ends with the page.
 */
export function useEpochTime() {
  const host = useHost();
  const engine = useEngine();
  const runs = useRuns();
  const draft = useTrainDraft();
  const editor = useModelEditor();
  const measuring = ref(false);
  const error = ref<ErrorData | null>(null);
  let asking: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const subject = computed<ProbeSubject | null>(() =>
    editor.info === null ? null : { model: editor.model, recipe: editor.recipe, task: editor.present.task },
  );
  const keyOf = (of: ProbeSubject): string => speedKey(of, engine.facts?.engine ?? null);
  const key = computed(() => (subject.value === null ? null : keyOf(subject.value)));
  const speed = computed(() => (key.value === null ? null : (speeds.get(key.value) ?? null)));
  /** The images of an epoch: those of the Train screen's data. */
  const images = computed(() => {
    if (draft.plan) return { trainCount: draft.plan.trainCount, validationCount: draft.plan.validationCount };
    const trainCount = draft.infos.reduce((sum, info) => sum + (info.trainCount ?? 0), 0);
    return { trainCount: trainCount || SOME_IMAGES, validationCount: 0 };
  });
  const seconds = computed(() => (speed.value ? epochSeconds(images.value, speed.value.imagesPerSecond) : null));
  const busy = computed(() => runs.current !== null);
  const askable = computed(
    () => subject.value !== null && speed.value === null && !busy.value && !engine.unusable && !measuring.value,
  );

  async function measure(): Promise<void> {
    cancel();
    const [own, of] = [(asking = new AbortController()), subject.value];
    if (of === null) return;
    [measuring.value, error.value] = [true, null];
    try {
      const found = await host.call('engine.probe', { ...of, perLayer: true }, { signal: own.signal });
      speeds.set(keyOf(of), found);
    } catch (thrown) {
      if (asking === own) error.value = toErrorData(thrown);
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
    () => [key.value, askable.value && engine.state === 'ready', busy.value] as const,
    ([now, idle, taken], before) => {
      if (now !== before?.[0] || taken) {
        cancel();
        error.value = null;
      }
      const cost = (editor.info?.macs ?? Infinity) * editor.recipe.batchSize;
      if (!idle || cost > MOST_UNASKED || error.value !== null) return;
      clearTimeout(timer);
      timer = setTimeout(() => void measure(), STILL);
    },
    { immediate: true },
  );
  onScopeDispose(cancel);
  return { speed, seconds, images, measuring, error, busy, askable, measure, cancel };
}

export type EpochTime = ReturnType<typeof useEpochTime>;
