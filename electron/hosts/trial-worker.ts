import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import type { DataFiles } from '../../shared/contract/data-files.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { TrialJob } from '../../shared/contract/schemas/trial-job.ts';
import type { HostEnvironment } from '../environment.ts';
import type { EngineUse } from '../services/engine/engine-use.ts';
import { Runs, type RunsDependencies } from '../services/runs/runs.ts';
import { makeStorage } from '../services/storage/storage.ts';
import { TrialWorker } from '../services/studies/queue/trial-worker.ts';
import { workerData } from '../services/studies/queue/worker-data.ts';
import type { TrainerLink } from '../trainer-link/trainer-link.ts';

export interface WorkerHost {
  readonly env: Pick<HostEnvironment, 'host' | 'storageFolder' | 'now' | 'log'>;
  readonly link: TrainerLink;
  readonly use: EngineUse;
  /** As Runs' own; with the bytes of all training images. */
  readonly checkMemory: (spec: Parameters<RunsDependencies['checkMemory']>[0], imageBytes: number) => Promise<void>;
}

/**
 * A worker on this host's engine. Its runs and data lie in a storage of their own, STORAGE/worker, so that no trial of somebody else's is
 * among the user's runs. Throws `queue-unreachable` {address}, `queue-refused` {address, reason}, storage errors.
 */
export async function openTrialWorker(
  { env, link, use, checkMemory }: WorkerHost,
  address: string,
  name = os.hostname(),
): Promise<{ worker: TrialWorker; id: string; close(): Promise<void> }> {
  const storageFolder = path.join(env.storageFolder, 'worker');
  await makeStorage(storageFolder);
  // One trial goes at a time: these are its job and its data.
  let current: { job: TrialJob; files: DataFiles[] } | null = null;
  const must = () => {
    if (!current) throw new AppError('internal');
    return current;
  };
  const runs = new Runs({
    env: { ...env, storageFolder },
    link,
    use,
    prepare: async () => must().files,
    prepareReady: async () => [],
    taskOf: async (data) => ({ task: must().job.task, framing: must().job.framing, data }),
    framingOf: async (id) => ({ name: id, framing: must().job.framing }),
    checkMemory: (spec) => checkMemory(spec, imageBytes(must().job)),
  });
  await runs.recover();
  const id = randomBytes(8).toString('hex');
  const worker = await TrialWorker.open(
    {
      address,
      env,
      name,
      runs,
      engine: () => link.status.facts?.devices[0] ?? null,
      useData: async ({ redis }, job) => {
        current = { job, files: await workerData(redis, path.join(storageFolder, 'blobs'), job.data) };
      },
    },
    id,
  );
  return {
    worker,
    id,
    async close() {
      await worker.close();
      await runs.close();
    },
  };
}

const imageBytes = ({ data }: TrialJob): number =>
  data.reduce((sum, { files }) => sum + (files.trainImages?.bytes ?? 0), 0);
