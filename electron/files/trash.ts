import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError, type ErrorCode } from '../../shared/contract/errors.ts';
import { storageError } from './atomic-write.ts';
import { hostFolder, sweepHostFolders } from './host-folder.ts';
import { isThere } from './is-there.ts';
import { makeFolder } from './make-folder.ts';
import { replaceFolder } from './replace-folder.ts';
import { move, PATIENT } from './move.ts';

/**
 * Deleted runs and hands, kept as long as the host that deleted them can take them back: in a folder of its
 * own under storage/trash.
 */
export class Trash {
  private readonly root: string;
  private readonly own: string;
  private readonly missing: ErrorCode;

  /** `missing`: what is thrown, with {id}, of a folder that is not there. */
  constructor(storageFolder: string, missing: ErrorCode) {
    this.root = path.join(storageFolder, 'trash');
    this.own = hostFolder(this.root);
    this.missing = missing;
  }

  /** Returns where the folder is now. A record that cannot be read is no hindrance. Of several who put it here at once, one does. */
  async put(folder: string): Promise<string> {
    const id = path.basename(folder);
    const place = path.join(this.own, id);
    try {
      makeFolder(this.own);
      // Moved before anything goes that lies here under its name: another may have just put it here.
      const moved = path.join(this.own, `${id}.${randomBytes(6).toString('hex')}`);
      await move(folder, moved).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? this.notFound(id) : error;
      });
      await replaceFolder(moved, place).catch(async (error: unknown) => {
        await move(moved, folder);
        throw error;
      });
      return place;
    } catch (error) {
      throw storageError(error, folder);
    }
  }

  /** Puts a folder back. Does nothing if it is there already; throws that it is missing if it is in neither place. */
  async takeBack(id: string, folder: string): Promise<void> {
    if (await isThere(folder)) return;
    await move(path.join(this.own, id), folder).catch(async (error: NodeJS.ErrnoException) => {
      if (await isThere(folder)) return;
      throw error.code === 'ENOENT' ? this.notFound(id) : storageError(error, folder);
    });
  }

  /** Deletes for good what this host could take back. */
  async empty(): Promise<void> {
    await fs.rm(this.own, PATIENT);
  }

  /** Removes what hosts that are gone left behind. */
  sweep(): Promise<void> {
    return sweepHostFolders(this.root);
  }

  private notFound(id: string): AppError {
    return new AppError(this.missing, { id });
  }
}
