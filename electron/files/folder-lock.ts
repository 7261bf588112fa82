import { promises as fs } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isOutOfRoom, storageError } from './atomic-write.ts';
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
 * `work` throws, storage errors of the lock, and the file system's.
 */
export async function withFolderLock<T>(
  folder: string,
  work: () => Promise<T>,
  { makesRoom = false }: FolderLockOptions = {},
): Promise<T> {
  const [file, me] = [`${folder}.lock`, lockHolder(null)];
  await fs.mkdir(path.dirname(folder), { recursive: true });
  while (!(await mayWork(file, me, makesRoom))) await delay(LOOK_EVERY);
  try {
    return await work();
  } finally {
    await releaseOwn(file, me);
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
