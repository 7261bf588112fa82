import type { FileHandle } from 'node:fs/promises';

/**
 * Writes all of `bytes` at a place of the file, null: at its end. One write may take fewer, and does so where a disk becomes full: what was
 * not written would be a hole of zeros. Throws the system's errors.
 */
export async function writeWhole(file: FileHandle, bytes: Uint8Array, at: number | null): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at === null ? null : at + done);
    done += bytesWritten;
  }
}
