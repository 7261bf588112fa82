import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { storageError } from '../../files/atomic-write.ts';
import { hostFolder } from '../../files/host-folder.ts';
import type { Dialogs, HostEnvironment } from '../../environment.ts';

export interface Picked {
  readonly handle: string;
  readonly name: string;
}

/** What a window calls a file, as a name that names nothing else on any file system: no separators, not hidden. */
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
  private readonly uploads: string;
  private readonly paths = new Map<string, string>();
  private readonly uploaded: string[] = [];
  private closed = false;

  constructor({ dialogs, storageFolder }: Pick<HostEnvironment, 'dialogs' | 'storageFolder'>) {
    this.dialogs = dialogs;
    this.uploads = hostFolder(path.join(storageFolder, 'uploads'));
  }

  /** Opens the host's dialog; null when dismissed. Throws `dialog-unavailable` where there is none. */
  async pick(kind: 'folder' | 'idx-images' | 'idx-labels' | 'image' | 'preset'): Promise<Picked | null> {
    if (!this.dialogs) throw new AppError('dialog-unavailable');
    const chosen = await (kind === 'folder' ? this.dialogs.pickFolder() : this.dialogs.pickFile(kind));
    return chosen === null ? null : this.remember(chosen, path.basename(chosen));
  }

  /** Keeps the bytes in a file until the connection ends. Its name is for showing; it names no file here. */
  async upload(name: string, bytes: Uint8Array): Promise<Picked> {
    const shown = plainName(name);
    const folder = path.join(this.uploads, randomBytes(12).toString('hex'));
    const file = path.join(folder, shown);
    this.uploaded.push(folder);
    try {
      await fs.mkdir(folder, { recursive: true });
      await fs.writeFile(file, bytes);
    } catch (error) {
      throw storageError(error, file);
    }
    // The window may have gone while its bytes were written.
    if (this.closed) await this.close();
    return this.remember(file, shown);
  }

  /** The path behind a handle of this connection. Throws `handle-unknown`. */
  path(handle: string): string {
    const known = this.paths.get(handle);
    if (known === undefined) throw new AppError('handle-unknown');
    return known;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.paths.clear();
    for (const folder of this.uploaded) await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }

  private remember(file: string, name: string): Picked {
    const handle = randomBytes(16).toString('hex');
    this.paths.set(handle, file);
    return { handle, name };
  }
}
