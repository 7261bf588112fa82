import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { BatchId, BatchRecord } from '../../../shared/contract/schemas/batch.ts';
import { discardHeld } from '../../files/discard-held.ts';
import { withFolderLock } from '../../files/folder-lock.ts';
import { holderOf, type LockHolder, releaseLock, releaseOwn } from '../../files/lock-file.ts';
import { namesIn } from '../../files/names-in.ts';
import { takePatiently } from '../../files/patient-lock.ts';
import { Trash } from '../../files/trash.ts';
import { batchFiles, readBatch, writeBatch } from './batch-folder.ts';
import { DecisionLog } from './decision-log.ts';
import { PageLog } from './page-log.ts';

/** A batch as the disk has it. */
export interface StoredBatch {
  readonly record: BatchRecord;
  readonly heldBy: number | null;
  readonly pages: PageLog;
  readonly decisions: DecisionLog;
}

/** The batches' folders, what is read of them, and their locks: the one of reading pages lies in the folder, the one of deciding beside it. */
export class BatchStore {
  private readonly trash: Trash;
  private readonly folder: string;
  private readonly me: LockHolder;
  private readonly logs = new Map<BatchId, { readonly pages: PageLog; readonly decisions: DecisionLog }>();

  constructor(storageFolder: string, me: LockHolder) {
    this.folder = path.join(storageFolder, 'batches');
    this.trash = new Trash(storageFolder, 'batch-not-found');
    this.me = me;
  }

  folderOf(id: BatchId): string {
    return path.join(this.folder, id);
  }

  /** Whatever lies where batches do. Throws storage errors. */
  names(): Promise<string[]> {
    return namesIn(this.folder);
  }

  /**
   * The record, and what its logs come to by now. A batch that says it is running while nobody has it was interrupted. Throws
   * `batch-not-found` {id}, `file-torn`, `file-newer`, storage errors.
   */
  async find(id: BatchId): Promise<StoredBatch> {
    const folder = this.folderOf(id);
    const record = await readBatch(folder);
    if (!record) {
      this.logs.delete(id);
      throw new AppError('batch-not-found', { id });
    }
    const logs = this.logsOf(id);
    await logs.pages.refresh();
    await logs.decisions.refresh();
    if (record.status !== 'running') return { record, heldBy: null, ...logs };
    const holder = await holderOf(batchFiles(folder).lock);
    if (!holder) return { record: { ...record, status: 'interrupted' }, heldBy: null, ...logs };
    return { record, heldBy: holder.token === this.me.token ? null : holder.pid, ...logs };
  }

  write(record: BatchRecord): Promise<void> {
    return writeBatch(this.folderOf(record.id), record);
  }

  /** Throws `batch-held` {id, pid}, `batch-not-found` {id}, storage errors. */
  lock(id: BatchId): Promise<void> {
    return takePatiently(batchFiles(this.folderOf(id)).lock, this.me, {
      missing: () => new AppError('batch-not-found', { id }),
      held: ({ pid }) => new AppError('batch-held', { id, pid: String(pid) }),
    });
  }

  unlock(id: BatchId): Promise<void> {
    return releaseLock(batchFiles(this.folderOf(id)).lock);
  }

  /** Does `work` while no other host reads the batch. Throws as `lock` does, and what `work` throws. */
  async locked<T>(id: BatchId, work: () => Promise<T>): Promise<T> {
    await this.lock(id);
    try {
      return await work();
    } finally {
      await this.unlock(id).catch(() => undefined);
    }
  }

  /** Does `work` while no other host decides anything in the batch, which another may be reading. Throws what `work` throws, storage errors. */
  deciding<T>(id: BatchId, work: () => Promise<T>): Promise<T> {
    return withFolderLock(path.join(this.folder, `${id}.decisions`), work);
  }

  /** Moves a batch to the trash. Throws as `lock` does, storage errors. */
  async discard(id: BatchId): Promise<void> {
    this.logs.delete(id);
    await discardHeld({
      lock: () => this.lock(id),
      unlock: () => this.unlock(id).catch(() => undefined),
      notElsewhere: async () => {
        const { heldBy } = await this.find(id);
        if (heldBy !== null) throw new AppError('batch-held', { id, pid: String(heldBy) });
      },
      put: () => this.trash.put(this.folderOf(id)),
      lockIn: (folder) => batchFiles(folder).lock,
    });
  }

  /** Throws `batch-not-found` {id}, storage errors. */
  async restore(id: BatchId): Promise<void> {
    await this.trash.takeBack(id, this.folderOf(id));
    await releaseOwn(batchFiles(this.folderOf(id)).lock, this.me);
  }

  /** Removes a folder of which nothing has begun. */
  async drop(id: BatchId): Promise<void> {
    await fs.rm(this.folderOf(id), { recursive: true, force: true }).catch(() => undefined);
  }

  private logsOf(id: BatchId): { readonly pages: PageLog; readonly decisions: DecisionLog } {
    const files = batchFiles(this.folderOf(id));
    const logs = this.logs.get(id) ?? { pages: new PageLog(files.pages), decisions: new DecisionLog(files.decisions) };
    this.logs.set(id, logs);
    return logs;
  }
}
