import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { handIdSchema, sittingIdSchema, type HandId, type SittingId } from '../../../shared/contract/schemas/hand.ts';
import type { FoldedSitting } from '../../../shared/hands/fold.ts';
import { PARTING_VERSION } from '../../../shared/hands/parting.ts';
import { sittingText, type SittingLine } from '../../../shared/hands/sitting-lines.ts';
import { appendLines } from '../../files/append-lines.ts';
import { storageError, syncFolder } from '../../files/atomic-write.ts';
import { withFolderLock } from '../../files/folder-lock.ts';
import { isThere } from '../../files/is-there.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { namesIn } from '../../files/names-in.ts';
import { Trash } from '../../files/trash.ts';
import type { Logger } from '../../environment.ts';
import { handFiles, readHandRecord, writeHandRecord, type HandRecord } from './hand-record.ts';
import { SittingFiles } from './sitting-files.ts';

/** A hand as the disk has it. */
export interface StoredHand {
  readonly record: HandRecord;
  /** In the order in which they began. */
  readonly sittings: ReadonlyMap<SittingId, FoldedSitting>;
  readonly torn: number;
  /** Names the content: another one when anything was added or changed. */
  readonly stamp: string;
}

/** Lines to add to sittings of a hand. */
export type Additions = ReadonlyMap<SittingId, readonly SittingLine[]>;

/**
 * The hands' folders: hand.json and a file of lines for each sitting. Folders may come and go by other hands, so each reading looks
 * at the disk. What changes a hand does so under a lock beside its folder, so that two hosts never meet.
 */
export class HandStore {
  readonly trash: Trash;
  private readonly root: string;
  private readonly files = new SittingFiles();
  private readonly log: Logger;

  constructor(storageFolder: string, log: Logger) {
    this.root = path.join(storageFolder, 'hands');
    this.trash = new Trash(storageFolder, 'hand-not-found');
    this.log = log;
  }

  async ids(): Promise<HandId[]> {
    const names = await namesIn(this.root);
    return names.filter((name) => handIdSchema.safeParse(name).success).sort();
  }

  /** All hands, oldest first. What cannot be read is logged, and stays where it is. */
  async list(): Promise<StoredHand[]> {
    const hands = await Promise.all(
      (await this.ids()).map((id) =>
        this.find(id).catch((thrown: unknown) => {
          this.log.warn('hand cannot be read', { id, thrown: String(thrown) });
          return null;
        }),
      ),
    );
    return hands.filter((hand) => hand !== null).sort((a, b) => a.record.createdAt - b.record.createdAt);
  }

  /** Throws `hand-not-found` {id}, `file-torn`, `file-newer` and storage errors. */
  async get(id: HandId): Promise<StoredHand> {
    const hand = await this.find(id);
    if (!hand) throw new AppError('hand-not-found', { id });
    return hand;
  }

  /** Does what must not be done to any two hands' names at once. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    return this.locked(path.join(this.root, 'names'), work);
  }

  /** Throws storage errors. */
  async create(record: HandRecord): Promise<StoredHand> {
    const folder = this.folderOf(record.id);
    try {
      makeFolder(handFiles(folder).sittings, 0o700);
      await writeHandRecord(folder, record);
    } catch (error) {
      await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
      throw storageError(error, folder);
    }
    return this.get(record.id);
  }

  /**
   * Changes a hand while nobody else does: `work` sees it as it is and says what is to be written, a record or lines. Answers when that
   * is on the disk; all of it or nothing. The record comes first: where a host is killed in between, there is a class without drawings
   * and never a drawing without its class. Throws what `get` and `work` throw, and storage errors.
   */
  async change(
    id: HandId,
    work: (hand: StoredHand) => { readonly record?: HandRecord; readonly lines?: Additions },
  ): Promise<StoredHand> {
    const folder = this.folderOf(id);
    if (!(await this.find(id))) throw new AppError('hand-not-found', { id });
    return this.locked(folder, async () => {
      const before = await this.get(id);
      const { record, lines } = work(before);
      if (record) await writeHandRecord(folder, record);
      try {
        if (lines) await this.append(folder, lines);
      } catch (error) {
        // What is told is why the lines could not be written.
        if (record) await writeHandRecord(folder, before.record).catch(() => undefined);
        throw error;
      }
      return this.get(id);
    });
  }

  /** Throws `hand-not-found` {id}, storage errors. */
  async discard(id: HandId): Promise<void> {
    const folder = this.folderOf(id);
    this.files.forget((file) => file.startsWith(folder + path.sep));
    await this.trash.put(folder);
  }

  async restore(id: HandId): Promise<StoredHand> {
    await this.trash.takeBack(id, this.folderOf(id));
    return this.get(id);
  }

  /** Where the lines are that a hand's signs were taken from. */
  linesFile(id: HandId): string {
    return handFiles(this.folderOf(id)).lines;
  }

  private folderOf(id: HandId): string {
    return path.join(this.root, id);
  }

  private async find(id: HandId): Promise<StoredHand | null> {
    const folder = this.folderOf(id);
    const record = await readHandRecord(folder);
    if (!record) return null;
    const sittings = new Map<SittingId, FoldedSitting>();
    const hash = createHash('sha256').update(
      JSON.stringify([PARTING_VERSION, record.name, record.classes, record.frame]),
    );
    let torn = 0;
    for (const sitting of await this.sittingIds(folder)) {
      const content = await this.files.read(this.sittingFile(folder, sitting));
      sittings.set(sitting, content.folded);
      hash.update(`${sitting} ${content.sha256}\n`);
      torn += content.torn;
    }
    return { record, sittings, torn, stamp: hash.digest('hex').slice(0, 16) };
  }

  private async sittingIds(folder: string): Promise<SittingId[]> {
    const names = await namesIn(handFiles(folder).sittings);
    return names
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
      .filter((name) => sittingIdSchema.safeParse(name).success)
      .sort();
  }

  private sittingFile(folder: string, id: SittingId): string {
    return path.join(handFiles(folder).sittings, `${id}${SUFFIX}`);
  }

  /** Adds lines to files, all or none. */
  private async append(folder: string, additions: Additions): Promise<void> {
    const done: { file: string; length: number }[] = [];
    const undo = async (): Promise<void> => {
      this.files.forget((file) => done.some((each) => each.file === file));
      for (const { file, length } of done) {
        if (length === 0) await fs.rm(file, { force: true });
        else await fs.truncate(file, length);
      }
    };
    try {
      makeFolder(handFiles(folder).sittings, 0o700);
      for (const [sitting, lines] of additions) {
        const file = this.sittingFile(folder, sitting);
        const isNew = !(await isThere(file));
        if (isNew) done.push({ file, length: 0 });
        const length = await appendLines(file, sittingText(lines), { sync: true });
        if (!isNew) done.push({ file, length });
        else await syncFolder(handFiles(folder).sittings);
      }
    } catch (error) {
      await undo();
      throw storageError(error, folder);
    }
  }

  private async locked<T>(folder: string, work: () => Promise<T>): Promise<T> {
    try {
      return await withFolderLock(folder, work);
    } catch (error) {
      throw storageError(error, folder);
    }
  }
}

const SUFFIX = '.jsonl';
