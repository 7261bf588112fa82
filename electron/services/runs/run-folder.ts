import { promises as fs } from 'node:fs';
import path from 'node:path';
import { runIdSchema, runSchema, type Run } from '../../../shared/contract/schemas/run.ts';
import { migrateRun } from '../../../shared/runs/migrate.ts';
import { readJson, writeJson } from '../../files/json-file.ts';

export const recordOf = (folder: string): string => path.join(folder, 'run.json');

/** The names inside a run's folder. A person may copy, zip or delete such folders by hand. */
export const runFiles = (folder: string) => ({
  record: recordOf(folder),
  metrics: path.join(folder, 'metrics.jsonl'),
  lock: path.join(folder, 'lock.json'),
  checkpoints: path.join(folder, 'checkpoints'),
  model: path.join(folder, 'model'),
  /** A copy of the model that it goes on from. */
  from: path.join(folder, 'from'),
});

/**
 * The record in a run's folder; null if there is none. An older studio's is brought up to date. A folder copied under
 * another name is a run of that name, so the folder's name is the id. Throws `file-torn`, `file-newer` and storage errors.
 */
export async function readRun(folder: string): Promise<Run | null> {
  const id = runIdSchema.safeParse(path.basename(folder));
  if (!id.success) return null;
  const run = await readJson(runFiles(folder).record, runSchema, 2, migrateRun);
  return run && { ...run, id: id.data };
}

export const writeRun = (folder: string, run: Run): Promise<void> => writeJson(runFiles(folder).record, run);

/** Whether there is a checkpoint to go on from; whether it is whole is found out when it is read. */
export async function hasCheckpoint(folder: string): Promise<boolean> {
  const names = await fs.readdir(runFiles(folder).checkpoints).catch(() => []);
  return names.some((name) => name.startsWith('step-'));
}
