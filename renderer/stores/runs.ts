import { defineStore } from 'pinia';
import { computed, markRaw, shallowReactive } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallInput } from '../../shared/contract/define.ts';
import type { TransferRequest } from '../../shared/contract/schemas/experiment.ts';
import { isActive } from '../../shared/contract/schemas/run.ts';
import type { FineTuneRequest, MarksChange, Run, RunId, RunRequest } from '../../shared/contract/schemas/run.ts';
import type { RunSummary } from '../../shared/contract/schemas/run-summary.ts';
import type { StepsLog } from '../../shared/contract/schemas/run-log.ts';
import type { ExtendedSchedule } from '../../shared/runs/extend.ts';
import { groupRuns } from '../../shared/runs/group.ts';
import { newestFirst } from '../../shared/runs/page.ts';
import { summaryOf } from '../../shared/runs/summary.ts';
import { newestSteps } from '../../shared/runs/supersede.ts';
import { withNextPicture } from './growth.ts';
import { useHost } from './host.ts';
import { onReturn } from './on-return.ts';
import { RunFeed } from './run-feed.ts';
import { listInPages } from './run-pages.ts';

/** Feeds kept for runs that were looked at; the one looked at longest ago goes first. */
const FEEDS_KEPT = 6;

/** The most that `runs.records` answers. */
const RECORDS_AT_ONCE = 500;

const placeOf = ({ queued, createdAt }: RunSummary): number => queued?.place ?? createdAt;

/**
 * All runs in short, and the records and logs of those that are looked at. Only the handlers of events and snapshots write here: an action
 * calls the host, and its result arrives as an event, as those of other windows do.
 */
export const useRuns = defineStore('runs', () => {
  const host = useHost();
  const byId = shallowReactive(new Map<RunId, RunSummary>());
  /** The whole records of the runs that are looked at. */
  const details = shallowReactive(new Map<RunId, Run>());
  /** The newest steps of each run that told of some since this window opened. */
  const latest = shallowReactive(new Map<RunId, StepsLog>());
  const newest = withNextPicture<RunId, StepsLog | null>((log, id) => (log ? latest.set(id, log) : latest.delete(id)));
  /** Records in which only the run's progress has changed. */
  const grown = withNextPicture<RunId, Run>((run, id) => take(id, run));
  const feeds = shallowReactive(new Map<RunId, RunFeed>());

  function take(id: RunId, run: Run): void {
    byId.set(id, summaryOf(run));
    if (details.has(id)) details.set(id, run);
  }

  host.on('run.changed', (run) => {
    pages.told(run.id);
    const shown = byId.get(run.id);
    if (shown && shown.status === run.status && shown.spec.name === run.spec.name && shown.marks === run.marks) {
      grown.set(run.id, run);
    } else {
      grown.delete(run.id);
      take(run.id, run);
    }
  });
  host.on('run.removed', ({ id }) => {
    pages.told(id);
    for (const all of [byId, details, latest, newest, grown, feeds]) all.delete(id);
  });
  host.on('run.logs', ({ id, logs }) => {
    const waiting = newest.get(id);
    newest.set(id, newestSteps(waiting === undefined ? (latest.get(id) ?? null) : waiting, logs));
    feeds.get(id)?.receive(logs);
  });
  const pages = listInPages(byId, (page) => host.call('runs.list', page));
  host.onConnected(async () => {
    grown.clear();
    await pages.load();
    for (const [id, feed] of feeds) void load(id, feed);
    for (const id of details.keys()) if (!feeds.has(id)) void fetchRecords([id]);
  });
  onReturn(pages.load);

  const load = (id: RunId, feed: RunFeed): Promise<void> =>
    feed.load(async () => {
      const { run, ...told } = await host.call('runs.get', { id });
      details.set(id, run);
      return told;
    });

  /** Fetches the whole records of runs, which `details` has then. Those that are gone are left out. */
  async function fetchRecords(ids: readonly RunId[]): Promise<void> {
    for (let i = 0; i < ids.length; i += RECORDS_AT_ONCE)
      for (const run of await host.call('runs.records', { ids: ids.slice(i, i + RECORDS_AT_ONCE) }))
        details.set(run.id, run);
  }

  /** The run's feed: begun now, or the one that is going already. */
  function watch(id: RunId): RunFeed {
    const known = feeds.get(id);
    if (known !== undefined && known.state.value !== 'failed') return known;
    const feed = known ?? markRaw(new RunFeed());
    feed.state.value = 'loading';
    feeds.set(id, feed);
    for (const old of feeds.keys()) {
      if (feeds.size <= FEEDS_KEPT) break;
      if (old === id) continue;
      feeds.delete(old);
      details.delete(old);
    }
    void load(id, feed);
    return feed;
  }

  /** Newest first. */
  const list = computed(() => [...byId.values()].sort(newestFirst));
  /** The runs that were started together, by their group, in its order. */
  const groups = computed(() => groupRuns(list.value));
  const queue = computed(() =>
    list.value.filter((run) => run.status === 'queued').sort((a, b) => placeOf(a) - placeOf(b)),
  );
  /** The run that holds the trainer. */
  const current = computed(() => list.value.find((run) => isActive(run.status) && run.status !== 'queued') ?? null);
  /** The newest run whose process ended while it trained. */
  const interrupted = computed(() => list.value.find((run) => run.status === 'interrupted') ?? null);

  const start = (spec: RunRequest): Promise<Run> => host.call('runs.start', spec);
  /** The same from a trained model on. */
  const fineTune = (spec: FineTuneRequest): Promise<Run> => host.call('runs.fineTune', spec);
  /** The same with several seeds or folds, queued one after the other. */
  const startGroup = (spec: RunRequest, group: CallInput<HostCalls, 'runs.startGroup'>['group']): Promise<Run[]> =>
    host.call('runs.startGroup', { spec, group });
  /** Learns some classes, then others from few images: see `experiments.transfer`. */
  const startTransfer = (request: TransferRequest): Promise<Run[]> => host.call('experiments.transfer', request);
  const stopGroup = async (group: RunId): Promise<void> => void (await host.call('runs.stopGroup', { group }));
  const resumeGroup = async (group: RunId): Promise<void> => void (await host.call('runs.resumeGroup', { group }));
  const pause = async (id: RunId): Promise<void> => void (await host.call('runs.pause', { id }));
  const resume = async (id: RunId): Promise<void> => void (await host.call('runs.resume', { id }));
  const stop = async (id: RunId): Promise<void> => void (await host.call('runs.stop', { id }));
  /** Gives a finished run more epochs: see `runs.extend`. */
  const extend = async (id: RunId, epochs: number, schedule: ExtendedSchedule): Promise<void> =>
    void (await host.call('runs.extend', { id, epochs, schedule }));
  /** Star, tags and notes. */
  const mark = async (id: RunId, change: MarksChange): Promise<void> =>
    void (await host.call('runs.mark', { id, ...change }));
  const rename = async (id: RunId, name: string): Promise<void> => void (await host.call('runs.rename', { id, name }));
  /** Moves the run to the trash; `restore` takes it back until the studio closes. */
  const remove = async (id: RunId): Promise<void> => void (await host.call('runs.delete', { id }));
  const restore = async (id: RunId): Promise<void> => void (await host.call('runs.restore', { id }));

  return {
    byId,
    /** Whether all pages of the list are here. */
    complete: pages.complete,
    details,
    fetchRecords,
    latest,
    feeds,
    list,
    groups,
    queue,
    current,
    interrupted,
    watch,
    start,
    fineTune,
    startGroup,
    startTransfer,
    stopGroup,
    resumeGroup,
    pause,
    resume,
    stop,
    extend,
    mark,
    rename,
    remove,
    restore,
  };
});
