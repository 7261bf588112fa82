import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError, type ErrorCode } from '../../shared/contract/errors.ts';
import { storageError } from './atomic-write.ts';
import { hostFolder, sweepHostFolders } from './host-folder.ts';
import { makeFolder } from './make-folder.ts';

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

  /** Returns where the folder is now. A record that cannot be read is no hindrance. */
  async put(folder: string): Promise<string> {
    if (!(await isThere(folder))) throw this.notFound(path.basename(folder));
    const place = path.join(this.own, path.basename(folder));
    try {
      makeFolder(this.own);
      await fs.rm(place, { recursive: true, force: true });
      await fs.rename(folder, place);
      return place;
    } catch (error) {
      throw storageError(error, folder);
    }
  }

  /** Puts a folder back. Does nothing if it is there already; throws that it is missing if it is in neither place. */
  async takeBack(id: string, folder: string): Promise<void> {
    if (await isThere(folder)) return;
    const place = path.join(this.own, id);
    if (!(await isThere(place))) throw this.notFound(id);
    await fs.rename(place, folder).catch((error: unknown) => {
      throw storageError(error, folder);
    });
  }

  /** Deletes for good what this host could take back. */
  async empty(): Promise<void> {
    await fs.rm(this.own, { recursive: true, force: true });
  }

  /** Removes what hosts that are gone left behind. */
  sweep(): Promise<void> {
    return sweepHostFolders(this.root);
  }

  private notFound(id: string): AppError {
    return new AppError(this.missing, { id });
  }
}

const isThere = (folder: string): Promise<boolean> =>
  fs.stat(folder).then(
    () => true,
    () => false,
  );
