import { promises as fs } from 'node:fs';
import path from 'node:path';
import { makeFolder } from './make-folder.ts';
import { move, PATIENT } from './move.ts';

/**
 * Puts a finished folder in the place of another, which goes only when its successor stands: what was there is moved aside
 * first, and back if the move fails. All three lie on one disk. Whoever calls it holds the target's lock (`withFolderLock`).
 */
export async function replaceFolder(finished: string, target: string): Promise<void> {
  const aside = `${finished}.before`;
  const moved = await moveIfThere(target, aside);
  try {
    makeFolder(path.dirname(target));
    await move(finished, target);
  } catch (error) {
    if (moved) await move(aside, target);
    throw error;
  }
  await fs.rm(aside, PATIENT);
}

/** Takes a folder away at once: nobody finds half of it, also if removing what is in it takes long or fails. */
export async function removeFolder(folder: string, aside: string): Promise<void> {
  await fs.mkdir(path.dirname(aside), { recursive: true });
  if (await moveIfThere(folder, aside)) await fs.rm(aside, PATIENT);
}

/** False: there is no such folder. */
async function moveIfThere(folder: string, to: string): Promise<boolean> {
  return move(folder, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
