import { promises as fs } from 'node:fs';
import path from 'node:path';
import { storageError } from './atomic-write.ts';
import { logFiles } from './log-file.ts';

/** The last lines of the log, at most so many bytes of them, the oldest first. What cannot be read is left out. */
export async function readLog(folder: string, most: number): Promise<string[]> {
  const names = await fs.readdir(folder).catch(() => []);
  const pieces: Buffer[] = [];
  let left = most;
  for (const name of logFiles(names).reverse()) {
    if (left <= 0) break;
    const piece = await lastBytes(path.join(folder, name), left).catch(() => Buffer.alloc(0));
    pieces.unshift(piece);
    left -= piece.length;
  }
  const text = Buffer.concat(pieces).toString('utf8');
  // The first line is likely cut when there is more before it.
  const whole = left > 0 ? text : text.slice(text.indexOf('\n') + 1);
  return whole.split('\n').filter((line) => line !== '');
}

async function lastBytes(file: string, most: number): Promise<Buffer> {
  // Not a pipe, which nobody may ever write to.
  if (!(await fs.lstat(file)).isFile()) return Buffer.alloc(0);
  const handle = await fs.open(file, 'r');
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(size, most));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, size - bytes.length);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Removes the log. Other hosts begin it anew with their next line. Throws storage errors. */
export async function clearLog(folder: string): Promise<void> {
  for (const name of logFiles(await fs.readdir(folder).catch(() => []))) {
    const file = path.join(folder, name);
    await fs.rm(file, { force: true }).catch((error: unknown) => {
      throw storageError(error, file);
    });
  }
}
