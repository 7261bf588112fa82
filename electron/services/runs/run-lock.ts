import path from 'node:path';
import { AppError, type ErrorCode } from '../../../shared/contract/errors.ts';
import type { LockHolder } from '../../files/lock-file.ts';
import { takePatiently } from '../../files/patient-lock.ts';

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
export function lockRun(file: string, me: LockHolder, patience?: number): Promise<void> {
  const missing = (): AppError => new AppError('run-not-found', { id: runOf(file) });
  return takePatiently(file, me, { missing, held: (holder) => heldError(file, holder) }, patience);
}

/** The error that another host holds a run. */
export function heldError(file: string, { host, pid }: LockHolder): AppError {
  return new AppError(host ? HELD_BY[host] : 'run-running', { id: runOf(file), pid: String(pid) });
}

const runOf = (file: string): string => path.basename(path.dirname(file));
