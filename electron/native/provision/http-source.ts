import { requestRange } from './http-range.ts';
import type { ByteSource } from './zip-directory.ts';

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
