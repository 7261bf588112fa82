import { setTimeout as delay } from 'node:timers/promises';
import type { AppError } from '../../shared/contract/errors.ts';
import { storageError } from './atomic-write.ts';
import { holderState, type LockHolder, takeLock } from './lock-file.ts';

/** How long to wait for a holder that seems to be alive, in case it is just ending. Milliseconds. */
const PATIENCE = 1000;
/** How long to wait for a killed holder: the system may need a while to take its memory back. Milliseconds. */
const LAST_PATIENCE = 5000;
const LOOK_EVERY = 50;

/** What is thrown of a lock that cannot be had. */
export interface LockRefusals {
  /** There is no folder for it. */
  readonly missing: () => AppError;
  /** Another host has it. */
  readonly held: (holder: LockHolder) => AppError;
}

/** Takes a lock, waiting for a holder that is just ending. Throws the refusals and storage errors. */
export async function takePatiently(
  file: string,
  me: LockHolder,
  { missing, held }: LockRefusals,
  patience = PATIENCE,
): Promise<void> {
  const began = Date.now();
  for (;;) {
    const holder = await takeLock(file, me).catch((error: unknown) => {
      throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? missing() : storageError(error, file);
    });
    if (!holder) return;
    const limit = holderState(holder) === 'dying' ? LAST_PATIENCE : patience;
    if (Date.now() - began >= limit) throw held(holder);
    await delay(LOOK_EVERY);
  }
}
