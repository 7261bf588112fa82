import fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../../shared/contract/errors.ts';

/** A holder renews its lock this often; one not renewed for STALE_MS belongs to a process that is gone. */
const RENEW_MS = 2_000;
const STALE_MS = 15_000;
const POLL_MS = 300;

/**
 * Runs `work` while no other process that uses the same lock file does. `onWait` is called once if there is one.
 * A lock left by a killed process is taken over; one whose process exits in the middle of its work goes with it.
 * Throws what `work` throws, or AppError `cancelled` while it waits.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  onWait: () => void,
  { staleMs = STALE_MS, signal }: { staleMs?: number; signal?: AbortSignal } = {},
): Promise<T> {
  for (let waits = 0; !tryTake(file); waits++) {
    if (isStale(file, staleMs)) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (waits === 0) onWait();
    await wait(POLL_MS);
    if (signal?.aborted) throw new AppError('cancelled');
  }
  const renew = setInterval(() => fs.utimes(file, new Date(), new Date(), () => undefined), RENEW_MS);
  const release = () => fs.rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(renew);
    process.off('exit', release);
    release();
  }
}

function tryTake(file: string): boolean {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(file: string, staleMs: number): boolean {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > staleMs;
}
