import { promises as fs, readFileSync } from 'node:fs';
import { z } from 'zod';
import { readJson, writeJson } from '../../files/json-file.ts';

/**
 * Says which host process holds a run, so that a second host on the same storage (a terminal beside the window) leaves
 * it alone. A process is known by its id and its start, since ids are used again.
 */
const lockSchema = z.object({ version: z.literal(1), pid: z.number().int(), start: z.string() });

export async function lockRun(file: string): Promise<void> {
  await writeJson(file, { version: 1, pid: process.pid, start: startOf(process.pid) });
}

export async function unlockRun(file: string): Promise<void> {
  await fs.rm(file, { force: true });
}

/** Whether a living process other than this one holds the run. */
export async function heldElsewhere(file: string): Promise<boolean> {
  const lock = await readJson(file, lockSchema, 1).catch(() => null);
  if (!lock || lock.pid === process.pid) return false;
  return isAlive(lock.pid) && startOf(lock.pid) === lock.start;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Linux tells when a process began (field 22 of its stat, in clock ticks since boot); elsewhere the id must do. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
