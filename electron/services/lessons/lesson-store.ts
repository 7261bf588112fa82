import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import {
  joinMarks,
  learnMarksSchema,
  lessonIdSchema,
  lessonSchema,
  type LearnMarks,
  type Lesson,
  type LessonContent,
  type LessonId,
  type LessonInfo,
  type LessonOrigin,
} from '../../../shared/contract/schemas/lesson.ts';
import type { HostEnvironment } from '../../environment.ts';
import { makeStorageFolder, storageError } from '../../files/atomic-write.ts';
import { withFolderLock } from '../../files/folder-lock.ts';
import { isThere } from '../../files/is-there.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { namesIn } from '../../files/names-in.ts';
import { Trash } from '../../files/trash.ts';

/** marks.json, version 1, beside lesson.json. */
const marksFileSchema = learnMarksSchema.extend({ version: z.literal(1) });
const NO_MARKS: LearnMarks = { read: [], solved: [], shown: [] };

/**
 * The lessons' folders: lesson.json, and marks.json once somebody has begun to read. They may come and go by other hands, so each reading looks
 * at the disk; what changes one does so under a lock beside its folder, so that two hosts never meet.
 */
export class LessonStore {
  private readonly trash: Trash;
  private readonly root: string;
  private readonly now: () => number;

  constructor({ storageFolder, now }: Pick<HostEnvironment, 'storageFolder' | 'now'>) {
    this.root = path.join(storageFolder, 'lessons');
    this.trash = new Trash(storageFolder, 'lesson-not-found');
    this.now = now;
  }

  /** The newest first, and those that cannot be read. Throws storage errors of the folder that all are in. */
  async list(): Promise<{ lessons: LessonInfo[]; unreadable: { id: LessonId; error: ErrorData }[] }> {
    const [lessons, unreadable]: [LessonInfo[], { id: LessonId; error: ErrorData }[]] = [[], []];
    for (const name of await namesIn(this.root)) {
      const id = lessonIdSchema.safeParse(name);
      if (!id.success) continue;
      try {
        lessons.push(await this.get(id.data));
      } catch (thrown) {
        const { code, params } = toErrorData(thrown);
        if (code !== 'lesson-not-found') unreadable.push({ id: id.data, error: { code, params } });
      }
    }
    lessons.sort((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id));
    return { lessons, unreadable: unreadable.sort((a, b) => a.id.localeCompare(b.id)) };
  }

  /** Throws `lesson-not-found` {id}, `file-torn`, `file-newer` and storage errors, as all that follow do. */
  async get(id: LessonId): Promise<LessonInfo> {
    const lesson = await this.find(id);
    if (!lesson) throw new AppError('lesson-not-found', { id });
    return lesson;
  }

  /** Null: there is none. Marks that cannot be read any more are none. */
  async find(id: LessonId): Promise<LessonInfo | null> {
    const lesson = await readJson(this.recordFile(id), lessonSchema, 1);
    if (!lesson) return null;
    return { ...lesson, id, marks: await this.marksOf(id).catch(() => NO_MARKS) };
  }

  /** As `find`, but null also for one that is torn: its file mends it. What a newer studio wrote is not written over: throws `file-newer`, storage errors. */
  findWhole(id: LessonId): Promise<LessonInfo | null> {
    return this.find(id).catch(ifTorn(null));
  }

  /** Whether there is anything of this id, be it torn. */
  isTaken(id: LessonId): Promise<boolean> {
    return isThere(this.folderOf(id));
  }

  create(content: LessonContent): Promise<LessonInfo> {
    return this.put(`lesson-${randomBytes(16).toString('hex')}`, content, null);
  }

  /** Throws `lesson-changed` {title} where `expected` is not the present revision. */
  save(id: LessonId, expected: number, content: LessonContent): Promise<LessonInfo> {
    return this.locked(id, async () => {
      const before = lessonSchema.parse(await this.get(id));
      if (before.revision !== expected) throw new AppError('lesson-changed', { title: before.title });
      return this.write({ ...before, ...content });
    });
  }

  /** Torn marks begin anew; those of a newer studio are not written over. */
  mark(id: LessonId, marks: LearnMarks): Promise<LessonInfo> {
    return this.locked(id, async () => {
      await this.get(id);
      const before = await this.marksOf(id).catch(ifTorn(NO_MARKS));
      await writeJson(this.marksFile(id), { version: 1, ...joinMarks(before, marks) });
      return this.get(id);
    });
  }

  /** Writes a lesson in place of what is there of this id, also of a torn one, or a new one; what its reader has marked stays. Under its lock. */
  async put(id: LessonId, content: LessonContent, origin: LessonOrigin | null): Promise<LessonInfo> {
    const before = await this.findWhole(id);
    const isNew = !(await this.isTaken(id));
    const { title, note, language, chapters, models, data } = content;
    const now = this.now();
    try {
      makeStorageFolder(this.folderOf(id), 0o700);
      return await this.write({
        version: 1,
        id,
        createdAt: before?.createdAt ?? now,
        changedAt: now,
        revision: before?.revision ?? 0,
        ...{ title, note, language, chapters, models, data },
        origin,
      });
    } catch (error) {
      if (isNew) await this.forget(id).catch(() => undefined);
      throw storageError(error, this.folderOf(id));
    }
  }

  async discard(id: LessonId): Promise<void> {
    await this.get(id).catch((error: unknown) => {
      // One that cannot be read can yet be thrown away.
      if (error instanceof AppError && error.code === 'lesson-not-found') throw error;
    });
    await withFolderLock(this.folderOf(id), () => this.trash.put(this.folderOf(id)), { makesRoom: true });
  }

  async restore(id: LessonId): Promise<LessonInfo> {
    await this.trash.takeBack(id, this.folderOf(id));
    return this.get(id);
  }

  /** Takes away a lesson that has come to nothing. */
  async forget(id: LessonId): Promise<void> {
    await fs.rm(this.folderOf(id), { recursive: true, force: true });
  }

  /** Does `work` while no other host changes this lesson. */
  locked<T>(id: LessonId, work: () => Promise<T>): Promise<T> {
    return withFolderLock(this.folderOf(id), work);
  }

  private async write(lesson: Lesson): Promise<LessonInfo> {
    const next: Lesson = { ...lesson, changedAt: this.now(), revision: lesson.revision + 1 };
    await writeJson(this.recordFile(lesson.id), next);
    return this.get(lesson.id);
  }

  /** Throws `file-torn`, `file-newer`, storage errors. */
  private async marksOf(id: LessonId): Promise<LearnMarks> {
    const { read, solved, shown } = (await readJson(this.marksFile(id), marksFileSchema, 1)) ?? NO_MARKS;
    return { read, solved, shown };
  }

  private recordFile(id: LessonId): string {
    return path.join(this.folderOf(id), 'lesson.json');
  }

  private marksFile(id: LessonId): string {
    return path.join(this.folderOf(id), 'marks.json');
  }

  private folderOf(id: LessonId): string {
    return path.join(this.root, id);
  }
}

/** What stands in for a file that is torn; any other error goes on. */
const ifTorn =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (error instanceof AppError && error.code === 'file-torn') return instead;
    throw error;
  };
