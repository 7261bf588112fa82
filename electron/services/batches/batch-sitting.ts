import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import { BATCH_LIMITS, type BatchRecord, type BatchStatus } from '../../../shared/contract/schemas/batch.ts';
import type { ReaderLink } from '../../reader-link/reader-link.ts';
import { cutPage, readCuts, type CutPage, type FieldReader, type PagePicture } from '../forms/page-reader.ts';
import { batchFiles, readSourceFiles, writeSourceFiles, type SourceFile } from './batch-folder.ts';
import { appendCrops } from './crops-file.ts';
import type { PageLog } from './page-log.ts';
import { kept, listFiles, placeOf, withNew } from './source-files.ts';

/** How a sitting ended: all pages were looked at, or why it does not go on. */
export interface SittingEnd {
  readonly status: Exclude<BatchStatus, 'running'>;
  readonly error: ErrorData | null;
}

export interface BatchSittingDependencies {
  readonly folder: string;
  readonly record: BatchRecord;
  readonly pages: PageLog;
  readonly uploads: string;
  /** Of this sitting's own: pages of a batch keep nobody else waiting for a picture. */
  readonly reader: Pick<ReaderLink, 'call' | 'stop'>;
  readonly read: FieldReader;
  readonly now: () => number;
  /** Pages were counted, or one was read; it is on the disk. */
  readonly changed: (pages: readonly number[]) => void;
  /** Whether pages of which nothing was read are tried again. */
  readonly retry: boolean;
}

/** A page and where it is. */
interface Task extends PagePicture {
  readonly page: number;
}

/** A page that was cut; or what is wrong with it; or with the machine, so that it is not the page's fault. */
type Cut = { readonly cut: CutPage } | { readonly error: ErrorData } | { readonly fault: unknown };

/** What these say is wrong with the machine or the batch, not with one page. */
const MACHINE = ['disk-full', 'file-limit', 'disconnected', 'cancelled', 'not-found', 'storage-denied'];

/** So many of a sitting's last pages say how long one takes. */
const RECENT = 20;

/**
 * A batch while it is read: one page after the other is found and cut by the reader's process, while the trainer reads the one before. Each is
 * on the disk before the next one's, so that a kill at any instant costs no more than the two that were going.
 */
export class BatchSitting {
  /** Never rejects. */
  readonly ended: Promise<SittingEnd>;
  /** How many pages there are; null: they are being counted. */
  total: number | null = null;
  private readonly deps: BatchSittingDependencies;
  private readonly stopping = new AbortController();
  private ending: SittingEnd['status'] = 'paused';
  private readonly times: number[] = [];
  private left = 0;

  constructor(deps: BatchSittingDependencies) {
    this.deps = deps;
    this.ended = this.run();
  }

  /** Ends it when the page whose lines are being read is kept. */
  stop(status: SittingEnd['status']): Promise<SittingEnd> {
    if (!this.stopping.signal.aborted) this.ending = status;
    this.stopping.abort();
    return this.ended;
  }

  /** Until all pages are read; null while nothing can be said. */
  secondsLeft(): number | null {
    const [first, last] = [this.times[0], this.times.at(-1)];
    if (this.times.length < 3 || first === undefined || last === undefined) return null;
    return Math.max(0, ((last - first) / (this.times.length - 1) / 1000) * this.left);
  }

  private async run(): Promise<SittingEnd> {
    try {
      const tasks = await this.tasks();
      this.left = tasks.length;
      await this.readAll(tasks);
      if (this.stopping.signal.aborted) return { status: this.ending, error: null };
      return { status: 'finished', error: null };
    } catch (thrown) {
      if (this.stopping.signal.aborted) return { status: this.ending, error: null };
      const { code, params } = toErrorData(thrown);
      return { status: 'paused', error: { code, params } };
    } finally {
      this.deps.reader.stop();
    }
  }

  /** Lists and counts what there is, and says which pages are to be read. */
  private async tasks(): Promise<Task[]> {
    const { folder, record, pages, uploads, retry } = this.deps;
    const known = (await readSourceFiles(folder)) ?? [];
    // What has come into the folder since comes last; what has gone is told at its pages.
    const found = record.source === null ? [] : await listFiles(record.source);
    const files = withNew(known, await kept(found, uploads, batchFiles(folder).uploads));
    const counted: SourceFile[] = [];
    for (const file of files) {
      this.refuseIfStopped();
      counted.push(file.parts === null ? { ...file, parts: await this.partsOf(file) } : file);
    }
    if (JSON.stringify(counted) !== JSON.stringify(known)) await writeSourceFiles(folder, counted);
    const all = counted.flatMap((file) =>
      Array.from({ length: file.parts ?? 1 }, (_, part) => ({ path: placeOf(folder, file), name: file.name, part })),
    );
    if (all.length > BATCH_LIMITS.pages)
      throw new AppError('too-many-files', { path: record.source ?? folder, most: BATCH_LIMITS.pages });
    this.total = all.length;
    this.deps.changed([]);
    return all
      .map((picture, page): Task => ({ ...picture, page }))
      .filter(({ page }) => {
        const entry = pages.entries.get(page);
        return !entry || (retry && entry.isFailed);
      });
  }

  /** A file that cannot be counted is one page, whose reading says why: for good, since those behind it are numbered by it. */
  private async partsOf(file: SourceFile): Promise<number> {
    const where = { path: placeOf(this.deps.folder, file), name: file.name, most: BATCH_LIMITS.pages };
    try {
      return await this.deps.reader.call('sheet.parts', where, { signal: this.stopping.signal });
    } catch (error) {
      if (this.stopping.signal.aborted || !(error instanceof AppError) || (await this.isMachines(error))) throw error;
      return 1;
    }
  }

  private async readAll(tasks: readonly Task[]): Promise<void> {
    let next = tasks[0] && this.cut(tasks[0]);
    for (const [i, task] of tasks.entries()) {
      const cut = await next!;
      this.refuseIfStopped();
      const following = tasks[i + 1];
      next = following && this.cut(following);
      await this.keep(task, cut);
      this.left = tasks.length - i - 1;
      this.times.push(this.deps.now());
      if (this.times.length > RECENT) this.times.shift();
      this.deps.changed([task.page]);
    }
  }

  /** Never rejects. */
  private async cut(task: Task): Promise<Cut> {
    const { record, reader, folder } = this.deps;
    const { path: file, name, part } = task;
    try {
      const form = { scan: batchFiles(folder).scan, fields: record.form.fields };
      return { cut: await cutPage(reader, { path: file, name, part }, form, { signal: this.stopping.signal }) };
    } catch (thrown) {
      if (!(thrown instanceof AppError) || (await this.isMachines(thrown))) return { fault: thrown };
      return { error: { code: thrown.code, params: thrown.params } };
    }
  }

  /** Whether the files and pages that follow would fail alike. */
  private async isMachines({ code }: AppError): Promise<boolean> {
    if (code !== 'path-missing') return MACHINE.includes(code);
    const { source } = this.deps.record;
    return source !== null && !(await isThereAt(source));
  }

  private async keep({ page, name, part }: Task, cut: Cut): Promise<void> {
    const { record, folder, pages, now, read } = this.deps;
    const about = { type: 'page' as const, time: now(), page, file: name, part };
    if ('fault' in cut) throw cut.fault;
    if ('error' in cut) {
      const nothing = { quality: null, corners: null, fields: [], crops: [] };
      return pages.append({ ...about, error: cut.error, ...nothing });
    }
    const { quality, corners, cuts } = cut.cut;
    const readOnce = () => readCuts(read, cut.cut, record.form.fields, record.model);
    // A trainer that has ended is started anew.
    const fields = await readOnce().catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'trainer-crashed') throw error;
      return readOnce();
    });
    const crops = await appendCrops(batchFiles(folder).crops, cuts);
    await pages.append({ ...about, error: null, quality: Math.min(1, quality), corners, fields, crops });
  }

  private refuseIfStopped(): void {
    if (this.stopping.signal.aborted) throw new AppError('cancelled');
  }
}

const isThereAt = (file: string): Promise<boolean> =>
  fs.stat(path.resolve(file)).then(
    () => true,
    () => false,
  );
