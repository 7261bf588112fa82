import { createReadStream, promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { storageError } from '../../files/atomic-write.ts';
import type { Skipped } from '../../../shared/contract/schemas/import.ts';
import { readHead, readWhole, type Entry } from './entry.ts';
import { contentOf } from './gzip.ts';
import { fileAccess, memoryAccess, type RandomAccess } from './random-access.ts';
import { HEAD_BYTES, sniff, type Kind } from './sniff.ts';
import { openZip } from './zip.ts';

/** Errors that skip an archive inside of another and let the rest be read. */
const SKIPPED_ARCHIVES: readonly string[] = [
  'archive-damaged',
  'archive-too-large',
  'data-too-large',
  'unpacks-too-large',
];

/** A file and what it is by its content. */
export interface SourceFile extends Entry {
  readonly kind: Kind;
  /** Its first plain bytes. */
  readonly head: Uint8Array;
  /** Why not even these could be read; its kind is `damaged` then. */
  readonly fault: AppError | null;
}

/** A file, a folder or an archive of the world, opened: all files in it, also those in archives in it. */
export interface Tree {
  readonly name: string;
  /** In the order of their paths, numbers by value. */
  readonly files: readonly SourceFile[];
  readonly skipped: readonly Skipped[];
  close(): Promise<void>;
}

/** Limits on what is opened: files in all, folders within folders, archives within archives. */
const [MOST_FILES, MOST_DEPTH, MOST_ARCHIVES] = [2_000_000, 32, 3];

/** macOS's and Windows' own files beside the user's, and everything that is hidden. */
const isClutter = (name: string): boolean => name.startsWith('.') || /^(__MACOSX|Thumbs\.db|desktop\.ini)$/i.test(name);

/**
 * Throws `path-missing` {path}, `not-a-file` {path}, `too-many-files` {path, most}, what `openZip` throws when the one named is an archive, and
 * storage errors. Damaged archives among other files are told in `skipped`.
 */
export async function openTree(root: string): Promise<Tree> {
  const opened: RandomAccess[] = [];
  const [files, skipped]: [SourceFile[], Skipped[]] = [[], []];
  const take = async (entry: Entry, depth: number): Promise<void> => {
    if (files.length >= MOST_FILES) throw new AppError('too-many-files', { path: root, most: MOST_FILES });
    const file = await look(entry);
    if (file.kind !== 'zip') return void files.push(file);
    if (depth === 0) return void skipped.push({ file: entry.path, reason: 'nested-too-deep' });
    try {
      const source =
        entry.file === null ? memoryAccess(await readWhole(entry.stream(), entry.path)) : await fileAccess(entry.file);
      opened.push(source);
      const inside = await openZip(source, entry.path);
      skipped.push(...inside.skipped);
      for (const each of inside.entries) if (!each.path.split('/').some(isClutter)) await take(each, depth - 1);
    } catch (error) {
      const isWhole = isOnly && depth === MOST_ARCHIVES;
      if (isWhole || !(error instanceof AppError) || !SKIPPED_ARCHIVES.includes(error.code)) throw error;
      skipped.push({ file: entry.path, reason: 'damaged' });
    }
  };
  const found = await entriesOf(root);
  const isOnly = found.length === 1;
  try {
    for (const entry of found) await take(entry, MOST_ARCHIVES);
  } catch (error) {
    await Promise.all(opened.map((source) => source.close()));
    throw error instanceof AppError ? error : storageError(error, root);
  }
  files.sort((a, b) => compare(a.path, b.path));
  return {
    name: path.basename(root),
    files,
    skipped,
    close: async () => void (await Promise.all(opened.map((source) => source.close()))),
  };
}

const collator = new Intl.Collator('en', { numeric: true });
const compare = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : 1);

/** An archive may have other bytes in front of it. Its first bytes do not show it then, so its name is used. */
const isNamedZip = (path: string, kind: Kind): boolean =>
  (kind === 'unknown' || kind === 'text') && /\.zip$/i.test(path);

async function look(entry: Entry): Promise<SourceFile> {
  const nothing = new Uint8Array();
  try {
    const head = await readHead(contentOf(entry), HEAD_BYTES);
    const kind = isNamedZip(entry.path, sniff(head)) ? 'zip' : sniff(head);
    // The first bytes of a million pictures would be gigabytes, and are not needed.
    return { ...entry, kind, head: kind === 'picture' ? nothing : head, fault: null };
  } catch (error) {
    if (error instanceof AppError) return { ...entry, kind: 'damaged', head: nothing, fault: error };
    throw error;
  }
}

async function entriesOf(root: string): Promise<Entry[]> {
  const stats = await fs.stat(root).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' || error.code === 'ENOTDIR'
      ? new AppError('path-missing', { path: root }, error)
      : storageError(error, root);
  });
  // Reading a pipe or a device might never end.
  if (!stats.isDirectory() && !stats.isFile()) throw new AppError('not-a-file', { path: root });
  if (!stats.isDirectory()) return [fileEntry(root, path.basename(root), stats.size)];
  const entries: Entry[] = [];
  await walk(root, '', entries, MOST_DEPTH, new Set([await fs.realpath(root)]));
  return entries;
}

/** `seen` has the real paths of the folders above, so that links cannot lead in circles. */
async function walk(
  folder: string,
  inside: string,
  entries: Entry[],
  depth: number,
  seen: ReadonlySet<string>,
): Promise<void> {
  for (const name of await fs.readdir(folder)) {
    if (isClutter(name)) continue;
    if (entries.length >= MOST_FILES) throw new AppError('too-many-files', { path: folder, most: MOST_FILES });
    const [file, shown] = [path.join(folder, name), inside === '' ? name : `${inside}/${name}`];
    // A link that leads nowhere is no file.
    const stats = await fs.stat(file).catch(() => null);
    if (stats?.isFile()) entries.push(fileEntry(file, shown, stats.size));
    if (!stats?.isDirectory() || depth === 0) continue;
    const real = await fs.realpath(file);
    if (!seen.has(real)) await walk(file, shown, entries, depth - 1, new Set([...seen, real]));
  }
}

const fileEntry = (file: string, shown: string, size: number): Entry => ({
  path: shown,
  size,
  file,
  stream: () => createReadStream(file, { highWaterMark: 262_144 }),
});
