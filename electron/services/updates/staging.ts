import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { versionSchema } from '../../../shared/contract/schemas/update.ts';
import { makeStorageFolder, storageError, syncFile, syncFolder } from '../../files/atomic-write.ts';
import { sha256OfFile } from '../../files/content-hash.ts';
import { freeBytes } from '../../files/free-bytes.ts';
import { move, PATIENT } from '../../files/move.ts';
import { ServerError } from '../../http/http-get.ts';
import { messageOf } from '../../native/provision/setup-error.ts';
import { fetchFile } from '../download/fetch-file.ts';
import type { ReleaseFile } from './feed.ts';

/** A release's file that is to be fetched, and where from. */
export interface Wanted extends ReleaseFile {
  readonly version: string;
  readonly address: string;
}

export interface FetchingOptions {
  readonly signal: AbortSignal;
  readonly stall: number;
  readonly onProgress: (bytes: number) => void;
  /** Bytes free where a folder lies; null where that cannot be told. */
  readonly free?: ((folder: string) => Promise<number | null>) | undefined;
}

const OWN_FOLDER = 0o700;

/**
 * The storage's folder of fetched releases: `VERSION/inkstone-VERSION.FORMAT`, and `….part` while it comes. A name without `.part` was
 * whole and right once; it is looked at anew before it is used.
 */
export class Staging {
  private readonly folder: string;

  constructor(storageFolder: string) {
    this.folder = path.join(storageFolder, 'updates');
  }

  fileOf({ version, format }: Pick<Wanted, 'version' | 'format'>): string {
    return path.join(this.folder, version, `inkstone-${version}.${format === 'nsis' ? 'exe' : format}`);
  }

  /**
   * Fetches a release's file; what came before is gone on with, and one that is there and right is not fetched again. Throws
   * `update-download-failed` {version, server, reason}, `update-damaged` {version}, `update-disk-space` {needed, free, folder}, `cancelled`, storage
   * errors. What has come is kept, but for a file that is not the right one.
   */
  async fetch(wanted: Wanted, options: FetchingOptions): Promise<string> {
    const file = this.fileOf(wanted);
    const partial = `${file}.part`;
    if (await this.isRight(file, wanted)) return file;
    makeStorageFolder(path.dirname(file), OWN_FOLDER);
    let resumed = await sizeOf(partial);
    await this.checkSpace(wanted.size - resumed, options);
    for (;;) {
      await this.fetchInto(partial, wanted, options);
      if (await this.isRight(partial, wanted)) break;
      await fs.rm(partial, { force: true });
      // The bytes that an earlier attempt left may be the wrong ones, so that the server is asked once more for all.
      if (resumed === 0) throw new AppError('update-damaged', { version: wanted.version });
      resumed = 0;
    }
    await keep(partial, file);
    return file;
  }

  /** Throws `update-damaged` {version} if the file is not what was signed, and removes it then. */
  async check(wanted: Wanted): Promise<string> {
    const file = this.fileOf(wanted);
    if (await this.isRight(file, wanted)) return file;
    await this.discard(wanted);
    throw new AppError('update-damaged', { version: wanted.version });
  }

  /** Leaves nothing of a release. Throws storage errors. */
  async discard({ version }: Pick<Wanted, 'version'>): Promise<void> {
    const folder = path.join(this.folder, version);
    await fs.rm(folder, PATIENT).catch((error: unknown) => {
      throw storageError(error, folder);
    });
  }

  /** Removes the releases that `keeps` does not want. Never rejects: what cannot be removed does no harm. */
  async sweep(keeps: (version: string) => boolean): Promise<void> {
    const names = await fs.readdir(this.folder).catch(() => []);
    const versions = names.filter((name) => versionSchema.safeParse(name).success);
    for (const version of versions) if (!keeps(version)) await this.discard({ version }).catch(() => undefined);
  }

  private async isRight(file: string, { size, sha256 }: Wanted): Promise<boolean> {
    if ((await sizeOf(file)) !== size) return false;
    return (await sha256OfFile(file).catch(() => null)) === sha256;
  }

  private async fetchInto(
    partial: string,
    wanted: Wanted,
    { signal, stall, onProgress }: FetchingOptions,
  ): Promise<void> {
    const { address, size, version } = wanted;
    try {
      await fetchFile(new URL(address), partial, { signal, stall, limit: size, onProgress });
    } catch (thrown) {
      if (!(thrown instanceof ServerError)) throw thrown;
      const { host: server } = new URL(address);
      throw new AppError('update-download-failed', { version, server, reason: messageOf(thrown) }, thrown);
    }
  }

  private async checkSpace(needed: number, { free = freeBytes }: FetchingOptions): Promise<void> {
    const there = await free(this.folder);
    if (there === null || there >= needed) return;
    const gigabytes = (bytes: number, round: (value: number) => number) => round(bytes / 1e8) / 10;
    const params = { needed: gigabytes(needed, Math.ceil), free: gigabytes(there, Math.floor), folder: this.folder };
    throw new AppError('update-disk-space', params);
  }
}

const sizeOf = (file: string): Promise<number> =>
  fs.stat(file).then(
    (stats) => (stats.isFile() ? stats.size : 0),
    () => 0,
  );

/** To the disk first, so that a name without `.part` stands for a whole file after a power cut, too. */
async function keep(partial: string, file: string): Promise<void> {
  try {
    await syncFile(partial);
    // On Windows a virus scanner may be looking at it just now.
    await move(partial, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    throw storageError(error, file);
  }
}
