import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import type { ListedFile } from '../../../shared/contract/schemas/listed-files.ts';
import { storageError } from '../../files/atomic-write.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { readWhole, type Entry } from '../tree/entry.ts';
import { fileAccess, type RandomAccess } from '../tree/random-access.ts';
import { openZip } from '../tree/zip.ts';

/** A zip that is to be unpacked. */
export interface ZipFile {
  readonly path: string;
  /** What its user calls it. */
  readonly name: string;
  /** An empty folder, which gets what is in it. */
  readonly folder: string;
}

/** What one kind of zip is. Errors name the file as its user knows it. */
export interface ZipKind<List extends { files: readonly ListedFile[] }> {
  /** The one name by which such a zip is known: the file that lists all others. */
  readonly list: string;
  readonly schema: z.ZodType<List>;
  /** The newest version of the list that is read. */
  readonly version: number;
  /** Bytes of the list at most. */
  readonly mostListed: number;
  /** Bytes of all files together at most. */
  readonly mostBytes: number;
  readonly faults: {
    /** It is something else. */
    readonly other: (file: string) => AppError;
    /** `inside` is missing, incomplete or not what was written. */
    readonly damaged: (file: string, inside: string, cause?: unknown) => AppError;
    readonly tooLarge: (bytes: number, most: number) => AppError;
  };
}

export type OnBytes = (done: number, total: number) => void;

/**
 * Unpacks a zip that lists its files, each compared with its hash. `check` looks at the list before anything is written. Throws the kind's
 * faults, `file-newer` {path}, `unsafe-path` {path}, `archive-damaged` {file}, `path-missing`, `not-a-file` {path}, storage errors.
 */
export async function unpackListed<List extends { files: readonly ListedFile[] }>(
  { path: file, name, folder }: ZipFile,
  kind: ZipKind<List>,
  onBytes: OnBytes = () => undefined,
  check: (list: List) => void = () => undefined,
): Promise<List> {
  const source = await opened(file, name);
  try {
    const entries = await entriesOf(source, name);
    if (!entries) throw kind.faults.other(name);
    const list = await readList(entries, name, kind);
    check(list);
    const total = list.files.reduce((sum, { size }) => sum + size, 0);
    if (total > kind.mostBytes) throw kind.faults.tooLarge(total, kind.mostBytes);
    const damaged = (inside: string, cause?: unknown): AppError => kind.faults.damaged(name, inside, cause);
    let done = 0;
    for (const wanted of list.files) {
      const entry = entries.get(wanted.path);
      if (!entry || entry.size !== wanted.size) throw damaged(wanted.path);
      await unpackOne(entry, wanted, path.join(folder, ...wanted.path.split('/')), damaged, (bytes) =>
        onBytes((done += bytes), total),
      );
    }
    return list;
  } finally {
    await source.close();
  }
}

/** Which of these lists a file has, by whose name its kind is known; null for what has none of them, is no zip or cannot be read. */
export async function listIn({ path: file, name }: ZipFile, lists: readonly string[]): Promise<string | null> {
  const source = await opened(file, name).catch(() => null);
  if (!source) return null;
  try {
    const entries = await entriesOf(source, name);
    return lists.find((list) => entries?.has(list)) ?? null;
  } catch {
    return null;
  } finally {
    await source.close();
  }
}

export const megabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000);

async function opened(file: string, name: string): Promise<RandomAccess> {
  try {
    // A device or a pipe has no end; a folder has none either.
    if (!(await fs.stat(file)).isFile()) throw new AppError('not-a-file', { path: file });
    return await fileAccess(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AppError('path-missing', { path: name }, error);
    throw storageError(error, file);
  }
}

/** What is in a zip, by its path; null for what is none. */
async function entriesOf(source: RandomAccess, name: string): Promise<Map<string, Entry> | null> {
  // Anything may be chosen; a zip without its end is a zip still.
  const [p, k] = await source.read(0, 2);
  if (p !== 0x50 || k !== 0x4b) return null;
  const { entries, skipped } = await openZip(source, name);
  const unsafe = skipped.find(({ reason }) => reason === 'unsafe-name');
  if (unsafe) throw new AppError('unsafe-path', { path: unsafe.file });
  // The archive's own name stands before each path.
  return new Map(entries.map((entry) => [entry.path.slice(name.length + 1), entry]));
}

async function readList<List extends { files: readonly ListedFile[] }>(
  entries: ReadonlyMap<string, Entry>,
  name: string,
  { list, schema, version, mostListed, faults }: ZipKind<List>,
): Promise<List> {
  const entry = entries.get(list);
  if (!entry) throw faults.other(name);
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(await readWhole(entry.stream(), name, mostListed)).toString('utf8'));
  } catch (error) {
    throw faults.damaged(name, list, error);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { version: own } = (json ?? {}) as { version?: unknown };
  throw typeof own === 'number' && own > version
    ? new AppError('file-newer', { path: name }, parsed.error)
    : faults.damaged(name, list, parsed.error);
}

/** Throws that it is damaged unless the bytes are those that were written. */
async function unpackOne(
  entry: Entry,
  wanted: ListedFile,
  target: string,
  damaged: (inside: string, cause?: unknown) => AppError,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const hash = createHash('sha256');
  try {
    makeFolder(path.dirname(target));
    const handle = await fs.open(target, 'wx');
    try {
      for await (const piece of entry.stream()) {
        hash.update(piece);
        await handle.writeFile(piece);
        onBytes(piece.length);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof AppError && error.code === 'archive-damaged'
      ? damaged(wanted.path, error)
      : storageError(error, target);
  }
  if (hash.digest('hex') !== wanted.sha256) throw damaged(wanted.path);
}
