import { promises as fs } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { storageError } from './atomic-write.ts';
import { lockHolder, releaseLock, takeLock } from './lock-file.ts';

/** Milliseconds between two tries to take a lock that somebody holds. */
const LOOK_EVERY = 20;

/**
 * Runs `work` on a folder while nobody else does so, in this process or in any other on the same disk. The lock lies
 * beside the folder, so that the folder itself may come and go; one whose holder was killed is taken over. Throws what
 * `work` throws, storage errors of the lock, and the file system's.
 */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const [file, me] = [`${folder}.lock`, lockHolder(null)];
  await fs.mkdir(path.dirname(folder), { recursive: true });
  const take = (): ReturnType<typeof takeLock> =>
    takeLock(file, me).catch((error: unknown) => {
      throw storageError(error, file);
    });
  while ((await take()) !== null) await delay(LOOK_EVERY);
  try {
    return await work();
  } finally {
    await releaseLock(file);
  }
}
