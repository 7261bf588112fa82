import { promises as fs } from 'node:fs';
import { storageError } from './atomic-write.ts';

export interface AppendOptions {
  /** Whether to answer only when the lines are on the disk itself, so that a power cut does not take them. */
  readonly sync?: boolean;
}

/**
 * Adds lines, each with its end, to a file that only grows: all of them or none. A torn last line (a power cut) is closed first, so that
 * it spoils no other. Gives the file's length before, bytes. Throws storage errors.
 */
export async function appendLines(file: string, lines: string, { sync = false }: AppendOptions = {}): Promise<number> {
  try {
    const handle = await fs.open(file, 'a+');
    try {
      const { size } = await handle.stat();
      try {
        await handle.appendFile((await endsTorn(handle, size)) ? `\n${lines}` : lines);
        if (sync) await handle.sync();
      } catch (error) {
        // The lines come again: what a full disk took of them goes. By another handle: Windows cuts nothing off by one that appends.
        await fs.truncate(file, size);
        throw error;
      }
      return size;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw storageError(error, file);
  }
}

async function endsTorn(handle: fs.FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  await handle.read(last, 0, 1, size - 1);
  return last[0] !== 0x0a;
}
