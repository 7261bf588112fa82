import { defineStore } from 'pinia';
import { computed, onScopeDispose, ref, shallowReactive, watch } from 'vue';
import { toErrorData, type ErrorData } from '../../shared/contract/errors.ts';
import type { ProbeSubject } from '../../shared/contract/schemas/run.ts';
import type { Speed } from '../../shared/contract/schemas/speed.ts';
import { speedKey } from '../../shared/runs/epoch-time.ts';
import { useEngine } from './engine.ts';
import { useHost } from './host.ts';
import { useRuns } from './runs.ts';

/** A subject is measured when it has not changed for so long, milliseconds. */
const STILL = 800;
/** A step of more multiplications than this takes a second or more: it is measured only on request. */
const MOST_UNASKED = 2e10;

interface Probed {
  readonly speed: Speed;
  /** Whether the layers' shares were asked for. */
  readonly perLayer: boolean;
}

/** What was probed while the window is open: a screen is left and come back to, a model comes back by undo. */
const useProbed = defineStore('probed-speeds', () => ({ speeds: shallowReactive(new Map<string, Probed>()) }));

export interface ProbeWish {
  /** What is to be probed; null: nothing that can be. */
  readonly subject: () => ProbeSubject | null;
  /** Multiply-accumulates for one image. */
  readonly macs: () => number;
  /** Also how the time is shared among the layers. */
  readonly perLayer?: boolean;
}

/**
 * How fast a model trains on this machine, by a probe of the engine: measured by itself while the engine is idle, otherwise on
 * request. Each subject is probed once. Ends with the scope that it is used in.
 */
export function useSpeedProbe({ subject, macs, perLayer = false }: ProbeWish) {
  const host = useHost();
  const engine = useEngine();
  const runs = useRuns();
  const { speeds } = useProbed();
  const measuring = ref(false);
  /** Why the last measurement came to nothing. */
  const error = ref<ErrorData | null>(null);
  /** The subject whose measurement somebody has cancelled: it is not measured by itself again. */
  let declined: string | null = null;
  let asking: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const keyOf = (of: ProbeSubject): string => speedKey(of, engine.facts?.engine ?? null);
  const key = computed(() => {
    const of = subject();
    return of === null ? null : keyOf(of);
  });
  const probed = computed(() => (key.value === null ? null : (speeds.get(key.value) ?? null)));
  /** Null while it is unknown. */
  const speed = computed(() => probed.value?.speed ?? null);
  const busy = computed(() => runs.current !== null);
  /** Whether something of it is unknown and can be measured. */
  const askable = computed(() => {
    const known = probed.value !== null && (probed.value.perLayer || !perLayer);
    return key.value !== null && !known && !busy.value && !engine.unusable && !measuring.value;
  });

  /** Resolves when it is known, or cannot be; rejects with what the host says, for who asked. */
  async function measure(): Promise<void> {
    stop();
    const [own, of] = [(asking = new AbortController()), subject()];
    if (of === null) return;
    [measuring.value, error.value] = [true, null];
    try {
      const found = await host.call(
        'engine.probe',
        { ...of, ...(perLayer ? { perLayer } : {}) },
        { signal: own.signal },
      );
      // The engine may have been started for this: the result is kept under the engine that runs now.
      speeds.set(keyOf(of), { speed: found, perLayer });
    } catch (thrown) {
      if (asking === own) error.value = toErrorData(thrown);
      throw thrown;
    } finally {
      if (asking === own) measuring.value = false;
    }
  }

  function cancel(): void {
    declined = key.value;
    stop();
  }

  function stop(): void {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
    measuring.value = false;
  }

  watch(
    () => [key.value, askable.value && engine.state === 'ready', busy.value] as const,
    ([now, idle, taken], before) => {
      if (now !== before?.[0] || taken) {
        stop();
        [error.value, declined] = [null, null];
      }
      const { batchSize = Infinity } = subject()?.recipe ?? {};
      if (!idle || macs() * batchSize > MOST_UNASKED || error.value !== null || declined === now) return;
      clearTimeout(timer);
      // Nobody has asked for it: who shows its error finds it in `error`.
      timer = setTimeout(() => void measure().catch(() => undefined), STILL);
    },
    { immediate: true },
  );
  onScopeDispose(stop);
  return { speed, measuring, error, busy, askable, measure, cancel };
}
