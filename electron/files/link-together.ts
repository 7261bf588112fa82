import { constants, promises as fs } from 'node:fs';
import path from 'node:path';
import { storageError } from './atomic-write.ts';

/**
 * Makes `folder` and puts files and folders from anywhere into it, without copying them where the disk allows: a folder as a
 * link (on Windows a junction, which needs no rights), a file as a second name of it. Two of one name get a folder each.
 * Removing `folder` leaves them alone. Throws storage errors.
 */
export async function linkTogether(folder: string, paths: readonly string[]): Promise<void> {
  const taken = new Set<string>();
  for (const [i, source] of paths.entries()) {
    const name = path.basename(source);
    const inside = taken.has(name.toLowerCase()) ? path.join(folder, String(i)) : folder;
    taken.add(name.toLowerCase());
    try {
      await fs.mkdir(inside, { recursive: true });
      await put(source, path.join(inside, name));
    } catch (error) {
      throw storageError(error, source);
    }
  }
}

async function put(source: string, target: string): Promise<void> {
  if ((await fs.stat(source)).isDirectory()) return fs.symlink(source, target, 'junction');
  // A hard link to another disk is impossible.
  await fs.link(source, target).catch(() => fs.copyFile(source, target, constants.COPYFILE_FICLONE));
}
