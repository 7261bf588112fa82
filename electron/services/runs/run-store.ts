import path from 'node:path';
import { AppError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import { runIdSchema, type Run, type RunId } from '../../../shared/contract/schemas/run.ts';
import { runSummarySchema, type RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { newestFirst } from '../../../shared/runs/page.ts';
import { summaryOf } from '../../../shared/runs/summary.ts';
import type { Logger } from '../../environment.ts';
import { namesIn } from '../../files/names-in.ts';
import { isSameStamp, StampedIndex, stampOf, stampsOf, type Stamp } from '../../files/stamped-index.ts';
import { Trash } from '../../files/trash.ts';
import { readRun, recordOf, writeRun } from './run-folder.ts';

/** A run's folder whose record cannot be read, and why. */
export interface UnreadableRun {
  readonly id: RunId;
  readonly error: ErrorData;
}

/** From so many changes on the index is written before the studio ends: after a kill so many records are read again. */
const WRITE_FROM = 200;

/** Records that are read at once. */
const TOGETHER = 64;

/**
 * The runs' folders and their records. Folders may be added, changed and removed by other programs, so each listing looks at the
 * disk, but reads only records that changed since they were read last, in this start of the studio or in an earlier one: what
 * a list needs of them is kept in an index (see StampedIndex). A record that cannot be read is logged and left where it is,
 * never deleted.
 */
export class RunStore {
  readonly folder: string;
  readonly trash: Trash;
  private readonly log: Logger;
  private readonly index: StampedIndex<RunSummary>;
  /** Records that the disk refused, by the stamps of the files that they stand for. */
  private readonly kept = new Map<RunId, { run: Run; stamp: Stamp }>();
  private readonly unreadableAt = new Map<RunId, { error: ErrorData; stamp: Stamp }>();

  constructor(storageFolder: string, log: Logger) {
    this.folder = path.join(storageFolder, 'runs');
    this.trash = new Trash(storageFolder, 'run-not-found');
    this.index = new StampedIndex(path.join(storageFolder, 'runs-index.json'), runSummarySchema);
    this.log = log;
  }

  folderOf(id: RunId): string {
    return path.join(this.folder, id);
  }

  /** All runs, newest first. Throws storage errors where their folder cannot be read: that is not told as no runs. */
  async list(): Promise<RunSummary[]> {
    return (await this.read()).runs.sort(newestFirst);
  }

  /** The runs that `list` leaves out, by name. */
  async unreadable(): Promise<UnreadableRun[]> {
    return (await this.read()).unreadable.sort((a, b) => a.id.localeCompare(b.id));
  }

  /** Throws `run-not-found` {id}, `file-torn`, `file-newer` and storage errors. */
  async get(id: RunId): Promise<Run> {
    const stamp = await this.stamp(id);
    const kept = stamp && this.keptAs(id, stamp);
    const run = kept ?? (stamp && (await readRun(this.folderOf(id))));
    if (!run) throw new AppError('run-not-found', { id });
    return run;
  }

  /** Writes the record. Only the holder of the run may do this. Throws storage errors. */
  async save(run: Run): Promise<void> {
    await writeRun(this.folderOf(run.id), run);
    this.kept.delete(run.id);
    const stamp = await this.stamp(run.id);
    if (stamp) await this.index.set(run.id, stamp, summaryOf(run));
  }

  /** Uses this record, which the disk refused, in place of run.json as long as that does not change. */
  async keep(run: Run): Promise<void> {
    const stamp = await this.stamp(run.id);
    // The folder may have been removed by hand.
    if (stamp) this.kept.set(run.id, { run, stamp });
  }

  /**
   * Moves the folder to the trash, where it is from then on; `restore` brings it back, with the record that is kept for it: on the disk, a
   * run whose end was refused still waits or trains.
   */
  async discard(id: RunId): Promise<string> {
    const place = await this.trash.put(this.folderOf(id));
    await this.index.delete(id);
    return place;
  }

  async restore(id: RunId): Promise<void> {
    await this.trash.takeBack(id, this.folderOf(id));
  }

  /** Writes the index, as far as the disk allows: without it the next start takes longer, and nothing is lost. */
  async writeIndex(): Promise<void> {
    await this.index.write().catch((thrown: unknown) => {
      this.log.warn('index of runs cannot be written', { thrown: String(thrown) });
    });
  }

  private keptAs(id: RunId, stamp: Stamp): Run | null {
    const kept = this.kept.get(id);
    return kept && isSameStamp(kept.stamp, stamp) ? kept.run : null;
  }

  private stamp(id: RunId): Promise<Stamp | null> {
    return stampOf(recordOf(this.folderOf(id)));
  }

  private async read(): Promise<{ runs: RunSummary[]; unreadable: UnreadableRun[] }> {
    const names = (await namesIn(this.folder)).filter((name) => runIdSchema.safeParse(name).success);
    const stamps = await stampsOf(names.map((name) => recordOf(this.folderOf(name))));
    const found = names.flatMap((id, i) => (stamps[i] ? [{ id, stamp: stamps[i] }] : []));
    const [runs, unreadable, unknown]: [RunSummary[], UnreadableRun[], typeof found] = [[], [], []];
    const indexed = await this.index.getAll(found);
    found.forEach((one, i) => {
      const kept = this.keptAs(one.id, one.stamp);
      const known = kept ? summaryOf(kept) : indexed[i];
      if (known) runs.push(known);
      else unknown.push(one);
    });
    for (let i = 0; i < unknown.length; i += TOGETHER)
      await Promise.all(unknown.slice(i, i + TOGETHER).map((one) => this.readOne(one, { runs, unreadable })));
    await this.index.keepOnly(new Set(found.map(({ id }) => id)));
    if (this.index.unwritten >= WRITE_FROM) await this.writeIndex();
    return { runs, unreadable };
  }

  private async readOne(
    { id, stamp }: { id: RunId; stamp: Stamp },
    into: { runs: RunSummary[]; unreadable: UnreadableRun[] },
  ): Promise<void> {
    const known = this.unreadableAt.get(id);
    if (known && isSameStamp(known.stamp, stamp)) return void into.unreadable.push({ id, error: known.error });
    try {
      const run = await readRun(this.folderOf(id));
      if (!run) return;
      const summary = summaryOf(run);
      await this.index.set(id, stamp, summary);
      into.runs.push(summary);
    } catch (thrown) {
      this.log.warn('run record cannot be read', { name: id, thrown: String(thrown) });
      const error = toErrorData(thrown);
      this.unreadableAt.set(id, { error, stamp });
      into.unreadable.push({ id, error });
    }
  }
}
