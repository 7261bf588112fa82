import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { Redis } from 'ioredis';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { Run, RunSpec } from '../../../../shared/contract/schemas/run.ts';
import { runLogSchema, type RunLog } from '../../../../shared/contract/schemas/run-log.ts';
import { MODEL_FILES, type TrialJob, type TrialResult } from '../../../../shared/contract/schemas/trial-job.ts';
import { supersede } from '../../../../shared/runs/supersede.ts';
import { makeStorageFolder, storageError, writeAtomic } from '../../../files/atomic-write.ts';
import { readRun, runFiles, writeRun } from '../../runs/run-folder.ts';
import { fetchBytes, fetchFile } from './blobs.ts';
import { move } from '../../../files/move.ts';

/** The logs of a run are no longer than this, bytes. */
const MOST_METRICS = 256 * 2 ** 20;

/** A run that a worker has trained, in a folder of this studio. */
export interface Adopted {
  readonly run: Run;
  readonly logs: readonly RunLog[];
}

/** The spec that the run of a job must have. */
export const specOf = ({ request, task, framing, study, number }: TrialJob): RunSpec => ({
  ...request,
  task,
  framing,
  trial: { study, number },
});

/**
 * Makes a result's run one of this studio's: a folder of its own that is whole from its first moment. One that is there already stays.
 * `keepsModel`: its model comes too. What is trusted of a worker is what it measured; the spec is what was asked for. Throws
 * `queue-garbled` {what}, storage errors.
 */
export async function adoptRun(
  redis: Redis,
  runsFolder: string,
  job: TrialJob,
  { run, metrics, model }: TrialResult,
  keepsModel: boolean,
): Promise<Adopted> {
  const folder = path.join(runsFolder, run.id);
  const known = await readRun(folder);
  const isMine = known?.spec.trial?.study === job.study && known.spec.trial.number === job.number;
  if (known && !isMine) throw new AppError('queue-garbled', { what: run.id });
  const adopted: Run = { ...run, spec: specOf(job), checkpointStep: null };
  const text = await fetchBytes(redis, metrics, MOST_METRICS);
  const logs = parseLogs(text.toString('utf8'), run.id);
  if (!known) await writeWhole(folder, adopted, text);
  if (keepsModel && model) await takeModel(redis, folder, model);
  return { run: adopted, logs };
}

/** Under another name until all of it is there: no list shows half a run. */
async function writeWhole(folder: string, run: Run, metrics: Buffer): Promise<void> {
  const beside = path.join(path.dirname(folder), `.adopted-${process.pid}-${run.id}`);
  await fs.rm(beside, { recursive: true, force: true });
  makeStorageFolder(beside);
  try {
    await writeAtomic(runFiles(beside).metrics, [metrics]);
    await writeRun(beside, run);
    await move(beside, folder);
  } catch (error) {
    await fs.rm(beside, { recursive: true, force: true }).catch(() => undefined);
    // A folder without a record may be in its place: nothing of a person's is removed for a worker's run.
    throw storageError(error, folder);
  }
}

/** The card last: a model folder with a card is whole. */
async function takeModel(redis: Redis, folder: string, model: NonNullable<TrialResult['model']>): Promise<void> {
  const target = runFiles(folder).model;
  makeStorageFolder(target);
  for (const name of [...MODEL_FILES].reverse()) {
    const blob = model[name];
    if (blob) await fetchFile(redis, blob, path.join(target, name));
  }
}

function parseLogs(text: string, id: string): RunLog[] {
  const logs = text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      try {
        return runLogSchema.parse(JSON.parse(line));
      } catch (error) {
        throw new AppError('queue-garbled', { what: id }, error);
      }
    });
  return supersede(logs);
}
