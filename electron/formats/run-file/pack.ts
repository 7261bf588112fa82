import path from 'node:path';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { namesIn } from '../../files/names-in.ts';
import { onDisk, packListed, wholeText, type PackedFile } from '../listed-zip/pack.ts';
import { isModelPath, isRunPath, MANIFEST, MODEL_MANIFEST, type Manifest, type ModelManifest } from './manifest.ts';

export interface PackedRun {
  readonly folder: string;
  readonly run: Run;
  /** Those that still hold. */
  readonly logs: readonly RunLog[];
  /** With those that it can be resumed from. */
  readonly checkpoints: boolean;
}

/**
 * A run as a zip, piece by piece: its record and logs as they are now, its models as they lie on the disk, and a list of all with their
 * hashes. Throws storage errors.
 */
export async function* packRun(packed: PackedRun): AsyncGenerator<Uint8Array> {
  const { folder, run, logs } = packed;
  const files = (await others(packed)).map((name) => inFolder(name, folder, name));
  yield* packListed(
    [
      { path: 'run.json', content: wholeText(`${JSON.stringify(run, null, 2)}\n`), stored: false },
      { path: 'metrics.jsonl', content: lines(logs), stored: false },
      ...files,
    ],
    { path: MANIFEST, of: (listed): Manifest => ({ version: 1, run: run.id, files: [...listed] }) },
  );
}

/** A model's folder as a zip, and those that it comes from, the nearest first, as `packRun` packs a run. */
export async function* packModel(folder: string, parents: readonly string[]): AsyncGenerator<Uint8Array> {
  const inside = async (from: string, before: string): Promise<PackedFile[]> => {
    const names = (await namesIn(from)).filter((name) => isModelPath(before + name)).sort();
    return names.map((name) => inFolder(before + name, from, name));
  };
  const all = await Promise.all([
    inside(folder, ''),
    ...parents.map((parent, i) => inside(parent, `parents/${i + 1}/`)),
  ]);
  yield* packListed(all.flat(), {
    path: MODEL_MANIFEST,
    of: (listed): ModelManifest => ({ version: 1, files: [...listed] }),
  });
}

/** Weights are stored: they do not pack. */
const inFolder = (name: string, folder: string, own: string): PackedFile => ({
  path: name,
  content: onDisk(path.join(folder, own)),
  stored: !name.endsWith('.json'),
});

/** The files of a run's folder that belong to it, beside its record and logs; those that a run in progress is writing are left out. */
async function others({ folder, checkpoints }: PackedRun): Promise<string[]> {
  const found: string[] = [];
  for (const part of ['model', 'from', ...(checkpoints ? ['checkpoints'] : [])]) {
    const names = await namesIn(path.join(folder, part));
    found.push(...names.map((name) => `${part}/${name}`).filter(isRunPath));
  }
  return found.sort();
}

async function* lines(logs: readonly RunLog[]): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < logs.length; start += 1000) {
    yield* wholeText(
      logs
        .slice(start, start + 1000)
        .map((log) => `${JSON.stringify(log)}\n`)
        .join(''),
    );
  }
}
