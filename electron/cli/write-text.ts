import { AppError } from '../../shared/contract/errors.ts';
import { storageError, writeAtomic } from '../files/atomic-write.ts';
import { isFolder } from '../files/is-there.ts';
import { saveError } from '../services/files/save-file.ts';

/** Writes a text to a file that a person named, whole or not at all. Throws `save-denied` {name}, `save-failed` {name, reason}, `disk-full`. */
export async function writeText(file: string, text: string): Promise<void> {
  try {
    if (await isFolder(file)) throw new AppError('not-a-file', { path: file });
    await writeAtomic(file, [new TextEncoder().encode(text)]);
  } catch (error) {
    throw saveError(storageError(error, file), file);
  }
}
