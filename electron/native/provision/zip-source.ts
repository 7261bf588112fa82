import fs from 'node:fs/promises';
import { requestRange } from './http-range.ts';
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

/** A zip on a server: small reads by Range. */
export function httpSource(url: string, stallMs: number, signal?: AbortSignal): ByteSource {
  const collect = async (first: number, last: number) => {
    const body = await requestRange({ url, first, last, stallMs, signal });
    const parts: Uint8Array[] = [];
    for await (const chunk of body.chunks) parts.push(chunk);
    return { bytes: Buffer.concat(parts), total: body.total };
  };
  return {
    name: url,
    readTail: (length) => collect(-length, 0),
    read: async (offset, length) => (await collect(offset, offset + length - 1)).bytes,
  };
}
