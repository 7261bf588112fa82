import path from 'node:path';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { namesIn } from '../../files/names-in.ts';
import { onDisk, packListed, wholeText } from '../listed-zip/pack.ts';
import { isRunPath, MANIFEST, type Manifest } from './manifest.ts';

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
 * hashes. Weights are stored as they are: they do not pack. Throws storage errors.
 */
export async function* packRun(packed: PackedRun): AsyncGenerator<Uint8Array> {
  const { folder, run, logs } = packed;
  const files = (await others(packed)).map((name) => ({
    path: name,
    content: onDisk(path.join(folder, name)),
    stored: !name.endsWith('.json'),
  }));
  yield* packListed(
    [
      { path: 'run.json', content: wholeText(`${JSON.stringify(run, null, 2)}\n`), stored: false },
      { path: 'metrics.jsonl', content: lines(logs), stored: false },
      ...files,
    ],
    { path: MANIFEST, of: (listed): Manifest => ({ version: 1, run: run.id, files: [...listed] }) },
  );
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
