import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { makeStorageFolder } from '../../files/atomic-write.ts';
import { isFolder as isFolderThere, isThere } from '../../files/is-there.ts';
import { move, PATIENT } from '../../files/move.ts';
import { targetError } from '../files/save-file.ts';

export interface ExportPlace {
  /** The path of a file, or of a folder. */
  readonly target: string;
  readonly isFolder: boolean;
  /** Whether what is there may be replaced. */
  readonly force: boolean;
}

let placed = 0;

/**
 * Has `work` write and prove an export called `name` in a folder beside its place, and moves it there when that is done: what was there stays as it
 * was until then, and for good where anything throws. Throws as `Exports.write` says, and what the work throws.
 */
export async function placeExport<T>(
  { target, isFolder, force }: ExportPlace,
  work: (folder: string, name: string) => Promise<T>,
): Promise<T> {
  const [parent, name] = [path.dirname(target), path.basename(target)];
  const aside = path.join(parent, `.inkstone-${process.pid}-export-${++placed}.tmp`);
  try {
    await requireFree(target, isFolder, force);
    makeStorageFolder(aside);
    const result = await work(aside, name);
    await requireFree(target, isFolder, force);
    if (isFolder) await replaceFolder(path.join(aside, name), target, path.join(aside, '.old'));
    else await move(path.join(aside, name), target);
    return result;
  } catch (error) {
    throw targetError(error, target);
  } finally {
    await fs.rm(aside, PATIENT).catch(() => undefined);
  }
}

async function requireFree(target: string, isFolder: boolean, force: boolean): Promise<void> {
  if (!(await isThere(target))) return;
  if (!force) throw new AppError('export-exists', { path: target });
  const there = await isFolderThere(target);
  if (there !== isFolder) throw new AppError(there ? 'not-a-file' : 'not-a-folder', { path: target });
}

/** A folder is replaced by one of the same files alone: one that was named by mistake keeps what is in it. */
async function replaceFolder(from: string, to: string, old: string): Promise<void> {
  if (!(await isThere(to))) return move(from, to);
  const own = new Set(await fs.readdir(from));
  if ((await fs.readdir(to)).some((entry) => !own.has(entry))) throw new AppError('folder-not-empty', { path: to });
  await move(to, old);
  await move(from, to).catch(async (error: unknown) => {
    await move(old, to);
    throw error;
  });
}
