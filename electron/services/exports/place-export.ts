import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { makeStorageFolder, syncFolder } from '../../files/atomic-write.ts';
import { isFolder as isFolderThere, isThere } from '../../files/is-there.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { move } from '../../files/move.ts';
import { ABOUT } from '../../formats/exports/beside.ts';
import { targetError } from '../files/save-file.ts';
import { asideIn, clearAside, replacedIn, sweepAsides } from './aside-folder.ts';

export interface ExportPlace {
  /** The path of a file, or of a folder; of a link, what it leads to is the place. */
  readonly target: string;
  readonly isFolder: boolean;
  /** Whether what is there may be replaced. */
  readonly force: boolean;
}

/**
 * Has `work` write and prove an export called `name` in a folder beside its place, and moves it there when that is done: what was there stays as it
 * was until then, and for good where anything throws. Throws as `Exports.write` says, and what the work throws.
 */
export async function placeExport<T>(
  { target: named, isFolder, force }: ExportPlace,
  work: (folder: string, name: string) => Promise<T>,
): Promise<T> {
  const target = await fs.realpath(named).catch(() => named);
  const [parent, name] = [path.dirname(target), path.basename(target)];
  const aside = asideIn(parent);
  const fresh = path.join(aside, 'new');
  const ofTarget = (error: unknown): never => {
    throw targetError(error, named);
  };
  try {
    await sweepAsides(parent);
    await requireFree(target, isFolder, force).catch(ofTarget);
    await makeAside(parent, fresh).catch(ofTarget);
    const result = await work(fresh, name).catch((error: unknown) => {
      throw isElsewhere(error, aside) ? error : targetError(error, named);
    });
    await requireFree(target, isFolder, force)
      .then(() => put(path.join(fresh, name), target, { replaced: replacedIn(aside, target), isFolder, force }))
      .catch(ofTarget);
    return result;
  } finally {
    await clearAside(aside);
  }
}

async function makeAside(parent: string, folder: string): Promise<void> {
  // First that which a person knows: what is in its way is told by its name.
  makeStorageFolder(parent);
  makeStorageFolder(folder);
}

/** Whether an error is about another file than those of the export: the model's own, say. */
function isElsewhere(error: unknown, aside: string): boolean {
  const file = error instanceof AppError ? error.params['path'] : undefined;
  return typeof file === 'string' && !file.startsWith(aside);
}

async function requireFree(target: string, isFolder: boolean, force: boolean): Promise<void> {
  if (!(await isThere(target)) && !(await isLink(target))) return;
  if (!force) throw new AppError('export-exists', { path: target });
  const there = await isFolderThere(target);
  if (there !== isFolder) throw new AppError(there ? 'not-a-file' : 'not-a-folder', { path: target });
  if (there) await requireExport(target);
}

/** Also one that leads nowhere. */
const isLink = (file: string): Promise<boolean> =>
  fs.readlink(file).then(
    () => true,
    () => false,
  );

/** A folder that was named by mistake keeps what is in it: that is known before the work, which may take long. */
async function requireExport(folder: string): Promise<void> {
  const names = await fs.readdir(folder);
  if (names.length > 0 && !names.includes(ABOUT)) throw new AppError('folder-not-empty', { path: folder });
}

interface Putting extends Pick<ExportPlace, 'isFolder' | 'force'> {
  /** Where a folder that stands there goes. */
  readonly replaced: string;
}

/** Moves an export to its place; it is on the disk when this returns. Of several to one place at once the first one stays: `export-exists`. */
async function put(from: string, to: string, { replaced, isFolder, force }: Putting): Promise<void> {
  if (isFolder && (await isThere(to))) {
    if (await hasOthers(to, from)) throw new AppError('folder-not-empty', { path: to });
    makeFolder(path.dirname(replaced));
    await move(to, replaced);
  }
  await (isFolder || force ? move(from, to) : moveNew(from, to)).catch((error: NodeJS.ErrnoException) => {
    throw ['EEXIST', 'ENOTEMPTY'].includes(error.code ?? '')
      ? new AppError('export-exists', { path: to }, error)
      : error;
  });
  await syncFolder(path.dirname(to));
}

/** Moves a file over no other, where the disk has hard links: a rename asks nobody. */
async function moveNew(from: string, to: string): Promise<void> {
  try {
    await fs.link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    await move(from, to);
  }
}

/** Whether a folder has anything in it, at any depth, that has none of its name and kind in the other. */
async function hasOthers(folder: string, other: string): Promise<boolean> {
  const known = new Map((await fs.readdir(other, { withFileTypes: true })).map((entry) => [entry.name, entry]));
  for (const entry of await fs.readdir(folder, { withFileTypes: true })) {
    if (known.get(entry.name)?.isDirectory() !== entry.isDirectory()) return true;
    const [inside, beside] = [folder, other].map((each) => path.join(each, entry.name)) as [string, string];
    if (entry.isDirectory() && (await hasOthers(inside, beside))) return true;
  }
  return false;
}
