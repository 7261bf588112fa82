import path from 'node:path';
import type { Redis } from 'ioredis';
import type { DataFiles, FileHashes } from '../../../../shared/contract/data-files.ts';
import type { DatasetId } from '../../../../shared/contract/schemas/dataset.ts';
import type { StudyRecord, Trial, WorkerInfo } from '../../../../shared/contract/schemas/study.ts';
import type { Blob, QueuedData, TrialJob } from '../../../../shared/contract/schemas/trial-job.ts';
import { bestTrials, dominates } from '../../../../shared/study/objectives.ts';
import type { Runs, RunsDependencies } from '../../runs/runs.ts';
import type { TrialExecutor, TrialWish } from '../executor.ts';
import { adoptRun } from './adopt-run.ts';
import { putFile } from './blobs.ts';
import { connectQueue } from './connection.ts';
import { QueueTrials } from './queue-trials.ts';

export interface OpenQueueDependencies {
  readonly runs: Pick<Runs, 'folderOf' | 'records'>;
  readonly prepare: RunsDependencies['prepare'];
  readonly taskOf: RunsDependencies['taskOf'];
  /** The study's trials as they are now. */
  readonly trials: () => readonly Trial[];
  readonly changed: (workers: WorkerInfo[]) => void;
  readonly lost: (isLost: boolean) => void;
}

/** What carries out a study's trials on the workers of its queue. Throws `queue-unreachable` {address}, `queue-refused` {address, reason}. */
export async function openQueue(record: StudyRecord, deps: OpenQueueDependencies): Promise<TrialExecutor> {
  const connection = await connectQueue(record.spec.queue!);
  const { objectives } = record.spec;
  const { redis } = connection;
  const points = (): number[][] => bestTrials(deps.trials(), objectives).map(({ objective }) => objective!);
  return QueueTrials.open({
    connection,
    record,
    jobOf: (wish) => jobOf(redis, record, deps, wish, points()),
    adopt: async (job, result, keepsModel) => {
      const runsFolder = path.dirname(deps.runs.folderOf(result.run.id));
      const adopted = await adoptRun(redis, runsFolder, job, result, keepsModel);
      deps.runs.records.onChanged.emit(adopted.run);
      return adopted;
    },
    isBest: (objective) => !points().some((point) => dominates(point, objective, objectives)),
    changed: deps.changed,
    lost: deps.lost,
  });
}

async function jobOf(
  redis: Redis,
  { id, spec }: StudyRecord,
  { prepare, taskOf }: OpenQueueDependencies,
  { trial, request }: TrialWish,
  best: number[][],
): Promise<TrialJob> {
  const { task, framing, data: choice } = await taskOf(request.data);
  const files = await prepare(choice.datasets, { cancelled: false }, choice.states);
  const data: QueuedData[] = [];
  for (const set of files) data.push(await queued(redis, set));
  return {
    version: 1,
    study: id,
    number: trial.number,
    request: { ...request, data: choice },
    task,
    framing,
    data,
    objectives: spec.objectives,
    best,
  };
}

/** A data set's files, laid into the queue under their hashes. */
async function queued(redis: Redis, files: DataFiles): Promise<QueuedData> {
  const names = ['trainImages', 'trainLabels', 'testImages', 'testLabels', 'trainGroups', 'trainPens'] as const;
  const blobs: [keyof FileHashes, Blob][] = [];
  for (const name of names) {
    const file = files[name];
    if (file !== undefined) blobs.push([name, await putFile(redis, file, files.sha256?.[name])]);
  }
  const { id, task, framing } = files;
  return { id: id as DatasetId, task, framing, files: Object.fromEntries(blobs) };
}
