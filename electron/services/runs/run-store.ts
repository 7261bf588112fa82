import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import type { Run, RunId } from '../../../shared/contract/schemas/run.ts';
import type { Logger } from '../../environment.ts';
import { readRun, runFiles, writeRun } from './run-folder.ts';
import { RunTrash } from './run-trash.ts';

/** A run's folder whose record cannot be read, and why. */
export interface UnreadableRun {
  readonly id: RunId;
  readonly error: ErrorData;
}

/**
 * The runs' folders and their records. Folders may be added and removed by other programs, so each listing looks at the
 * disk, but reads only records that changed. A record that cannot be read is logged and left where it is, never
 * deleted.
 */
export class RunStore {
  readonly folder: string;
  readonly trash: RunTrash;
  private readonly log: Logger;
  private readonly known = new Map<RunId, { run: Run; mtime: number }>();

  constructor(storageFolder: string, log: Logger) {
    this.folder = path.join(storageFolder, 'runs');
    this.trash = new RunTrash(storageFolder);
    this.log = log;
  }

  folderOf(id: RunId): string {
    return path.join(this.folder, id);
  }

  /** All runs, newest first. */
  async list(): Promise<Run[]> {
    return (await this.read()).runs.sort((a, b) => b.createdAt - a.createdAt);
  }

  /** The runs that `list` leaves out, by name. */
  async unreadable(): Promise<UnreadableRun[]> {
    return (await this.read()).unreadable.sort((a, b) => a.id.localeCompare(b.id));
  }

  /** Throws `run-not-found` {id}, `file-torn`, `file-newer` and storage errors. */
  async get(id: RunId): Promise<Run> {
    const run = await this.find(id);
    if (!run) throw new AppError('run-not-found', { id });
    return run;
  }

  /** Writes the record. Only the holder of the run may do this. Throws storage errors. */
  async save(run: Run): Promise<void> {
    await writeRun(this.folderOf(run.id), run);
    this.known.set(run.id, { run, mtime: await this.mtime(run.id) });
  }

  /** Uses this record, which the disk refused, in place of run.json as long as that does not change. */
  async keep(run: Run): Promise<void> {
    const mtime = await this.mtime(run.id);
    // The folder may have been removed by hand.
    if (mtime !== 0) this.known.set(run.id, { run, mtime });
  }

  /** Moves the folder to the trash, where it is from then on; `restore` brings it back. */
  async discard(id: RunId): Promise<string> {
    const place = await this.trash.put(this.folderOf(id));
    this.known.delete(id);
    return place;
  }

  async restore(id: RunId): Promise<void> {
    await this.trash.takeBack(id, this.folderOf(id));
  }

  private async find(id: RunId): Promise<Run | null> {
    const mtime = await this.mtime(id);
    const known = this.known.get(id);
    if (known && known.mtime === mtime) return known.run;
    const run = await readRun(this.folderOf(id));
    if (run) this.known.set(id, { run, mtime });
    else this.known.delete(id);
    return run;
  }

  private mtime(id: RunId): Promise<number> {
    const { record } = runFiles(this.folderOf(id));
    return fs.stat(record).then(
      (stats) => stats.mtimeMs,
      () => 0,
    );
  }

  private async read(): Promise<{ runs: Run[]; unreadable: UnreadableRun[] }> {
    const names = await fs.readdir(this.folder).catch(() => []);
    const [runs, unreadable]: [Run[], UnreadableRun[]] = [[], []];
    const readOne = async (name: string): Promise<void> => {
      try {
        const run = await this.find(name);
        if (run) runs.push(run);
      } catch (thrown) {
        this.log.warn('run record cannot be read', { name, thrown: String(thrown) });
        unreadable.push({ id: name, error: toErrorData(thrown) });
      }
    };
    await Promise.all(names.map(readOne));
    return { runs, unreadable };
  }
}
