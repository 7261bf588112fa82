import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import { storageError } from '../../files/atomic-write.ts';
import { isThere } from '../../files/is-there.ts';
import { mustBeFile } from '../../files/read-whole.ts';
import { hostFolder } from '../../files/host-folder.ts';
import { linkTogether } from '../../files/link-together.ts';
import { makeFolder } from '../../files/make-folder.ts';
import type { DialogKind, Dialogs, Drops, HostEnvironment, OpenedFiles } from '../../environment.ts';

export interface Picked {
  readonly handle: string;
  readonly name: string;
}

/** The most bytes that one connection may hold of what it uploaded: 8 GiB. */
const MOST_UPLOADED = 8_589_934_592;

/** Uploaded single files that are kept: each is read soon after it came, so the oldest can go. */
const MOST_SINGLE = 8;

/** An upload's folder on the disk, and the bytes in it. */
interface Upload {
  readonly folder: string;
  bytes: number;
}

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
  private readonly openedFiles: OpenedFiles | null;
  private readonly uploads: string;
  private readonly mostUploaded: number;
  private readonly paths = new Map<string, string>();
  /** Uploads, and the folders of links for drops, by the path behind their handle. */
  private readonly uploaded = new Map<string, Upload>();
  private readonly singles: string[] = [];
  private closed = false;
  /** Folders that files may still be added to. */
  private readonly uploadFolders = new Set<string>();

  constructor(
    { dialogs, drops, opened, storageFolder }: Pick<HostEnvironment, 'dialogs' | 'drops' | 'opened' | 'storageFolder'>,
    mostUploaded = MOST_UPLOADED,
  ) {
    this.mostUploaded = mostUploaded;
    this.dialogs = dialogs;
    this.drops = drops;
    this.openedFiles = opened;
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
    const upload = this.newUpload();
    const folder = path.join(upload.folder, 'files');
    this.uploaded.set(folder, upload);
    await linkTogether(folder, paths);
    if (this.closed) await this.close();
    return this.remember(folder, 'files');
  }

  /** What the user had the program open: of each file a handle, or why there is nothing to open (`path-missing`, `not-a-file` {path}). */
  opened(): Promise<(Omit<Picked, 'handle'> & { handle: string | null; error: ErrorData | null })[]> {
    const paths = this.openedFiles?.take() ?? [];
    return Promise.all(
      paths.map(async (file) => {
        const name = path.basename(file) || file;
        const error = await faultOf(file);
        return error
          ? { name, handle: null, error: toErrorData(error) }
          : { ...this.remember(file, name), error: null };
      }),
    );
  }

  /**
   * Keeps the bytes in a file until the connection ends or newer ones have taken its place. Its name is for showing; it names no
   * file here. Throws `upload-too-large` {limit} in GB, and storage errors; nothing is left then.
   */
  async upload(name: string, bytes: Uint8Array): Promise<Picked> {
    const shown = plainName(name);
    const upload = this.newUpload();
    const file = path.join(upload.folder, shown);
    this.uploaded.set(file, upload);
    await this.keep(file, bytes.length, async () => {
      makeFolder(upload.folder);
      await fs.writeFile(file, bytes);
    });
    this.singles.push(file);
    for (const old of this.singles.splice(0, this.singles.length - MOST_SINGLE)) await this.free(old);
    // The window may have gone while its bytes were written.
    if (this.closed) await this.close();
    return this.remember(file, shown);
  }

  /**
   * Keeps files of a folder, by their paths inside it, until the connection ends; `folder` is the handle of an earlier call, to
   * which they are added; of several with one path the last is kept. Throws `unsafe-path` {path} for one that leads out of it, `upload-too-large` {limit} in GB, and storage
   * errors: a folder in which files are missing is worth nothing, so it goes.
   */
  async uploadInto(
    folder: string | null,
    name: string,
    files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  ): Promise<Picked> {
    const shown = plainName(name);
    const root = folder === null ? this.newFolder(shown) : this.uploadedFolder(folder);
    // By path: to write a file again and again makes a disk flush it each time, hundreds of them take seconds.
    const last = new Map(files.map(({ path: inside, bytes }) => [inside, bytes]));
    const sum = [...last.values()].reduce((total, bytes) => total + bytes.length, 0);
    await this.keep(root, sum, async () => {
      for (const [inside, bytes] of last) {
        const parts = inside.split('/');
        if (parts.some((part) => part === '' || part === '.' || part === '..' || /[\\\0]/.test(part)))
          throw new AppError('unsafe-path', { path: inside });
        const file = path.join(root, ...parts);
        makeFolder(path.dirname(file));
        await fs.writeFile(file, bytes);
      }
    });
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

  /** Forgets a handle whose content is not needed any more; what was uploaded behind it goes. */
  async release(handle: string): Promise<void> {
    const known = this.paths.get(handle);
    this.paths.delete(handle);
    if (known !== undefined) await this.free(known);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.paths.clear();
    for (const place of [...this.uploaded.keys()]) await this.free(place);
  }

  private newUpload(): Upload {
    return { folder: path.join(this.uploads, randomBytes(12).toString('hex')), bytes: 0 };
  }

  private newFolder(name: string): string {
    const upload = this.newUpload();
    const root = path.join(upload.folder, name);
    this.uploaded.set(root, upload);
    this.uploadFolders.add(root);
    return root;
  }

  /** Has bytes written for an upload, if all that this connection holds is then within its bound; otherwise the upload goes, whole. */
  private async keep(place: string, bytes: number, write: () => Promise<void>): Promise<void> {
    const upload = this.uploaded.get(place);
    if (!upload) throw new AppError('handle-unknown');
    try {
      upload.bytes += bytes;
      const held = [...this.uploaded.values()].reduce((sum, each) => sum + each.bytes, 0);
      if (held > this.mostUploaded)
        throw new AppError('upload-too-large', { limit: Math.round(this.mostUploaded / 1e9) });
      await write();
    } catch (error) {
      await this.free(place);
      throw storageError(error, place);
    }
  }

  /** Takes what was uploaded off the disk and out of the sum. What was picked stays where it is. */
  private async free(place: string): Promise<void> {
    const upload = this.uploaded.get(place);
    if (!upload) return;
    this.uploaded.delete(place);
    this.uploadFolders.delete(place);
    for (const [handle, known] of this.paths) if (known === place) this.paths.delete(handle);
    await fs.rm(upload.folder, { recursive: true, force: true }).catch(() => undefined);
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

async function faultOf(file: string): Promise<AppError | null> {
  try {
    await mustBeFile(file);
    return null;
  } catch (thrown) {
    if (!(await isThere(file))) return new AppError('path-missing', { path: file }, thrown);
    const { code } = thrown as NodeJS.ErrnoException;
    return code === 'EISDIR' ? new AppError('not-a-file', { path: file }, thrown) : storageError(thrown, file);
  }
}
