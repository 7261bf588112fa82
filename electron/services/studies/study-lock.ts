import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../../shared/contract/errors.ts';
import { storageError } from '../../files/atomic-write.ts';
import { holderState, type LockHolder, takeLock } from '../../files/lock-file.ts';

/** How long to wait for a holder that seems to live, in case it is just ending, and for one that was killed. Milliseconds. */
const PATIENCE = 1000;
const LAST_PATIENCE = 5000;
const LOOK_EVERY = 50;

/**
 * Takes a study's lock: two hosts at once would try the same settings twice. Throws `study-held` {id, pid} while another has it,
 * `study-not-found` {id} if there is no such folder, storage errors.
 */
export async function lockStudy(file: string, me: LockHolder): Promise<void> {
  const id = path.basename(path.dirname(file));
  const began = Date.now();
  for (;;) {
    const holder = await takeLock(file, me).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw storageError(error, file);
      throw new AppError('study-not-found', { id });
    });
    if (!holder) return;
    const limit = holderState(holder) === 'dying' ? LAST_PATIENCE : PATIENCE;
    if (Date.now() - began >= limit) throw new AppError('study-held', { id, pid: String(holder.pid) });
    await delay(LOOK_EVERY);
  }
}
