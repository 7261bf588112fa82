import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError, type ErrorCode } from '../../../shared/contract/errors.ts';
import { storageError } from '../../files/atomic-write.ts';
import { readWhole } from '../../files/read-whole.ts';

/** Larger files are none of ours, bytes. */
const LARGEST = 2 ** 20;

/**
 * Reads a small JSON file of the user's, wherever it comes from, by `parse`. Null if there is none. Throws what `parse` throws as
 * an AppError, `unreadable` {file} for all else that it does not take, and storage errors {path}. The code names the file
 * alone: where a window's file lies in the storage says nothing to its user.
 */
export async function readOwnFile<T>(
  file: string,
  unreadable: ErrorCode,
  parse: (content: unknown) => T,
): Promise<T | null> {
  const torn = (cause?: unknown) => new AppError(unreadable, { file: path.basename(file) }, cause);
  const text = await readText(file, torn);
  if (text === null) return null;
  try {
    return parse(JSON.parse(text));
  } catch (error) {
    // No JSON, nested too deep, or not what it should be.
    throw error instanceof AppError ? error : torn(error);
  }
}

export const ownFileText = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;

async function readText(file: string, torn: () => AppError): Promise<string | null> {
  try {
    const { size } = await fs.stat(file);
    if (size > LARGEST) throw torn();
    return await readWhole(file).then(String);
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw storageError(error, file);
  }
}
