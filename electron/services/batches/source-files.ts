import { constants, promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { BATCH_LIMITS } from '../../../shared/contract/schemas/batch.ts';
import { storageError } from '../../files/atomic-write.ts';
import { isIn } from '../../files/is-in.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { fileKind } from '../../formats/file-kind.ts';
import type { SourceFile } from './batch-folder.ts';

/** What may be a picture of pages, by its name; what it is by its content is found when it is read. */
const PICTURES = /\.(png|jpe?g|webp|gif|bmp|tiff?|pdf)$/i;

/**
 * The files of a batch, in the order of their names as a person sorts them. `root`: a folder, or one file, whatever its name. Throws `path-missing` {path},
 * `batch-no-pages` {path}, `too-many-files` {path, most}, storage errors.
 */
export async function listFiles(root: string): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  const looked = new Set<string>();
  const look = async (folder: string, inside: string): Promise<void> => {
    // A folder that links lead to again is the same one: its pages are read once, and circles have an end.
    const real = await fs.realpath(folder);
    if (looked.has(real)) return;
    looked.add(real);
    const entries = await fs.readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => inOrder(a.name, b.name))) {
      if (entry.name.startsWith('.')) continue;
      const [file, name] = [path.join(folder, entry.name), inside + entry.name];
      const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await isFolderAt(file)));
      if (isFolder) await look(file, `${name}/`);
      else if (PICTURES.test(name)) found.push({ path: file, name, parts: null });
      if (found.length > BATCH_LIMITS.pages)
        throw new AppError('too-many-files', { path: path.basename(root), most: BATCH_LIMITS.pages });
    }
  };
  try {
    const stats = await fs.stat(root);
    if (stats.isDirectory()) await look(root, '');
    else if (stats.isFile()) found.push({ path: root, name: path.basename(root), parts: null });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AppError('path-missing', { path: root }, error);
    throw storageError(error, root);
  }
  // By its name alone: what was uploaded lies where nobody has put it.
  if (found.length === 0) throw new AppError('batch-no-pages', { path: path.basename(root) });
  return found;
}

const inOrder = (a: string, b: string): number =>
  a.localeCompare(b, 'en', { numeric: true }) || (a < b ? -1 : Number(a > b));

const isFolderAt = (file: string): Promise<boolean> =>
  fs.stat(file).then(
    (stats) => stats.isDirectory(),
    () => false,
  );

/**
 * Files as a batch keeps them: those that lie among the uploads, which go with their connection, get a second name in the batch's own folder.
 * Throws storage errors.
 */
export async function kept(files: readonly SourceFile[], uploads: string, own: string): Promise<SourceFile[]> {
  const result: SourceFile[] = [];
  for (const file of files) {
    if (!(await isIn(uploads, file.path))) {
      result.push({ ...file, path: path.resolve(file.path) });
      continue;
    }
    const target = path.join(own, `${String(result.length).padStart(5, '0')}${path.extname(file.path)}`);
    try {
      makeFolder(own, 0o700);
      await fs.rm(target, { force: true });
      const real = await fs.realpath(file.path);
      // A hard link is impossible on some disks.
      await fs.link(real, target).catch(() => fs.copyFile(real, target, constants.COPYFILE_FICLONE));
    } catch (error) {
      throw storageError(error, target);
    }
    // Where a batch's folder is moved, what is in it goes along.
    result.push({ ...file, path: path.join(path.basename(own), path.basename(target)) });
  }
  return result;
}

/** Whether a file may have several pages, by its first bytes, whatever its name; so may one that cannot be opened. */
export async function mayHavePages(file: string): Promise<boolean> {
  const start = Buffer.alloc(1024);
  try {
    // A pipe would be waited for without end.
    if (!(await fs.stat(file)).isFile()) return true;
    const handle = await fs.open(file, 'r');
    const { bytesRead } = await handle.read(start, 0, start.length, 0).finally(() => handle.close());
    const found = fileKind(start.subarray(0, bytesRead));
    return found.is === 'other' ? found.kind === 'PDF' : found.is === 'picture' && found.kind === 'tiff';
  } catch {
    return true;
  }
}

/** Where a file lies: by itself, or in the batch's folder. */
export const placeOf = (folder: string, { path: file }: Pick<SourceFile, 'path'>): string =>
  path.isAbsolute(file) ? file : path.join(folder, file);

/** Those of a folder that are not known yet, behind those that are. */
export function withNew(known: readonly SourceFile[], found: readonly SourceFile[]): SourceFile[] {
  const names = new Set(known.map(({ path: file }) => file));
  return [...known, ...found.filter(({ path: file }) => !names.has(file))];
}
