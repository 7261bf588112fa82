import { promises as fs } from 'node:fs';
import { AppError } from '../../shared/contract/errors.ts';
import { storageError } from '../files/atomic-write.ts';

const MEGABYTE = 1_000_000;

/**
 * A file's bytes. `name` is what its user calls it. Throws `path-missing` and `not-a-file` {path}, `file-empty` {file},
 * `file-too-large` {file, megabytes, limit} before anything is read, and storage errors.
 */
export async function readWholeFile(path: string, name: string, limitMegabytes: number): Promise<Buffer<ArrayBuffer>> {
  try {
    const stats = await fs.stat(path);
    // A device or a pipe has no size, and perhaps no end.
    if (!stats.isFile()) throw new AppError('not-a-file', { path });
    if (stats.size === 0) throw new AppError('file-empty', { file: name });
    if (stats.size > limitMegabytes * MEGABYTE) {
      const megabytes = Math.ceil(stats.size / MEGABYTE);
      throw new AppError('file-too-large', { file: name, megabytes, limit: limitMegabytes });
    }
    return await fs.readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AppError('path-missing', { path }, error);
    throw storageError(error, path);
  }
}
