import type { StudyId, StudyInfo, StudyRecord, Trial } from '../../../shared/contract/schemas/study.ts';
import { bestTrials } from '../../../shared/study/objectives.ts';
import { secondsOf, type StudyHistory } from '../../../shared/study/trial-lines.ts';
import { isSameStamp, type Stamp, stampOf } from '../../files/stamped-index.ts';
import { studyFiles } from './study-folder.ts';
import type { StudyStore } from './study-store.ts';

/** What a study's lines come to in short. */
type Sums = Pick<StudyInfo, 'counts' | 'best' | 'bestValue' | 'seconds'>;

/** A study with how far it is; `now` while it goes here, `heldBy` where another process has it going. */
export const infoOf = (
  record: StudyRecord,
  history: StudyHistory,
  { now, heldBy = null }: { readonly now?: number; readonly heldBy?: number | null } = {},
): StudyInfo => ({ ...record, ...sumsOf(record, history, now), heldBy });

function sumsOf({ spec }: StudyRecord, history: StudyHistory, now?: number): Sums {
  const { trials } = history;
  const counts = { running: 0, finished: 0, pruned: 0, failed: 0, stopped: 0 } satisfies Record<
    Trial['status'],
    number
  >;
  for (const { status } of trials) counts[status]++;
  const best = bestTrials(trials, spec.objectives);
  return {
    counts,
    best: best.map(({ number }) => number),
    bestValue: spec.objectives.length === 1 ? (best[0]?.objective?.[0] ?? null) : null,
    seconds: secondsOf(history, now),
  };
}

/** Studies that do not go here, in short: of one whose lines have not changed since they were read last, they are not read again. */
export class StudyInfos {
  private readonly store: StudyStore;
  private readonly known = new Map<StudyId, { readonly stamp: Stamp; readonly sums: Sums }>();

  constructor(store: StudyStore) {
    this.store = store;
  }

  /** Throws `study-not-found` {id}, `file-torn`, `file-newer`, storage errors. */
  async of(id: StudyId): Promise<StudyInfo> {
    const { record, heldBy } = await this.store.find(id);
    return { ...record, ...(await this.sums(record)), heldBy };
  }

  private async sums(record: StudyRecord): Promise<Sums> {
    const { id } = record;
    const stamp = await stampOf(studyFiles(this.store.folderOf(id)).trials);
    const known = this.known.get(id);
    if (stamp && known && isSameStamp(known.stamp, stamp)) return known.sums;
    const sums = sumsOf(record, (await this.store.history(id)).history);
    if (stamp) this.known.set(id, { stamp, sums });
    return sums;
  }
}
