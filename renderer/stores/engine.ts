import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallOutput } from '../../shared/contract/define.ts';
import type { CudaStatus, EngineStatus } from '../../shared/contract/schemas/engine.ts';
import { withNextPicture } from './growth.ts';
import { useHost } from './host.ts';

export type ProbeResult = CallOutput<HostCalls, 'engine.probe'>;

/** States in which there is a trainer process. */
const ALIVE: ReadonlySet<EngineStatus['state']> = new Set(['starting', 'ready', 'busy']);

/** The trainer process and what runs in it, as the host tells it. */
export const useEngine = defineStore('engine', () => {
  const host = useHost();
  const status = shallowRef<EngineStatus | null>(null);
  const lastProbe = shallowRef<ProbeResult | null>(null);
  const probing = ref(false);

  /** Resident memory of the trainer process, bytes; null when it is not running or has not told. */
  const residentBytes = ref<number | null>(null);
  const memory = withNextPicture<'trainer', number>((bytes) => void (residentBytes.value = bytes));

  function take(now: EngineStatus): void {
    status.value = now;
    if (ALIVE.has(now.state)) return;
    memory.clear();
    residentBytes.value = null;
  }
  host.on('engine.changed', take);
  host.on('engine.memory', (told) => memory.set('trainer', told.residentBytes));
  host.onConnected(async () => {
    take(await host.call('engine.status', null));
  });

  const state = computed(() => status.value?.state ?? 'stopped');
  const facts = computed(() => status.value?.facts ?? null);
  /** Why another engine goes than the chosen one. */
  const fallback = computed(() => status.value?.fallback ?? null);
  const cuda = computed<CudaStatus>(() => status.value?.cuda ?? { state: 'unsupported' });
  /** True when nothing can be trained or read: no library, or the process has died. */
  const unusable = computed(() => state.value === 'missing' || state.value === 'crashed');

  async function start(): Promise<void> {
    await host.call('engine.start', null);
  }

  /** Trains for two seconds to measure the speed. Rejects with `busy-with-...` while the engine is taken. */
  async function probe(): Promise<void> {
    probing.value = true;
    try {
      lastProbe.value = await host.call('engine.probe', null);
    } finally {
      probing.value = false;
    }
  }

  /** Begins to fetch TensorFlow for NVIDIA's cards; `cuda` tells how far it is. */
  async function installCuda(): Promise<void> {
    await host.call('engine.installCuda', null);
  }

  async function cancelCuda(): Promise<void> {
    await host.call('engine.cancelCuda', null);
  }

  /** Rejects with `busy-with-...` while CUDA is used. */
  async function removeCuda(): Promise<void> {
    await host.call('engine.removeCuda', null);
  }

  return {
    status,
    state,
    facts,
    fallback,
    residentBytes,
    cuda,
    unusable,
    lastProbe,
    probing,
    start,
    probe,
    installCuda,
    cancelCuda,
    removeCuda,
  };
});
