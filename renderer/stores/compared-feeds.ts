import { defineStore } from 'pinia';
import { markRaw, shallowReactive } from 'vue';
import type { RunId } from '../../shared/contract/schemas/run.ts';
import { useHost } from './host.ts';
import { RunFeed } from './run-feed.ts';

/**
 * The logs of the runs that are compared: more than those that are looked at one by one, and asked for one after the other, so that the
 * host is not asked for a hundred at once. Those that are compared no longer are let go.
 */
export const useComparedFeeds = defineStore('compared-feeds', () => {
  const host = useHost();
  const feeds = shallowReactive(new Map<RunId, RunFeed>());
  let turn: Promise<void> = Promise.resolve();

  host.on('run.logs', ({ id, logs }) => feeds.get(id)?.receive(logs));
  host.on('run.removed', ({ id }) => void feeds.delete(id));
  host.onConnected(async () => {
    for (const id of feeds.keys()) load(id);
  });

  function load(id: RunId): void {
    turn = turn.then(async () => {
      await feeds.get(id)?.load(() => host.call('runs.get', { id }));
    });
  }

  /** Follows these runs, and no others. */
  function keep(ids: readonly RunId[]): void {
    for (const id of [...feeds.keys()]) if (!ids.includes(id)) feeds.delete(id);
    for (const id of ids) {
      const known = feeds.get(id);
      if (known && known.state.value !== 'failed') continue;
      if (!known) feeds.set(id, markRaw(new RunFeed()));
      load(id);
    }
  }
  return { feeds, keep };
});
