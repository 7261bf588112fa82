import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError, type ErrorCode } from '../../../shared/contract/errors.ts';
import { storageError } from '../../files/atomic-write.ts';
import { holderState, type LockHolder, takeLock } from '../../files/lock-file.ts';

/** How long to wait for a holder that seems to be alive, in case it is just ending. Milliseconds. */
const PATIENCE = 1000;
/** How long to wait for a killed holder: the system may need a while to take its memory back. Milliseconds. */
const LAST_PATIENCE = 5000;
const LOOK_EVERY = 50;

const HELD_BY: Readonly<Record<NonNullable<LockHolder['host']>, ErrorCode>> = {
  electron: 'run-held-by-desktop',
  web: 'run-held-by-web',
  cli: 'run-held-by-terminal',
};

/**
 * Takes a run's lock, which says which host holds it: a second host on the same storage (a terminal beside the window)
 * leaves the run alone. Throws `run-held-by-...` {id, pid} while another host holds it, `run-not-found` {id} if there is
 * no such folder, storage errors.
 */
export async function lockRun(file: string, me: LockHolder, patience = PATIENCE): Promise<void> {
  const began = Date.now();
  for (;;) {
    const holder = await takeLock(file, me).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw storageError(error, file);
      throw new AppError('run-not-found', { id: runOf(file) });
    });
    if (!holder) return;
    const limit = holderState(holder) === 'dying' ? LAST_PATIENCE : patience;
    if (Date.now() - began >= limit) throw heldError(file, holder);
    await delay(LOOK_EVERY);
  }
}

/** The error that another host holds a run. */
export function heldError(file: string, { host, pid }: LockHolder): AppError {
  return new AppError(host ? HELD_BY[host] : 'run-running', { id: runOf(file), pid: String(pid) });
}

const runOf = (file: string): string => path.basename(path.dirname(file));
