import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallInput, CallOutput, EventPayload } from '../../shared/contract/define.ts';
import type { HostEvents } from '../../shared/contract/events.ts';
import type { BatchId, BatchInfo, FieldRef, UnreadableBatch } from '../../shared/contract/schemas/batch.ts';
import type { ReaderGain } from '../../shared/contract/schemas/reader-gain.ts';
import { useHost } from './host.ts';
import { onReturn } from './on-return.ts';

type Calls = HostCalls;

/** All batches of filled forms. Only events and snapshots write here: an action calls the host, and its result comes back as an event. */
export const useBatches = defineStore('batches', () => {
  const host = useHost();
  const byId = shallowReactive(new Map<BatchId, BatchInfo>());
  const unreadable = shallowRef<readonly UnreadableBatch[]>([]);
  /** Whether the list was taken once: an empty one before that says nothing. */
  const known = ref(false);

  async function refresh(): Promise<void> {
    const all = await host.call('batches.list', null);
    byId.clear();
    for (const batch of all.batches) byId.set(batch.id, batch);
    unreadable.value = all.unreadable;
    known.value = true;
  }
  /** Pages that were read or decided last, in any batch. */
  const changedPages = shallowRef<EventPayload<HostEvents, 'batch.pages'> | null>(null);
  host.on('batch.pages', (changed) => (changedPages.value = changed));
  host.on('batch.changed', (batch) => void byId.set(batch.id, batch));
  host.on('batch.removed', ({ id }) => void byId.delete(id));
  host.onConnected(refresh);
  onReturn(refresh);

  /** Newest first. */
  const list = computed(() => [...byId.values()].sort((a, b) => b.createdAt - a.createdAt));

  const start = (wish: CallInput<Calls, 'batches.start'>): Promise<BatchInfo> => host.call('batches.start', wish);
  const pause = async (id: BatchId): Promise<void> => void (await host.call('batches.pause', { id }));
  /** `retry`: pages of which nothing was read are tried again. */
  const resume = async (id: BatchId, retry = false): Promise<void> =>
    void (await host.call('batches.resume', { id, retry }));
  const rename = async (id: BatchId, name: string): Promise<void> =>
    void (await host.call('batches.rename', { id, name }));
  /** To the trash; `restore` brings it back until the studio closes. */
  const remove = async (id: BatchId): Promise<void> => void (await host.call('batches.remove', { id }));
  const restore = async (id: BatchId): Promise<void> => void (await host.call('batches.restore', { id }));

  const pages = (wish: CallInput<Calls, 'batches.pages'>): Promise<CallOutput<Calls, 'batches.pages'>> =>
    host.call('batches.pages', wish);
  const review = (wish: CallInput<Calls, 'batches.review'>): Promise<CallOutput<Calls, 'batches.review'>> =>
    host.call('batches.review', wish);
  const crops = (id: BatchId, fields: FieldRef[]): Promise<CallOutput<Calls, 'batches.crops'>> =>
    host.call('batches.crops', { id, fields });
  /** Resolves when they are on the disk. */
  const decide = async (id: BatchId, decisions: CallInput<Calls, 'batches.decide'>['decisions']): Promise<void> =>
    void (await host.call('batches.decide', { id, decisions }));
  const signs = (wish: CallInput<Calls, 'batches.signs'>): Promise<CallOutput<Calls, 'batches.signs'>> =>
    host.call('batches.signs', wish);
  const gain = (wish: CallInput<Calls, 'batches.gain'>, signal: AbortSignal): Promise<ReaderGain> =>
    host.call('batches.gain', wish, { signal });
  const table = (wish: CallInput<Calls, 'batches.table'>): Promise<CallOutput<Calls, 'batches.table'>> =>
    host.call('batches.table', wish);

  return {
    ...{ byId, unreadable, known, changedPages, list, refresh },
    ...{ start, pause, resume, rename, remove, restore, pages, review, crops, decide, signs, gain, table },
  };
});
