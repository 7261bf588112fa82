import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { runSchema, type Run } from '../../../shared/contract/schemas/run.ts';
import { migrateRun } from '../../../shared/runs/migrate.ts';
import { storageError } from '../../files/atomic-write.ts';
import { readJson } from '../../files/json-file.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { readWhole, type Entry } from '../tree/entry.ts';
import { fileAccess, type RandomAccess } from '../tree/random-access.ts';
import { openZip } from '../tree/zip.ts';
import { readModelFolder } from '../../trainer/formats/model-folder.ts';
import { MANIFEST, manifestSchema, MODEL_MANIFEST, modelManifestSchema, type PackedFiles } from './manifest.ts';

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
export async function unpackRun(file: RunFile, onBytes: OnBytes = () => undefined): Promise<Run> {
  const source = await opened(file.path, file.name);
  try {
    const entries = await entriesOf(source, file.name);
    if (!entries?.has(MANIFEST)) throw new AppError('run-file-other', { file: file.name, manifest: MANIFEST });
    const { files } = await readManifest(entries, MANIFEST, manifestSchema, file.name);
    requireRecord(files, 'run.json', MANIFEST, file.name);
    await unpackAll(entries, files, file, onBytes);
    return await readRecord(file.folder, file.name);
  } finally {
    await source.close();
  }
}

/** As the reader's call `model.unpack` says. */
export async function unpackModel(file: RunFile, onBytes: OnBytes = () => undefined): Promise<UnpackedModel> {
  // A folder may be called like a file, and a zip of other things be damaged: who reads those tells it.
  const source = await opened(file.path, file.name).catch(() => null);
  if (!source) return { kind: 'other' };
  try {
    const entries = await entriesOf(source, file.name).catch(() => null);
    if (entries?.has(MANIFEST)) return { kind: 'run' };
    if (!entries?.has(MODEL_MANIFEST)) return { kind: 'other' };
    const { files } = await readManifest(entries, MODEL_MANIFEST, modelManifestSchema, file.name);
    requireRecord(files, 'model.json', MODEL_MANIFEST, file.name);
    await unpackAll(entries, files, file, onBytes);
    const { card } = await readModelFolder(file.folder).catch((error: unknown) => {
      throw damaged(file.name, 'model.json', error);
    });
    return { kind: 'model', card };
  } finally {
    await source.close();
  }
}

/** What a file is: a model of the studio's, which is unpacked then, a run with its model, or something else. */
export type UnpackedModel = { readonly kind: 'model'; readonly card: ModelCard } | { readonly kind: 'run' | 'other' };

type OnBytes = (done: number, total: number) => void;

async function unpackAll(
  entries: ReadonlyMap<string, Entry>,
  files: PackedFiles,
  { name, folder }: RunFile,
  onBytes: OnBytes,
): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total > MOST_BYTES)
    throw new AppError('run-file-too-large', { megabytes: megabytes(total), limit: megabytes(MOST_BYTES) });
  let done = 0;
  for (const wanted of files) {
    const entry = entries.get(wanted.path);
    if (!entry || entry.size !== wanted.size) throw damaged(name, wanted.path);
    await unpackOne(entry, wanted, path.join(folder, ...wanted.path.split('/')), name, (bytes) =>
      onBytes((done += bytes), total),
    );
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

async function readManifest<M>(
  entries: ReadonlyMap<string, Entry>,
  manifest: string,
  schema: z.ZodType<M>,
  name: string,
): Promise<M> {
  const json = await textOf(entries.get(manifest)!, manifest, name);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const version = (json as { version?: unknown } | null)?.version;
  throw typeof version === 'number' && version > 1
    ? new AppError('file-newer', { path: name }, parsed.error)
    : damaged(name, manifest, parsed.error);
}

/** Each file is named once, and the one that says what all is, is among them. */
function requireRecord(files: PackedFiles, record: string, manifest: string, name: string): void {
  const names = new Set(files.map((one) => one.path));
  if (names.size < files.length || !names.has(record)) throw damaged(name, manifest);
  if (files.some((one) => one.path === record && one.size > MOST_RECORD)) throw damaged(name, record);
}

async function textOf(entry: Entry, manifest: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(Buffer.from(await readWhole(entry.stream(), name, MOST_MANIFEST)).toString('utf8'));
  } catch (error) {
    throw damaged(name, manifest, error);
  }
}

/** Throws `run-file-damaged` {file, inside} unless the bytes are those that were written. */
async function unpackOne(
  entry: Entry,
  wanted: PackedFiles[number],
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
