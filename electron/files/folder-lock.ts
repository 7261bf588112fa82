import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isOutOfRoom, makeStorageFolder, storageError } from './atomic-write.ts';
import { holderOf, lockHolder, type LockHolder, releaseOwn, takeLock } from './lock-file.ts';

/** Milliseconds between two tries to take a lock that somebody holds. */
const LOOK_EVERY = 20;

export interface FolderLockOptions {
  /** The work takes away what is on the disk: a disk too full for a lock must not keep it from that, unless somebody holds the lock. */
  readonly makesRoom?: boolean;
}

/**
 * Runs `work` on a folder while nobody else does so, in this process or in any other on the same disk. The lock lies
 * beside the folder, so that the folder itself may come and go; one whose holder was killed is taken over. Throws what
 * `work` throws, and storage errors of the lock.
 */
export async function withFolderLock<T>(
  folder: string,
  work: () => Promise<T>,
  { makesRoom = false }: FolderLockOptions = {},
): Promise<T> {
  const [file, me] = [`${folder}.lock`, lockHolder(null)];
  makeStorageFolder(path.dirname(folder));
  while (!(await mayWork(file, me, makesRoom))) await delay(LOOK_EVERY);
  try {
    return await work();
  } finally {
    await releaseOwn(file, me).catch((error: unknown) => {
      throw storageError(error, file);
    });
  }
}

async function mayWork(file: string, me: LockHolder, makesRoom: boolean): Promise<boolean> {
  try {
    return (await takeLock(file, me)) === null;
  } catch (error) {
    const refused = storageError(error, file);
    if (makesRoom && isOutOfRoom(refused)) return (await holderOf(file)) === null;
    throw refused;
  }
}
