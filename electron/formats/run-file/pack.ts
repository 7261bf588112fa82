import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { storageError } from '../../files/atomic-write.ts';
import { namesIn } from '../../files/names-in.ts';
import { isModelPath, isRunPath, MANIFEST, MODEL_MANIFEST, type PackedFiles } from './manifest.ts';

export interface PackedRun {
  readonly folder: string;
  readonly run: Run;
  /** Those that still hold. */
  readonly logs: readonly RunLog[];
  /** With those that it can be resumed from. */
  readonly checkpoints: boolean;
}

/** The format's oldest time for every file: the same run gives the same bytes. */
const TIME = new Date(1980, 0, 1);
const encoder = new TextEncoder();

/**
 * A run as a zip, piece by piece: its record and logs as they are now, its models as they lie on the disk, and a list of all with their
 * hashes. Weights are stored as they are: they do not pack. Throws storage errors.
 */
export async function* packRun(packed: PackedRun): AsyncGenerator<Uint8Array> {
  const { folder, run, logs } = packed;
  const parts: Part[] = [
    { name: 'run.json', pieces: whole(`${JSON.stringify(run, null, 2)}\n`) },
    { name: 'metrics.jsonl', pieces: lines(logs) },
    ...(await others(packed)).map((name) => ({ name, pieces: onDisk(path.join(folder, name)) })),
  ];
  yield* packParts(parts, MANIFEST, (files) => ({ version: 1, run: run.id, files }));
}

/** A model's folder as a zip, and those that it comes from, the nearest first, as `packRun` packs a run. */
export async function* packModel(folder: string, parents: readonly string[]): AsyncGenerator<Uint8Array> {
  const inside = async (from: string, before: string): Promise<Part[]> => {
    const names = (await namesIn(from)).filter((name) => isModelPath(before + name)).sort();
    return names.map((name) => ({ name: before + name, pieces: onDisk(path.join(from, name)) }));
  };
  const all = await Promise.all([
    inside(folder, ''),
    ...parents.map((parent, i) => inside(parent, `parents/${i + 1}/`)),
  ]);
  yield* packParts(all.flat(), MODEL_MANIFEST, (files) => ({ version: 1, files }));
}

interface Part {
  readonly name: string;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** All parts, and then, under the name by which the zip is known, what `listed` makes of the list of them. */
async function* packParts(
  parts: readonly Part[],
  manifest: string,
  listed: (files: PackedFiles) => object,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let failed: unknown = null;
  const zip = new Zip((error, chunk) => {
    failed ??= error;
    ready.push(chunk);
  });
  function* drained(): Generator<Uint8Array> {
    if (failed !== null) throw failed;
    yield* ready.splice(0);
  }
  const files: PackedFiles = [];
  async function* add({ name, pieces }: Part): AsyncGenerator<Uint8Array> {
    const entry = name.endsWith('.safetensors') ? new ZipPassThrough(name) : new ZipDeflate(name);
    entry.mtime = TIME;
    zip.add(entry);
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of pieces) {
      hash.update(piece);
      size += piece.length;
      entry.push(piece);
      yield* drained();
    }
    entry.push(new Uint8Array(), true);
    files.push({ path: name, size, sha256: hash.digest('hex') });
    yield* drained();
  }
  for (const part of parts) yield* add(part);
  yield* add({ name: manifest, pieces: whole(`${JSON.stringify(listed([...files]), null, 2)}\n`) });
  zip.end();
  yield* drained();
}

/** The files of a run's folder that belong to it, beside its record and logs; those that a run in progress is writing are left out. */
async function others({ folder, checkpoints }: PackedRun): Promise<string[]> {
  const found: string[] = [];
  for (const part of ['model', 'from', ...(checkpoints ? ['checkpoints'] : [])]) {
    const names = await namesIn(path.join(folder, part));
    found.push(...names.map((name) => `${part}/${name}`).filter(isRunPath));
  }
  return found.sort();
}

async function* whole(text: string): AsyncGenerator<Uint8Array> {
  yield encoder.encode(text);
}

async function* lines(logs: readonly RunLog[]): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < logs.length; start += 1000) {
    yield encoder.encode(
      logs
        .slice(start, start + 1000)
        .map((log) => `${JSON.stringify(log)}\n`)
        .join(''),
    );
  }
}

async function* onDisk(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(file, { highWaterMark: 1_048_576 })) yield piece as Buffer;
  } catch (error) {
    throw storageError(error, file);
  }
}
