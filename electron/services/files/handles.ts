import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { storageError } from '../../files/atomic-write.ts';
import { hostFolder } from '../../files/host-folder.ts';
import { linkTogether } from '../../files/link-together.ts';
import { makeFolder } from '../../files/make-folder.ts';
import type { DialogKind, Dialogs, Drops, HostEnvironment } from '../../environment.ts';

export interface Picked {
  readonly handle: string;
  readonly name: string;
}

/** The most bytes that one connection may upload in folders: 8 GiB. */
const MOST_UPLOADED = 8_589_934_592;

/** A window's name for a file as a plain file name on any file system: no separators, not hidden. */
export const plainName = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N}._ -]/gu, '_')
    .slice(-80)
    .replace(/^\.+/, '_') || 'file';

/**
 * The files and folders that one connection may speak of. The window gets names that cannot be guessed and mean nothing to
 * any other connection; paths stay here.
 */
export class FileHandles {
  private readonly dialogs: Dialogs | null;
  private readonly drops: Drops | null;
  private readonly uploads: string;
  private readonly paths = new Map<string, string>();
  private readonly uploaded: string[] = [];
  private closed = false;
  private uploadedBytes = 0;
  /** Folders that files may still be added to. */
  private readonly uploadFolders = new Set<string>();

  constructor({ dialogs, drops, storageFolder }: Pick<HostEnvironment, 'dialogs' | 'drops' | 'storageFolder'>) {
    this.dialogs = dialogs;
    this.drops = drops;
    this.uploads = hostFolder(path.join(storageFolder, 'uploads'));
  }

  /** Opens the host's dialog; null when dismissed. Throws `dialog-unavailable` where there is none. */
  async pick(kind: 'folder' | DialogKind): Promise<Picked | null> {
    if (!this.dialogs) throw new AppError('dialog-unavailable');
    const chosen = await (kind === 'folder' ? this.dialogs.pickFolder() : this.dialogs.pickFile(kind));
    return chosen === null ? null : this.remember(chosen, path.basename(chosen));
  }

  /**
   * What was dropped on the window: one file or folder by its own path, several as a folder of links to them. Throws
   * `handle-unknown` for a drop that was taken before or never told, and storage errors.
   */
  async dropped(drop: string): Promise<Picked> {
    const paths = this.drops?.take(drop) ?? null;
    const [only] = paths ?? [];
    if (!paths || only === undefined) throw new AppError('handle-unknown');
    if (paths.length === 1) return this.remember(only, path.basename(only));
    const folder = path.join(this.newUpload(), 'files');
    await linkTogether(folder, paths);
    if (this.closed) await this.close();
    return this.remember(folder, 'files');
  }

  /** Keeps the bytes in a file until the connection ends. Its name is for showing; it names no file here. */
  async upload(name: string, bytes: Uint8Array): Promise<Picked> {
    const shown = plainName(name);
    const folder = this.newUpload();
    const file = path.join(folder, shown);
    try {
      makeFolder(folder);
      await fs.writeFile(file, bytes);
    } catch (error) {
      throw storageError(error, file);
    }
    // The window may have gone while its bytes were written.
    if (this.closed) await this.close();
    return this.remember(file, shown);
  }

  /**
   * Keeps files of a folder, by their paths inside it, until the connection ends; `folder` is the handle of an earlier call, to
   * which they are added. Throws `unsafe-path` {path} for one that leads out of it, and `upload-too-large` {limit} in GB.
   */
  async uploadInto(
    folder: string | null,
    name: string,
    files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  ): Promise<Picked> {
    const shown = plainName(name);
    const root = folder === null ? path.join(this.newUpload(), shown) : this.uploadedFolder(folder);
    this.uploadFolders.add(root);
    this.uploadedBytes += files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (this.uploadedBytes > MOST_UPLOADED)
      throw new AppError('upload-too-large', { limit: Math.round(MOST_UPLOADED / 1e9) });
    for (const { path: inside, bytes } of files) {
      const parts = inside.split('/');
      if (parts.some((part) => part === '' || part === '.' || part === '..' || /[\\\0]/.test(part)))
        throw new AppError('unsafe-path', { path: inside });
      const file = path.join(root, ...parts);
      try {
        makeFolder(path.dirname(file));
        await fs.writeFile(file, bytes);
      } catch (error) {
        throw storageError(error, file);
      }
    }
    if (this.closed) await this.close();
    return folder === null ? this.remember(root, shown) : { handle: folder, name: shown };
  }

  /** The path behind a handle of this connection. Throws `handle-unknown`. */
  path(handle: string): string {
    const known = this.paths.get(handle);
    if (known === undefined) throw new AppError('handle-unknown');
    return known;
  }

  /** The origin of a handle, for a person: the path, or the name of what was uploaded. Throws `handle-unknown`. */
  origin(handle: string): string {
    const known = this.path(handle);
    return known.startsWith(this.uploads) ? path.basename(known) : known;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.paths.clear();
    for (const folder of this.uploaded) await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }

  private newUpload(): string {
    const folder = path.join(this.uploads, randomBytes(12).toString('hex'));
    this.uploaded.push(folder);
    return folder;
  }

  /** Only what was uploaded may be added to, never a folder that was picked. Throws `handle-unknown`. */
  private uploadedFolder(handle: string): string {
    const known = this.path(handle);
    if (!this.uploadFolders.has(known)) throw new AppError('handle-unknown');
    return known;
  }

  private remember(file: string, name: string): Picked {
    const handle = randomBytes(16).toString('hex');
    this.paths.set(handle, file);
    return { handle, name };
  }
}
