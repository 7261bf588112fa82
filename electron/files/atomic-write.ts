import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError, type ErrorCode } from '../../shared/contract/errors.ts';
import { makeFolder } from './make-folder.ts';
import { move } from './move.ts';

let written = 0;

/**
 * Writes a file so that a reader, now or after a power cut, finds either the old content or the new, never a part:
 * into a temporary file beside it, to the disk, then renamed over it, and the folder to the disk too.
 * Throws `disk-full`, `file-limit`, `storage-denied`, `not-a-folder` or `storage-failed` {path}; the temporary file is then removed.
 */
export const writeAtomic = (file: string, pieces: readonly Uint8Array[]): Promise<void> =>
  replaceFile(file, (handle) => writeAll(handle, pieces));

/** The same with what comes piece by piece, of any size; what `content` throws is thrown, and leaves the old file. */
export const writeAtomicFrom = (file: string, content: AsyncIterable<Uint8Array>): Promise<void> =>
  replaceFile(file, async (handle) => {
    for await (const piece of content) await writeAll(handle, [piece]);
  });

async function replaceFile(file: string, write: (handle: fs.FileHandle) => Promise<void>): Promise<void> {
  const folder = path.dirname(file);
  // A name of its own for each writing: two at once cannot mix, and a long name does not grow longer.
  const temporary = path.join(folder, `.inkstone-${process.pid}-${++written}.tmp`);
  try {
    makeFolder(folder);
    const handle = await fs.open(temporary, 'w');
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await move(temporary, file);
    await syncFolder(folder);
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    throw storageError(error, file);
  }
}

/** All pieces in one request to the system, or as many as it takes. */
async function writeAll(handle: fs.FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  let rest = pieces.filter(({ byteLength }) => byteLength > 0);
  while (rest.length > 0) {
    let { bytesWritten: written } = await handle.writev(rest);
    rest = rest.flatMap((piece) => {
      const done = Math.min(written, piece.byteLength);
      written -= done;
      return done < piece.byteLength ? [piece.subarray(done)] : [];
    });
  }
}

/** Writes a file's content to the disk, as it was left by others. Throws the file system's errors. */
export async function syncFile(file: string): Promise<void> {
  const handle = await fs.open(file, 'r+');
  await handle.sync().finally(() => handle.close());
}

/** Writes a folder's list of files to the disk. Windows cannot sync a folder and some network drives cannot either; there the rename must be enough. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'file-limit',
  EACCES: 'storage-denied',
  EPERM: 'storage-denied',
  EROFS: 'storage-denied',
  ENOTDIR: 'not-a-folder',
  EISDIR: 'not-a-file',
  ENOENT: 'not-found',
};

/** A file system's error as one that a person can act on. An AppError stays what it is. */
export function storageError(error: unknown, file: string): AppError {
  if (error instanceof AppError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  const known = CODES[code];
  if (known) return new AppError(known, { path: file }, error);
  return new AppError('storage-failed', { path: file, reason: code && ` (${code})` }, error);
}

/** Whether the disk, or what this user may have of it, has no room for what was to be written. */
export const isOutOfRoom = (thrown: unknown): boolean =>
  thrown instanceof AppError && ['disk-full', 'file-limit'].includes(thrown.code);

/** As `makeFolder`; throws `disk-full`, `storage-denied`, `not-a-folder` or `storage-failed` {path}. */
export function makeStorageFolder(folder: string, mode?: number): void {
  try {
    makeFolder(folder, mode);
  } catch (error) {
    throw storageError(error, (error as NodeJS.ErrnoException).path ?? folder);
  }
}
