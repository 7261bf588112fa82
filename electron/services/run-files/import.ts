import { promises as fs } from 'node:fs';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { isActive, type Run, type RunId } from '../../../shared/contract/schemas/run.ts';
import type { HostEnvironment } from '../../environment.ts';
import { makeStorageFolder, storageError } from '../../files/atomic-write.ts';
import { isThere } from '../../files/is-there.ts';
import type { ReaderLink } from '../../reader-link/reader-link.ts';
import { scratchFolder } from '../datasets/prepared.ts';
import { runFiles, writeRun } from '../runs/run-folder.ts';
import { newRunId } from '../runs/run-id.ts';
import { asInterrupted } from '../runs/run-logs.ts';
import type { Runs } from '../runs/runs.ts';
import { move } from '../../files/move.ts';

export interface RunImportDependencies {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'now'>;
  readonly runs: Pick<Runs, 'folderOf' | 'adopt'>;
  readonly reader: Pick<ReaderLink, 'call'>;
}

export interface ImportedRun {
  readonly run: Run;
  /** It got another id, as there was a run of its own already. */
  readonly renamed: boolean;
}

/** Ids of one second differ in three random digits. */
const TRIES = 20;

/**
 * Brings in a run that was exported as one file, as the call `runs.import` says: unpacked aside by the reader, then moved to its place
 * whole. `name` is what its user calls the file.
 */
export async function importRun(
  { env, runs, reader }: RunImportDependencies,
  { path, name }: { readonly path: string; readonly name: string },
  signal?: CancelSignal,
): Promise<ImportedRun> {
  const folder = scratchFolder(env.storageFolder);
  try {
    makeStorageFolder(folder);
    const packed = await reader.call('run.unpack', { path, name, folder }, { signal });
    // One that waited or trained when it went out would do so here, unasked.
    const left = isActive(packed.status) ? await asInterrupted(packed, runFiles(folder).metrics) : packed;
    if (left !== packed) await writeRun(folder, left);
    const id = await settle(env, runs, folder, left);
    return { run: await runs.adopt(id), renamed: id !== packed.id };
  } finally {
    await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Moves the folder to where its run belongs: never over another. Returns the id that it has there. */
async function settle(
  env: RunImportDependencies['env'],
  runs: RunImportDependencies['runs'],
  folder: string,
  packed: Run,
): Promise<RunId> {
  for (let tries = 0; ; tries++) {
    const id = tries === 0 ? packed.id : newRunId(packed.spec.preset, env.now());
    const target = runs.folderOf(id);
    if (!(await isThere(target))) {
      // A copy would stand twice in its group, and could be taken for its study's trial.
      if (id !== packed.id)
        await writeRun(folder, { ...packed, id, spec: { ...packed.spec, group: undefined, trial: undefined } });
      try {
        await move(folder, target);
        return id;
      } catch (error) {
        if (tries === TRIES || !(await isThere(target))) throw storageError(error, target);
      }
    }
    if (tries === TRIES) throw storageError(Object.assign(new Error(target), { code: 'EEXIST' }), target);
  }
}
