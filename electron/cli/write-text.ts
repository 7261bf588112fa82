import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import { makeStorageFolder, storageError, writeAtomic } from '../files/atomic-write.ts';
import { isFolder } from '../files/is-there.ts';
import { saveError } from '../services/files/save-file.ts';

/** Writes a text to a file that a person named, whole or not at all. Throws `save-denied` {name}, `save-failed` {name, reason}, `disk-full`. */
export const writeText = (file: string, text: string): Promise<void> =>
  writeBytes(file, new TextEncoder().encode(text));

/** The same with bytes. */
export const writeBytes = (file: string, bytes: Uint8Array): Promise<void> =>
  telling(file, () => writeAtomic(file, [bytes]));

/** Makes the folder of such a file and sees that it can be written, before work that may take long. Throws as `writeText` does. */
export function prepareFile(file: string): Promise<void> {
  const folder = path.dirname(file);
  const trial = path.join(folder, `.inkstone-${process.pid}.tmp`);
  return telling(file, async () => {
    makeStorageFolder(folder);
    try {
      await fs.writeFile(trial, 'inkstone');
    } finally {
      await fs.rm(trial, { force: true }).catch(() => undefined);
    }
  });
}

async function telling(file: string, work: () => Promise<void>): Promise<void> {
  try {
    if (await isFolder(file)) throw new AppError('not-a-file', { path: file });
    await work();
  } catch (error) {
    throw saveError(storageError(error, file), file);
  }
}
