import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import { formIdSchema, formSchema, type Form, type FormId } from '../../../shared/contract/schemas/form.ts';
import type { HostEnvironment } from '../../environment.ts';
import { makeStorageFolder, storageError, writeAtomic } from '../../files/atomic-write.ts';
import { withFolderLock } from '../../files/folder-lock.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { namesIn } from '../../files/names-in.ts';
import { readWhole } from '../../files/read-whole.ts';
import { Trash } from '../../files/trash.ts';

/** What a template is made of: the scan is a PNG of the size that is told. */
export type NewForm = Pick<Form, 'name' | 'size' | 'fields'> & { readonly scan: Uint8Array };

/**
 * The templates' folders: form.json and scan.png. They may come and go by other hands, so each reading looks at the disk; what changes one does so
 * under a lock beside its folder, so that two hosts never meet.
 */
export class FormStore {
  readonly trash: Trash;
  private readonly root: string;
  private readonly now: () => number;

  constructor({ storageFolder, now }: Pick<HostEnvironment, 'storageFolder' | 'now'>) {
    this.root = path.join(storageFolder, 'forms');
    this.trash = new Trash(storageFolder, 'form-not-found');
    this.now = now;
  }

  /** By name, and those that cannot be read. Throws storage errors of the folder that all are in. */
  async list(): Promise<{ forms: Form[]; unreadable: { id: FormId; error: ErrorData }[] }> {
    const [forms, unreadable]: [Form[], { id: FormId; error: ErrorData }[]] = [[], []];
    for (const name of await namesIn(this.root)) {
      const id = formIdSchema.safeParse(name);
      if (!id.success) continue;
      try {
        forms.push(await this.get(id.data));
      } catch (thrown) {
        const { code, params } = toErrorData(thrown);
        if (code !== 'form-not-found') unreadable.push({ id: id.data, error: { code, params } });
      }
    }
    return {
      forms: forms.sort((a, b) => a.name.localeCompare(b.name) || a.createdAt - b.createdAt),
      unreadable: unreadable.sort((a, b) => a.id.localeCompare(b.id)),
    };
  }

  /** Throws `form-not-found` {id}, `file-torn`, `file-newer` and storage errors, as all that follow do. */
  async get(id: FormId): Promise<Form> {
    const form = await readJson(this.recordFile(id), formSchema, 1);
    if (!form) throw new AppError('form-not-found', { id });
    return { ...form, id };
  }

  /** Where its scan lies. */
  scanFile(id: FormId): string {
    return path.join(this.folderOf(id), 'scan.png');
  }

  async scan(id: FormId): Promise<Uint8Array> {
    await this.get(id);
    return readWhole(this.scanFile(id)).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT'
        ? new AppError('file-torn', { path: this.scanFile(id) }, error)
        : storageError(error, this.scanFile(id));
    });
  }

  /** The record comes last: a folder with one is whole. */
  async create({ name, size, fields, scan }: NewForm): Promise<Form> {
    const id = `form-${randomBytes(4).toString('hex')}`;
    const now = this.now();
    const form: Form = { version: 1, id, name, createdAt: now, changedAt: now, revision: 1, size, fields };
    try {
      makeStorageFolder(this.folderOf(id), 0o700);
      await writeAtomic(this.scanFile(id), [scan]);
      await writeJson(this.recordFile(id), form);
    } catch (error) {
      await fs.rm(this.folderOf(id), { recursive: true, force: true }).catch(() => undefined);
      throw storageError(error, this.folderOf(id));
    }
    return this.get(id);
  }

  /** Throws `form-changed` {name} where `expected` is not the present revision. */
  async save(id: FormId, expected: number, change: Partial<Pick<Form, 'name' | 'fields'>>): Promise<Form> {
    await this.get(id);
    return withFolderLock(this.folderOf(id), async () => {
      const before = await this.get(id);
      if (before.revision !== expected) throw new AppError('form-changed', { name: before.name });
      await writeJson(this.recordFile(id), {
        ...before,
        ...change,
        changedAt: this.now(),
        revision: before.revision + 1,
      });
      return this.get(id);
    });
  }

  async discard(id: FormId): Promise<void> {
    await this.get(id).catch((error: unknown) => {
      // One that cannot be read can yet be thrown away.
      if (error instanceof AppError && error.code === 'form-not-found') throw error;
    });
    await withFolderLock(this.folderOf(id), () => this.trash.put(this.folderOf(id)), { makesRoom: true });
  }

  async restore(id: FormId): Promise<Form> {
    await this.trash.takeBack(id, this.folderOf(id));
    return this.get(id);
  }

  private recordFile(id: FormId): string {
    return path.join(this.folderOf(id), 'form.json');
  }

  private folderOf(id: FormId): string {
    return path.join(this.root, id);
  }
}
