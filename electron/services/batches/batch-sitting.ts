import { constants, promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError, toErrorData, type ErrorCode, type ErrorData } from '../../../shared/contract/errors.ts';
import { BATCH_LIMITS, type BatchRecord, type BatchStatus } from '../../../shared/contract/schemas/batch.ts';
import type { ReaderLink } from '../../reader-link/reader-link.ts';
import { cutPage, readCuts, type CutPage, type FieldReader, type PagePicture } from '../forms/page-reader.ts';
import { batchFiles, readSourceFiles, writeSourceFiles, type SourceFile } from './batch-folder.ts';
import { appendCrops } from './crops-file.ts';
import type { PageLog } from './page-log.ts';
import { kept, listFiles, mayHavePages, placeOf, withNew } from './source-files.ts';

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
  /** How long a page whose lines are being read is waited for when the sitting is to end, milliseconds. */
  readonly lastPage?: number;
}

/** A page and where it is, or why its file's pages could not be counted. */
interface Task extends PagePicture {
  readonly page: number;
  readonly fault: ErrorData | undefined;
}

/** A page that was cut; or what is wrong with it; or with the machine, so that it is not the page's fault. */
type Cut = { readonly cut: CutPage } | { readonly error: ErrorData } | { readonly fault: unknown };

/** What these say is wrong with the machine or the batch, not with one page. */
const MACHINE = ['disk-full', 'file-limit', 'disconnected', 'cancelled', 'not-found', 'file-torn'];

/** What these say is wrong with all pages if none of their folder can be had, else with one file. */
const PLACE = ['path-missing', 'storage-denied'];

/** A file of many pages may be a gigabyte on a slow disk. Milliseconds. */
const PATIENCE = 120_000;

const LAST_PAGE = 10_000;

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
  private readonly givingUp = new AbortController();
  private ending: SittingEnd['status'] = 'paused';
  private readonly times: number[] = [];
  private left = 0;

  constructor(deps: BatchSittingDependencies) {
    this.deps = deps;
    this.ended = this.run();
  }

  /** Ends it when the page whose lines are being read is kept, or after a while without it: a trainer that hangs keeps nobody. */
  async stop(status: SittingEnd['status']): Promise<SittingEnd> {
    if (!this.stopping.signal.aborted) this.ending = status;
    this.stopping.abort();
    const timer = setTimeout(() => this.givingUp.abort(), this.deps.lastPage ?? LAST_PAGE);
    return this.ended.finally(() => clearTimeout(timer));
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
    /** Pages of files that could be counted by now: they come last, since those behind their file have their numbers. */
    const late: SourceFile[] = [];
    for (const file of files) {
      this.refuseIfStopped();
      if (file.parts !== null && !(retry && file.fault)) counted.push(file);
      else {
        const now = await this.counted(file);
        counted.push(file.parts === null ? now : { ...now, parts: 1 });
        if (file.parts !== null && now.parts! > 1) late.push({ ...now, from: 1, parts: now.parts! - 1 });
      }
    }
    counted.push(...late);
    const total = counted.reduce((sum, { parts }) => sum + (parts ?? 1), 0);
    if (total > BATCH_LIMITS.pages)
      throw new AppError('too-many-files', { path: record.source ?? folder, most: BATCH_LIMITS.pages });
    if (JSON.stringify(counted) !== JSON.stringify(known)) await writeSourceFiles(folder, counted);
    const all = counted.flatMap((file) =>
      Array.from({ length: file.parts ?? 1 }, (_, i) => ({
        ...{ path: placeOf(folder, file), name: file.name, part: (file.from ?? 0) + i, fault: file.fault },
      })),
    );
    this.total = all.length;
    this.deps.changed([]);
    return all
      .map((picture, page): Task => ({ ...picture, page }))
      .filter(({ page }) => {
        const entry = pages.entries.get(page);
        return !entry || (retry && entry.isFailed);
      });
  }

  /** A file with the number of its pages. One that cannot be counted is one page, which says why: none of its pages is read without the others. */
  private async counted({ path: at, name, from }: SourceFile): Promise<SourceFile> {
    const file = { path: at, name, ...(from !== undefined && { from }) };
    const place = placeOf(this.deps.folder, file);
    const { signal } = this.stopping;
    try {
      if (!(await mayHavePages(place))) return { ...file, parts: 1 };
      const asked = { path: place, name, most: BATCH_LIMITS.pages };
      const count = () => this.deps.reader.call('sheet.parts', asked, { signal, patience: PATIENCE });
      return { ...file, parts: await onceMore('reader-crashed', count) };
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError) || error.code === 'scans-too-many') throw error;
      if (await this.isMachines(error)) throw error;
      return { ...file, parts: 1, fault: { code: error.code, params: error.params } };
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
    const { path: file, name, part, fault } = task;
    if (fault) return { error: fault };
    try {
      const form = { scan: batchFiles(folder).scan, fields: record.form.fields };
      const cut = () => cutPage(reader, { path: file, name, part }, form, { signal: this.stopping.signal });
      return { cut: await onceMore('reader-crashed', cut) };
    } catch (thrown) {
      if (!(thrown instanceof AppError) || (await this.isMachines(thrown))) return { fault: thrown };
      return { error: { code: thrown.code, params: thrown.params } };
    }
  }

  /** Whether the files and pages that follow would fail alike. */
  private async isMachines({ code }: AppError): Promise<boolean> {
    if (!PLACE.includes(code)) return MACHINE.includes(code);
    const { source } = this.deps.record;
    return source !== null && !(await canBeRead(source));
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
    const readLines = () => readCuts(read, cut.cut, record.form.fields, record.model, this.givingUp.signal);
    const fields = await onceMore('trainer-crashed', readLines);
    const crops = await appendCrops(batchFiles(folder).crops, cuts);
    await pages.append({ ...about, error: null, quality: Math.min(1, quality), corners, fields, crops });
  }

  private refuseIfStopped(): void {
    if (this.stopping.signal.aborted) throw new AppError('cancelled');
  }
}

/** A process that has ended is started anew: it may have been the system that ended it, short of memory, and not the page. */
const onceMore = <T>(crashed: ErrorCode, work: () => Promise<T>): Promise<T> =>
  work().catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== crashed) throw error;
    return work();
  });

const canBeRead = (file: string): Promise<boolean> =>
  fs.access(path.resolve(file), constants.R_OK).then(
    () => true,
    () => false,
  );
