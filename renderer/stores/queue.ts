import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { RunId } from '../../shared/contract/schemas/run.ts';
import { useHost } from './host.ts';

/** The queue itself; which runs are in it, and in which order, the runs tell (see the store of runs). */
export const useQueue = defineStore('queue', () => {
  const host = useHost();
  const paused = ref(false);
  host.on('queue.changed', (state) => (paused.value = state.paused));
  host.onConnected(async () => {
    paused.value = (await host.call('queue.state', null)).paused;
  });

  const pause = async (): Promise<void> => void (await host.call('queue.pause', null));
  const goOn = async (): Promise<void> => void (await host.call('queue.goOn', null));
  /** Puts a run before another that waits; with null, behind all. */
  const move = async (id: RunId, before: RunId | null): Promise<void> =>
    void (await host.call('queue.move', { id, before }));
  const schedule = async (id: RunId, notBefore: number | null): Promise<void> =>
    void (await host.call('queue.schedule', { id, notBefore }));
  return { paused, pause, goOn, move, schedule };
});
