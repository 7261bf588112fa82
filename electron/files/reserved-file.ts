import { promises as fs } from 'node:fs';
import { storageError, writeAtomicFrom } from './atomic-write.ts';

const BLOCK = 4_194_304;

/**
 * Takes a file's room on the disk before the work whose result it will hold: a disk that is full is told at once, not when
 * minutes of work are done. `bytes`: its length. Throws storage errors.
 */
export const reserveFile = (file: string, bytes: number): Promise<void> => writeAtomicFrom(file, zeros(bytes));

/** Writes what a reserved file is to hold into its place. Not atomic: for files that are read when the work has ended well. Throws storage errors. */
export async function fillReserved(file: string, content: Uint8Array): Promise<void> {
  try {
    const handle = await fs.open(file, 'r+');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw storageError(error, file);
  }
}

async function* zeros(bytes: number): AsyncGenerator<Uint8Array> {
  const block = new Uint8Array(Math.min(BLOCK, bytes));
  for (let at = 0; at < bytes; at += block.length) yield block.subarray(0, Math.min(block.length, bytes - at));
}
