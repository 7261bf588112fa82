import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { storageError } from '../../files/atomic-write.ts';
import { type FolderLockOptions, withFolderLock } from '../../files/folder-lock.ts';
import { writeJson } from '../../files/json-file.ts';
import { namesIn } from '../../files/names-in.ts';
import type { HostEnvironment, Logger } from '../../environment.ts';
import { ownFileText } from './own-file.ts';
import { newOwnId } from './own-id.ts';

/** What such a file holds at least. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/** A new one, or with an id one that is there. */
export type ToSave<T extends Named> = Omit<T, 'id'> & { readonly id?: string | undefined };

/** What one kind of file is. */
export interface OwnFileKind<T extends Named> {
  /** In English, for the log; also the id of one whose name has no letter. */
  readonly word: string;
  /** Of the storage. */
  readonly folder: string;
  /** The ending of a file's name, in the storage and anywhere else. */
  readonly suffix: string;
  readonly isId: (id: string) => boolean;
  /** Reads one out of a file, wherever it comes from; null if there is none. */
  readonly read: (file: string) => Promise<T | null>;
}

/**
 * Things of the user's own that are a small file each: FOLDER/ID.SUFFIX in the storage, which may be copied, sent and dropped
 * in by hand. Its name is its id. What cannot be read is logged, left where it is, and never in the list.
 */
export class OwnFiles<T extends Named> {
  readonly onChanged: Emitter<T[]>;
  private readonly folder: string;
  private readonly log: Logger;
  private readonly kind: OwnFileKind<T>;
  /** One change after the other, so that no two find the same id free. */
  private changing: Promise<unknown> = Promise.resolve();

  constructor({ storageFolder, log }: Pick<HostEnvironment, 'storageFolder' | 'log'>, kind: OwnFileKind<T>) {
    this.folder = path.join(storageFolder, kind.folder);
    this.log = log;
    this.kind = kind;
    this.onChanged = new Emitter((thrown) => log.error('listener', { thrown: String(thrown) }));
  }

  /** By name. */
  async list(): Promise<T[]> {
    const all = await Promise.all(
      (await this.ids()).map((id) =>
        this.read(id).catch((thrown: unknown) => {
          this.log.warn(`${this.kind.word} cannot be read`, { id, thrown: String(thrown) });
          return null;
        }),
      ),
    );
    return all.filter((one) => one !== null).sort((a, b) => a.name.localeCompare(b.name));
  }

  /** A new one, or over the one of that id. Throws `not-found` {path} and storage errors. */
  save(one: ToSave<T>): Promise<T> {
    return this.change(async () => {
      const taken = new Set(await this.ids());
      if (one.id !== undefined && !taken.has(one.id)) throw new AppError('not-found', { path: one.id });
      return this.write({ ...one, id: one.id ?? newOwnId(one.name, this.kind.word, taken) } as ToSave<T> as T);
    });
  }

  /** Throws `not-found` {path} and storage errors. */
  remove(id: string): Promise<void> {
    return this.change(
      async () => {
        await fs.unlink(this.file(id)).catch((error: NodeJS.ErrnoException) => {
          throw error.code === 'ENOENT' ? new AppError('not-found', { path: id }) : storageError(error, this.file(id));
        });
      },
      { makesRoom: true },
    );
  }

  /**
   * Takes one in from a file. It keeps its id unless another has it; the very same is not taken in twice. Throws
   * `not-found` {path} and what reading does.
   */
  import(file: string): Promise<T> {
    return this.change(async () => {
      const one = await this.kind.read(file);
      if (!one) throw new AppError('not-found', { path: file });
      const taken = new Set(await this.ids());
      if (!taken.has(one.id)) return this.write(one);
      const present = await this.read(one.id).catch(() => null);
      if (present && ownFileText(present) === ownFileText(one)) return present;
      return this.write({ ...one, id: newOwnId(one.name, this.kind.word, taken) });
    });
  }

  /** A file's name and text. Throws `not-found` {path} and what reading does. */
  async export(id: string): Promise<{ name: string; text: string }> {
    const one = await this.read(id);
    if (!one) throw new AppError('not-found', { path: id });
    return { name: `${id}${this.kind.suffix}`, text: ownFileText(one) };
  }

  /**
   * The one that a person names: by its id, or by a path to a file of one. Null if there is neither. Throws what reading does
   * where the file is there but cannot be used.
   */
  async find(choice: string): Promise<T | null> {
    return (this.kind.isId(choice) ? await this.read(choice) : null) ?? (await this.kind.read(choice));
  }

  private async ids(): Promise<string[]> {
    const names = await namesIn(this.folder);
    const { suffix, isId } = this.kind;
    return names
      .filter((name) => name.endsWith(suffix))
      .map((name) => name.slice(0, -suffix.length))
      .filter(isId);
  }

  /** The file's name counts, so that a copy beside it under another name is one of its own. */
  private async read(id: string): Promise<T | null> {
    const one = await this.kind.read(this.file(id));
    return one && { ...one, id };
  }

  private async write(one: T): Promise<T> {
    await writeJson(this.file(one.id), one);
    return one;
  }

  private file(id: string): string {
    if (!this.kind.isId(id)) throw new AppError('not-found', { path: id });
    return path.join(this.folder, `${id}${this.kind.suffix}`);
  }

  private async change<R>(work: () => Promise<R>, options?: FolderLockOptions): Promise<R> {
    // Another host on the same storage would find the same id free.
    const done = this.changing.catch(() => undefined).then(() => withFolderLock(this.folder, work, options));
    this.changing = done;
    const result = await done;
    this.onChanged.emit(await this.list());
    return result;
  }
}
