import { promises as fs } from 'node:fs';
import { storageError } from './atomic-write.ts';

/**
 * The names of what lies in a folder; none where there is no such folder. Throws storage errors: a folder that cannot be read is not
 * told as an empty one.
 */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await fs.readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw storageError(error, folder);
  }
}
