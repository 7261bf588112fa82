import { createReadStream, promises as fs } from 'node:fs';
import { createInterface } from 'node:readline';
import { runLogSchema, type RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { migrateLog } from '../../../shared/runs/migrate.ts';
import { supersede } from '../../../shared/runs/supersede.ts';
import { storageError } from '../../files/atomic-write.ts';

/**
 * Adds lines to metrics.jsonl, all or none. A torn last line (a power cut) is closed first, so that it spoils no other.
 * Throws storage errors.
 */
export async function appendLogs(file: string, logs: readonly RunLog[]): Promise<void> {
  const lines = logs.map((log) => `${JSON.stringify(log)}\n`).join('');
  try {
    const handle = await fs.open(file, 'a+');
    try {
      const { size } = await handle.stat();
      try {
        await handle.appendFile((await endsTorn(handle, size)) ? `\n${lines}` : lines);
      } catch (error) {
        // The lines will be written again, so the part of them that fitted on a full disk is removed.
        await handle.truncate(size);
        throw error;
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw storageError(error, file);
  }
}

/** The logs in metrics.jsonl that still hold, and how many lines could not be read. */
export async function readLogs(file: string): Promise<{ logs: RunLog[]; torn: number }> {
  const logs: RunLog[] = [];
  let torn = 0;
  const exists = await fs.stat(file).then(
    () => true,
    () => false,
  );
  if (!exists) return { logs, torn };
  try {
    for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
      if (line === '') continue;
      const log = parseLine(line);
      if (log) logs.push(log);
      else torn += 1;
    }
  } catch (error) {
    throw storageError(error, file);
  }
  return { logs: supersede(logs), torn };
}

/**
 * How far the file's logs have come, and the time of the last one; null if there are none. Throws as `readLogs` does.
 */
export async function lastTold(file: string): Promise<{ step: number | null; time: number } | null> {
  const { logs } = await readLogs(file);
  const last = logs.at(-1);
  if (!last) return null;
  // The log of a checkpoint comes when it is on disk; the run has gone on meanwhile, so its step may be behind.
  const steps = logs.flatMap((log) => ('step' in log ? [log.step] : []));
  return { step: steps.length > 0 ? steps.reduce((a, b) => Math.max(a, b)) : null, time: last.time };
}

async function endsTorn(handle: fs.FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  await handle.read(last, 0, 1, size - 1);
  return last[0] !== 0x0a;
}

function parseLine(line: string): RunLog | null {
  try {
    const parsed = runLogSchema.safeParse(migrateLog(JSON.parse(line)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
