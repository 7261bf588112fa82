import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError, toErrorData } from '../../../shared/contract/errors.ts';
import {
  architectureIdSchema,
  type Architecture,
  type ArchitectureContent,
  type ArchitectureId,
  type ArchitectureVersion,
} from '../../../shared/contract/schemas/architecture.ts';
import { momentSchema } from '../../../shared/contract/schemas/moment.ts';
import { nameSchema } from '../../../shared/contract/schemas/name.ts';
import { makeStorageFolder, storageError } from '../../files/atomic-write.ts';
import { type FolderLockOptions, withFolderLock } from '../../files/folder-lock.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { namesIn } from '../../files/names-in.ts';
import { Trash } from '../../files/trash.ts';
import type { HostEnvironment } from '../../environment.ts';
import {
  dropVersion,
  newestVersion,
  readVersion,
  revisionsIn,
  writeVersion,
  type StoredVersion,
} from './version-files.ts';

/** architecture.json, version 1, beside versions/: what is no part of the content. */
const recordSchema = z.object({ version: z.literal(1), name: nameSchema(120), createdAt: momentSchema });
type ArchitectureRecord = z.infer<typeof recordSchema>;

/** Savings of one sitting become one version for so long, milliseconds. */
const ONE_VERSION = 120_000;
/** The oldest versions beyond so many go. */
const MOST_VERSIONS = 200;

export interface Saving {
  readonly expected: number;
  readonly content: ArchitectureContent;
  readonly sitting: string;
}

/**
 * The architectures' folders. They may come and go by other hands, so each reading looks at the disk; what changes one does so
 * under a lock beside its folder, so that two hosts never meet.
 */
export class ArchitectureStore {
  readonly trash: Trash;
  private readonly root: string;
  private readonly env: Pick<HostEnvironment, 'log' | 'now'>;

  constructor({ storageFolder, log, now }: Pick<HostEnvironment, 'storageFolder' | 'log' | 'now'>) {
    this.root = path.join(storageFolder, 'architectures');
    this.trash = new Trash(storageFolder, 'architecture-not-found');
    this.env = { log, now };
  }

  /** By name. What cannot be read is logged, and stays where it is. Throws storage errors of the folder that all are in. */
  async list(): Promise<Architecture[]> {
    const names = await namesIn(this.root);
    const ids = names.filter((name) => architectureIdSchema.safeParse(name).success);
    const found = await Promise.all(
      ids.map((id) =>
        this.get(id).catch((thrown: unknown) => {
          this.env.log.warn('architecture cannot be read', { id, error: toErrorData(thrown).code });
          return null;
        }),
      ),
    );
    return found.filter((one) => one !== null).sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Throws `architecture-not-found` {id}, `file-newer` and storage errors, as all that follow do. */
  async get(id: ArchitectureId): Promise<Architecture> {
    const head = await this.head(id);
    const { name, createdAt } = (await this.record(id)) ?? head;
    return { id, name, createdAt, changedAt: head.savedAt, revision: head.revision, content: head.content };
  }

  /** A new one with its first version. The record comes last: a folder with one is whole. */
  async create(name: string, content: ArchitectureContent): Promise<Architecture> {
    const id = `arch-${randomBytes(6).toString('hex')}`;
    const [folder, now] = [this.folderOf(id), this.env.now()];
    try {
      makeStorageFolder(folder, 0o700);
      await writeVersion(folder, {
        ...{ version: 1, revision: 1, name, createdAt: now, savedAt: now, since: now, sitting: '' },
        content,
      });
      await this.writeRecord(id, { version: 1, name, createdAt: now });
    } catch (error) {
      await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
      throw storageError(error, folder);
    }
    return this.get(id);
  }

  /** Throws `architecture-changed` {name} where `expected` is not the present revision. */
  save(id: ArchitectureId, { expected, content, sitting }: Saving): Promise<Architecture> {
    return this.change(id, expected, async (head, next) => {
      if (JSON.stringify(content) === JSON.stringify(head.content)) return;
      const now = this.env.now();
      const goesOn = sitting !== '' && head.sitting === sitting && Math.abs(now - head.since) < ONE_VERSION;
      await next({ content, sitting, since: goesOn ? head.since : now });
      if (goesOn) await dropVersion(this.folderOf(id), head.revision);
    });
  }

  async rename(id: ArchitectureId, name: string): Promise<Architecture> {
    await this.head(id);
    return this.locked(id, async () => {
      const { createdAt } = await this.get(id);
      await this.writeRecord(id, { version: 1, name, createdAt });
      return this.get(id);
    });
  }

  /** The newest first. Torn ones are left out. */
  async versions(id: ArchitectureId): Promise<ArchitectureVersion[]> {
    await this.head(id);
    const found = await Promise.all(
      (await revisionsIn(this.folderOf(id))).map((revision) => this.version(id, revision).catch(() => null)),
    );
    return found
      .filter((one) => one !== null)
      .map(({ revision, savedAt, content }) => ({ revision, savedAt, layers: content.layers.length }));
  }

  async version(id: ArchitectureId, revision: number): Promise<StoredVersion> {
    const stored = await readVersion(this.folderOf(id), revision);
    if (!stored) throw new AppError('architecture-not-found', { id });
    return stored;
  }

  /** Makes an earlier version the present one, as a new revision. Throws as `save` does. */
  takeVersion(id: ArchitectureId, expected: number, revision: number): Promise<Architecture> {
    return this.change(id, expected, async (_, next) => {
      const { content } = await this.version(id, revision);
      await next({ content, sitting: '', since: this.env.now() });
    });
  }

  /** Not while another host saves: what it writes would make the folder anew, beside the one in the trash. */
  async discard(id: ArchitectureId): Promise<void> {
    await this.locked(id, () => this.trash.put(this.folderOf(id)), { makesRoom: true });
  }

  async restore(id: ArchitectureId): Promise<Architecture> {
    await this.trash.takeBack(id, this.folderOf(id));
    return this.get(id);
  }

  /** Changes one while nobody else does. `next` writes the next revision. */
  private async change(
    id: ArchitectureId,
    expected: number,
    work: (
      head: StoredVersion,
      next: (version: Pick<StoredVersion, 'content' | 'sitting' | 'since'>) => Promise<void>,
    ) => Promise<void>,
  ): Promise<Architecture> {
    await this.head(id);
    return this.locked(id, async () => {
      const [head, { name, createdAt }] = [await this.head(id), await this.get(id)];
      if (head.revision !== expected) throw new AppError('architecture-changed', { name });
      const folder = this.folderOf(id);
      await work(head, async (version) => {
        const all = await revisionsIn(folder);
        // Above torn ones, too.
        const revision = all[0]! + 1;
        await writeVersion(folder, { ...version, version: 1, revision, name, createdAt, savedAt: this.env.now() });
        await Promise.all(all.slice(MOST_VERSIONS - 1).map((old) => dropVersion(folder, old)));
      });
      return this.get(id);
    });
  }

  private async head(id: ArchitectureId): Promise<StoredVersion> {
    const head = await newestVersion(this.folderOf(id), (revision) =>
      this.env.log.warn('version is torn', { id, revision }),
    );
    if (!head) throw new AppError('architecture-not-found', { id });
    return head;
  }

  /** Null where it is missing or cannot be read: the newest version has the name, too. Throws `file-newer`. */
  private record(id: ArchitectureId): Promise<ArchitectureRecord | null> {
    return readJson(this.recordFile(id), recordSchema, 1).catch((thrown: unknown) => {
      if (thrown instanceof AppError && thrown.code === 'file-newer') throw thrown;
      return null;
    });
  }

  private writeRecord(id: ArchitectureId, record: ArchitectureRecord): Promise<void> {
    return writeJson(this.recordFile(id), record);
  }

  private async locked<T>(id: ArchitectureId, work: () => Promise<T>, options?: FolderLockOptions): Promise<T> {
    try {
      return await withFolderLock(this.folderOf(id), work, options);
    } catch (error) {
      throw storageError(error, this.folderOf(id));
    }
  }

  private recordFile(id: ArchitectureId): string {
    return path.join(this.folderOf(id), 'architecture.json');
  }

  private folderOf(id: ArchitectureId): string {
    return path.join(this.root, id);
  }
}
