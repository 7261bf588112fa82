import { promises as fs } from 'node:fs';
import path from 'node:path';
import { makeFolder } from './make-folder.ts';

/**
 * Puts a finished folder in the place of another, which goes only when its successor stands: what was there is moved aside
 * first, and back if the move fails. All three lie on one disk.
 */
export async function replaceFolder(finished: string, target: string): Promise<void> {
  const aside = `${finished}.before`;
  makeFolder(path.dirname(target));
  const moved = await fs.rename(target, aside).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await fs.rename(finished, target);
  } catch (error) {
    if (moved) await fs.rename(aside, target);
    throw error;
  }
  await fs.rm(aside, { recursive: true, force: true });
}
