import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { runSchema, type Run } from '../../../shared/contract/schemas/run.ts';
import { migrateRun } from '../../../shared/runs/migrate.ts';
import { storageError } from '../../files/atomic-write.ts';
import { readJson } from '../../files/json-file.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { readWhole, type Entry } from '../tree/entry.ts';
import { fileAccess, type RandomAccess } from '../tree/random-access.ts';
import { openZip } from '../tree/zip.ts';
import { MANIFEST, manifestSchema, type Manifest } from './manifest.ts';

/** Bytes of a manifest, and of a record: of data with many changed labels it is long. */
const [MOST_MANIFEST, MOST_RECORD] = [1_048_576, 67_108_864];
/** Bytes of all files together: no run that a person would send is larger. */
const MOST_BYTES = 8_589_934_592;

export interface RunFile {
  readonly path: string;
  /** What its user calls it. */
  readonly name: string;
  /** An empty folder, which gets what is in it. */
  readonly folder: string;
}

/** As the reader's call `run.unpack` says. `onBytes` hears how many are unpacked, and of how many. */
export async function unpackRun(
  { path: file, name, folder }: RunFile,
  onBytes: (done: number, total: number) => void = () => undefined,
): Promise<Run> {
  const source = await opened(file, name);
  try {
    const entries = await entriesOf(source, name);
    const manifest = await readManifest(entries, name);
    const total = manifest.files.reduce((sum, { size }) => sum + size, 0);
    if (total > MOST_BYTES)
      throw new AppError('run-file-too-large', { megabytes: megabytes(total), limit: megabytes(MOST_BYTES) });
    let done = 0;
    for (const wanted of manifest.files) {
      const entry = entries.get(wanted.path);
      if (!entry || entry.size !== wanted.size) throw damaged(name, wanted.path);
      await unpackOne(entry, wanted, path.join(folder, ...wanted.path.split('/')), name, (bytes) =>
        onBytes((done += bytes), total),
      );
    }
    return await readRecord(folder, name);
  } finally {
    await source.close();
  }
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000);
const damaged = (file: string, inside: string, cause?: unknown): AppError =>
  new AppError('run-file-damaged', { file, inside }, cause);

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

async function entriesOf(source: RandomAccess, name: string): Promise<Map<string, Entry>> {
  // Anything may be chosen; a zip without its end is a zip still.
  const [p, k] = await source.read(0, 2);
  if (p !== 0x50 || k !== 0x4b) throw other(name);
  const { entries, skipped } = await openZip(source, name);
  const unsafe = skipped.find(({ reason }) => reason === 'unsafe-name');
  if (unsafe) throw new AppError('unsafe-path', { path: unsafe.file });
  // The archive's own name stands before each path.
  return new Map(entries.map((entry) => [entry.path.slice(name.length + 1), entry]));
}

const other = (file: string): AppError => new AppError('run-file-other', { file, manifest: MANIFEST });

async function readManifest(entries: ReadonlyMap<string, Entry>, name: string): Promise<Manifest> {
  const entry = entries.get(MANIFEST);
  if (!entry) throw other(name);
  const json = await textOf(entry, name);
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const version = (json as { version?: unknown } | null)?.version;
    throw typeof version === 'number' && version > 1
      ? new AppError('file-newer', { path: name }, parsed.error)
      : damaged(name, MANIFEST, parsed.error);
  }
  const { files } = parsed.data;
  const names = new Set(files.map((one) => one.path));
  if (names.size < files.length || !names.has('run.json')) throw damaged(name, MANIFEST);
  if (files.some((one) => one.path === 'run.json' && one.size > MOST_RECORD)) throw damaged(name, 'run.json');
  return parsed.data;
}

async function textOf(entry: Entry, name: string): Promise<unknown> {
  try {
    return JSON.parse(Buffer.from(await readWhole(entry.stream(), name, MOST_MANIFEST)).toString('utf8'));
  } catch (error) {
    throw damaged(name, MANIFEST, error);
  }
}

/** Throws `run-file-damaged` {file, inside} unless the bytes are those that were written. */
async function unpackOne(
  entry: Entry,
  wanted: Manifest['files'][number],
  target: string,
  name: string,
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
      ? damaged(name, wanted.path, error)
      : storageError(error, target);
  }
  if (hash.digest('hex') !== wanted.sha256) throw damaged(name, wanted.path);
}

async function readRecord(folder: string, name: string): Promise<Run> {
  try {
    const run = await readJson(path.join(folder, 'run.json'), runSchema, 2, migrateRun);
    if (run) return run;
  } catch (error) {
    if (error instanceof AppError && error.code === 'file-newer')
      throw new AppError('file-newer', { path: name }, error);
    throw damaged(name, 'run.json', error);
  }
  throw damaged(name, 'run.json');
}
