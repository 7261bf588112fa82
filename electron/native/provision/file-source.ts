import fs from 'node:fs/promises';
import type { ByteSource } from './zip-directory.ts';

/** A zip that is at hand as a file. */
export function fileSource(file: string): ByteSource {
  const read = async (offset: number, length: number) => {
    const handle = await fs.open(file);
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  };
  return {
    name: file,
    async readTail(length) {
      const { size } = await fs.stat(file);
      const start = Math.max(0, size - length);
      return { bytes: await read(start, size - start), total: size };
    },
    read,
  };
}
