import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallInput, CallOutput } from '../../shared/contract/define.ts';
import type {
  StudyId,
  StudyInfo,
  StudySpec,
  Trial,
  UnreadableStudy,
  WorkerInfo,
} from '../../shared/contract/schemas/study.ts';
import { useHost } from './host.ts';

/** What is known of a study that is looked at. */
export interface StudyTrials {
  /** By number: the trial of number n is at place n. */
  readonly trials: readonly Trial[];
  /** Lines of its record that could not be read. */
  readonly torn: number;
}

/**
 * All searches, and the trials of those that are looked at. As of runs, only the handlers of events and snapshots write here. What another
 * process has going is not told: whoever shows it looks again (`fetch`, `refresh`).
 */
export const useStudies = defineStore('studies', () => {
  const host = useHost();
  const byId = shallowReactive(new Map<StudyId, StudyInfo>());
  const watched = shallowReactive(new Map<StudyId, StudyTrials>());
  const workers = shallowReactive(new Map<StudyId, readonly WorkerInfo[]>());
  const unreadable = shallowRef<readonly UnreadableStudy[]>([]);
  const known = ref(false);
  /** What was told of trials while a study was on its way: it is newer than the answer. */
  const heard = new Map<StudyId, Trial[]>();

  host.on('study.changed', (info) => void byId.set(info.id, info));
  host.on('study.trial', ({ study, trial }) => {
    heard.get(study)?.push(trial);
    const shown = watched.get(study);
    if (shown) watched.set(study, { ...shown, trials: withTrial(shown.trials, trial) });
  });
  host.on('study.removed', ({ id }) => {
    for (const all of [byId, watched, workers]) all.delete(id);
  });
  host.on('study.workers', ({ study, workers: all }) => void workers.set(study, all));
  host.onConnected(async () => {
    await refresh();
    for (const id of watched.keys()) void fetch(id).catch(() => undefined);
  });

  async function refresh(): Promise<void> {
    const all = await host.call('studies.list', null);
    const listed = new Set(all.studies.map(({ id }) => id));
    for (const id of byId.keys()) if (!listed.has(id)) byId.delete(id);
    for (const info of all.studies) byId.set(info.id, info);
    unreadable.value = all.unreadable;
    known.value = true;
  }

  /** Fetches a study with its trials, which are kept up to date from then on. Throws `study-not-found` {id}, `file-torn`, `file-newer`. */
  async function fetch(id: StudyId): Promise<void> {
    heard.set(id, []);
    try {
      const { study, trials, torn } = await host.call('studies.get', { id });
      byId.set(id, study);
      watched.set(id, { trials: heard.get(id)!.reduce<readonly Trial[]>(withTrial, trials), torn });
    } finally {
      heard.delete(id);
    }
  }
  const forget = (id: StudyId): void => void watched.delete(id);
  async function fetchWorkers(id: StudyId): Promise<void> {
    workers.set(id, await host.call('studies.workers', { id }));
  }

  /** Newest first. */
  const list = computed(() => [...byId.values()].sort((a, b) => b.createdAt - a.createdAt));

  const pause = async (id: StudyId): Promise<void> => void (await host.call('studies.pause', { id }));
  /** On where it was, with a larger budget if one is given. */
  const resume = async (id: StudyId, budget?: StudySpec['budget']): Promise<void> =>
    void (await host.call('studies.resume', { id, budget }));
  const stop = async (id: StudyId): Promise<void> => void (await host.call('studies.stop', { id }));
  const rename = async (id: StudyId, name: string): Promise<void> =>
    void (await host.call('studies.rename', { id, name }));
  /** Moves it to the trash; `restore` takes it back until the studio closes. */
  const remove = async (id: StudyId): Promise<void> => void (await host.call('studies.delete', { id }));
  const restore = async (id: StudyId): Promise<void> => void (await host.call('studies.restore', { id }));
  const promote = (
    request: CallInput<HostCalls, 'studies.promote'>,
  ): Promise<CallOutput<HostCalls, 'studies.promote'>> => host.call('studies.promote', request);

  return {
    byId,
    watched,
    workers,
    unreadable,
    /** Whether the list was ever here. */
    known,
    list,
    refresh,
    fetch,
    forget,
    fetchWorkers,
    pause,
    resume,
    stop,
    rename,
    remove,
    restore,
    promote,
  };
});

const withTrial = (trials: readonly Trial[], trial: Trial): Trial[] => {
  const next = [...trials];
  next[trial.number] = trial;
  return next;
};
