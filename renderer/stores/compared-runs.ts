import { defineStore } from 'pinia';
import { computed, markRaw, shallowReactive, shallowRef } from 'vue';
import type { Run, RunId } from '../../shared/contract/schemas/run.ts';
import { useHost } from './host.ts';
import { RunFeed } from './run-feed.ts';

/**
 * The records and logs of the runs that are compared: more than those that are looked at one by one, and asked for one after the other,
 * so that the host is not asked for a hundred at once. Those that are compared no longer are let go.
 */
export const useComparedRuns = defineStore('compared-runs', () => {
  const host = useHost();
  const wanted = shallowRef<readonly RunId[]>([]);
  const records = shallowReactive(new Map<RunId, Run>());
  const feeds = shallowReactive(new Map<RunId, RunFeed>());
  /** Those that cannot be had: deleted, or unreadable. */
  const missing = shallowReactive(new Set<RunId>());
  let turn: Promise<void> = Promise.resolve();

  host.on('run.changed', (run) => {
    if (!wanted.value.includes(run.id)) return;
    records.set(run.id, run);
    // A deleted run has come back.
    if (missing.delete(run.id)) load(run.id);
  });
  host.on('run.logs', ({ id, logs }) => feeds.get(id)?.receive(logs));
  host.on('run.removed', ({ id }) => {
    if (records.delete(id)) missing.add(id);
    feeds.delete(id);
  });
  host.onConnected(async () => {
    for (const id of wanted.value) load(id);
  });

  function load(id: RunId): void {
    const feed = feeds.get(id) ?? markRaw(new RunFeed());
    feeds.set(id, feed);
    turn = turn.then(async () => {
      if (feeds.get(id) !== feed) return;
      await feed.load(async () => {
        const { run, ...told } = await host.call('runs.get', { id });
        records.set(id, run);
        return told;
      });
      const code = feed.error.value?.code;
      if (!records.has(id) && code !== undefined && code !== 'disconnected') missing.add(id);
    });
  }

  /** Follows these runs, and no others. */
  function keep(ids: readonly RunId[]): void {
    const gone = wanted.value.filter((id) => !ids.includes(id));
    const fresh = ids.filter((id) => !wanted.value.includes(id));
    wanted.value = ids;
    for (const id of gone) for (const all of [records, feeds, missing]) all.delete(id);
    for (const id of fresh) load(id);
  }

  /** Whether some are still on their way. */
  const loading = computed(() => wanted.value.some((id) => !records.has(id) && !missing.has(id)));
  return { records, feeds, missing, loading, keep };
});
