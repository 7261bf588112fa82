import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { RunId } from '../../../shared/contract/schemas/run.ts';
import { storageError } from '../../files/atomic-write.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { hostFolder, sweepHostFolders } from '../../files/host-folder.ts';

/**
 * Deleted runs, kept as long as the host that deleted them can take them back: in a folder of its
 * own under storage/trash.
 */
export class RunTrash {
  private readonly root: string;
  private readonly own: string;

  constructor(storageFolder: string) {
    this.root = path.join(storageFolder, 'trash');
    this.own = hostFolder(this.root);
  }

  /**
   * Returns where the folder is now. Throws `run-not-found` {id} if there is none. A record that cannot be read is no
   * hindrance.
   */
  async put(folder: string): Promise<string> {
    if (!(await isThere(folder))) throw new AppError('run-not-found', { id: path.basename(folder) });
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

  /** Puts a run back. Does nothing if it is there already; throws `run-not-found` {id} if it is in neither place. */
  async takeBack(id: RunId, folder: string): Promise<void> {
    if (await isThere(folder)) return;
    const place = path.join(this.own, id);
    if (!(await isThere(place))) throw new AppError('run-not-found', { id });
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
}

const isThere = (folder: string): Promise<boolean> =>
  fs.stat(folder).then(
    () => true,
    () => false,
  );
