import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { StudyId, StudyRecord } from '../../../shared/contract/schemas/study.ts';
import { foldLines, type StudyHistory } from '../../../shared/study/trial-lines.ts';
import { discardHeld } from '../../files/discard-held.ts';
import { holderOf, type LockHolder, releaseLock, releaseOwn } from '../../files/lock-file.ts';
import { namesIn } from '../../files/names-in.ts';
import { Trash } from '../../files/trash.ts';
import { readStudy, studyFiles, trialStorage, writeStudy } from './study-folder.ts';
import { lockStudy } from './study-lock.ts';

/** The studies' folders, what is read of them, and their locks. */
export class StudyStore {
  private readonly trash: Trash;
  private readonly folder: string;
  private readonly me: LockHolder;

  constructor(storageFolder: string, me: LockHolder) {
    this.folder = path.join(storageFolder, 'studies');
    this.trash = new Trash(storageFolder, 'study-not-found');
    this.me = me;
  }

  folderOf(id: StudyId): string {
    return path.join(this.folder, id);
  }

  /** Whatever lies where studies do. Throws storage errors. */
  names(): Promise<string[]> {
    return namesIn(this.folder);
  }

  /** The record; one that says it is running while nobody has it was interrupted. Throws `study-not-found` {id}, `file-torn`, `file-newer`, storage errors. */
  async read(id: StudyId): Promise<StudyRecord> {
    return (await this.find(id)).record;
  }

  /** The record as `read` gives it, and which other process has the study going; null where none has. Throws as `read` does. */
  async find(id: StudyId): Promise<{ record: StudyRecord; heldBy: number | null }> {
    const record = await readStudy(this.folderOf(id));
    if (!record) throw new AppError('study-not-found', { id });
    if (record.status !== 'running') return { record, heldBy: null };
    const heldBy = await this.heldBy(id);
    return { record: heldBy === null ? { ...record, status: 'interrupted' } : record, heldBy };
  }

  /** The other process that holds a study's lock; null where none does. */
  private async heldBy(id: StudyId): Promise<number | null> {
    const holder = await holderOf(studyFiles(this.folderOf(id)).lock);
    return holder && holder.token !== this.me.token ? holder.pid : null;
  }

  write(record: StudyRecord): Promise<void> {
    return writeStudy(this.folderOf(record.id), record);
  }

  /** What its lines come to; `torn`: those that could not be read, or did not fit. Throws storage errors. */
  async history(id: StudyId): Promise<{ history: StudyHistory; torn: number }> {
    const { lines, torn } = await trialStorage(this.folderOf(id)).read();
    const history = foldLines(lines);
    return { history, torn: torn + history.misfits };
  }

  /** Throws `study-held` {id, pid}, `study-not-found` {id}, storage errors. */
  lock(id: StudyId): Promise<void> {
    return lockStudy(studyFiles(this.folderOf(id)).lock, this.me);
  }

  unlock(id: StudyId): Promise<void> {
    return releaseLock(studyFiles(this.folderOf(id)).lock);
  }

  /** Does `work` while no other host has the study. Throws as `lock` does, and what `work` throws. */
  async locked<T>(id: StudyId, work: () => Promise<T>): Promise<T> {
    await this.lock(id);
    try {
      return await work();
    } finally {
      await this.unlock(id).catch(() => undefined);
    }
  }

  /** Moves a study to the trash. Throws as `lock` does, storage errors. */
  async discard(id: StudyId): Promise<void> {
    await discardHeld({
      lock: () => this.lock(id),
      unlock: () => this.unlock(id).catch(() => undefined),
      notElsewhere: async () => {
        const heldBy = await this.heldBy(id);
        if (heldBy !== null) throw new AppError('study-held', { id, pid: String(heldBy) });
      },
      put: () => this.trash.put(this.folderOf(id)),
      lockIn: (folder) => studyFiles(folder).lock,
    });
  }

  /** Takes a study that does not go here back from the trash. Throws `study-not-found` {id}, storage errors. */
  async restore(id: StudyId): Promise<void> {
    await this.trash.takeBack(id, this.folderOf(id));
    await releaseOwn(studyFiles(this.folderOf(id)).lock, this.me);
  }

  /** Removes a folder of which nothing has begun. */
  async drop(id: StudyId): Promise<void> {
    await fs.rm(this.folderOf(id), { recursive: true, force: true }).catch(() => undefined);
  }
}
