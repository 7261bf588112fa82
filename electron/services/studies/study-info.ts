import type { StudyInfo, StudyRecord, Trial } from '../../../shared/contract/schemas/study.ts';
import { bestTrials } from '../../../shared/study/objectives.ts';
import { secondsOf, type StudyHistory } from '../../../shared/study/trial-lines.ts';

/** A study with how far it is; `now` while it goes here, `heldBy` where another process has it going. */
export function infoOf(
  record: StudyRecord,
  history: StudyHistory,
  { now, heldBy = null }: { readonly now?: number; readonly heldBy?: number | null } = {},
): StudyInfo {
  const { trials } = history;
  const count = (status: Trial['status']): number => trials.filter((trial) => trial.status === status).length;
  const best = bestTrials(trials, record.spec.objectives);
  return {
    ...record,
    counts: {
      running: count('running'),
      finished: count('finished'),
      pruned: count('pruned'),
      failed: count('failed'),
      stopped: count('stopped'),
    },
    best: best.map(({ number }) => number),
    bestValue: record.spec.objectives.length === 1 ? (best[0]?.objective?.[0] ?? null) : null,
    seconds: secondsOf(history, now),
    heldBy,
  };
}
