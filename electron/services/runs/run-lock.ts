import { promises as fs } from 'node:fs';
import { z } from 'zod';
import { readJson, writeJson } from '../../files/json-file.ts';
import { isLiving, thisProcess } from '../../files/process-identity.ts';

/**
 * Says which host process holds a run, so that a second host on the same storage (a terminal beside the window) leaves
 * it alone.
 */
const lockSchema = z.object({ version: z.literal(1), pid: z.number().int(), start: z.string() });

export async function lockRun(file: string): Promise<void> {
  await writeJson(file, { version: 1, ...thisProcess() });
}

export async function unlockRun(file: string): Promise<void> {
  await fs.rm(file, { force: true });
}

/** Whether a living process other than this one holds the run. */
export async function heldElsewhere(file: string): Promise<boolean> {
  const lock = await readJson(file, lockSchema, 1).catch(() => null);
  return lock !== null && lock.pid !== process.pid && isLiving(lock);
}
