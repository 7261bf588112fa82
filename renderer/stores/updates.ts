import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { UpdatesStatus } from '../../shared/contract/schemas/update.ts';
import { useHost } from './host.ts';

/** Newer versions of the studio, as the host tells. Each of these asks for one step; what comes of it is in `status`. */
export const useUpdates = defineStore('updates', () => {
  const host = useHost();
  const status = shallowRef<UpdatesStatus | null>(null);

  host.on('updates.changed', (now) => (status.value = now));
  host.onConnected(async () => {
    status.value = await host.call('updates.status', null);
  });

  const step = computed(() => status.value?.step ?? null);

  async function look(): Promise<void> {
    status.value = await host.call('updates.look', null);
  }

  async function fetch(): Promise<void> {
    await host.call('updates.fetch', null);
  }

  async function cancel(): Promise<void> {
    await host.call('updates.cancel', null);
  }

  /** Rejects with `busy-with-...` while something trains. */
  async function install(): Promise<void> {
    await host.call('updates.install', null);
  }

  return { status, step, look, fetch, cancel, install };
});
