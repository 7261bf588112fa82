import fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { writeWhole } from '../../files/write-whole.ts';
import { requestRange } from './http-range.ts';
import { ServerError } from '../../http/http-get.ts';

export interface RangeDownload {
  readonly url: string;
  /** The bytes wanted: from `offset`, `length` of them. */
  readonly offset: number;
  readonly length: number;
  /** Grows as bytes arrive and is kept when they stop: the next download of these bytes goes on from its end. */
  readonly partial: string;
  readonly stallMs: number;
  /** How often in a row the server may send nothing new before it is given up. */
  readonly attempts: number;
  readonly retryMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onBytes: (have: number) => void;
}

/** Brings `partial` to `length` bytes; returns how many of them were there before. Throws ServerError, `cancelled`. */
export async function downloadRange(download: RangeDownload): Promise<number> {
  const resumed = sizeOf(download.partial, download.length);
  let have = resumed;
  let idle = 0;
  download.onBytes(have);
  while (have < download.length) {
    try {
      await appendRest(download, have);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      const now = sizeOf(download.partial, download.length);
      idle = now > have ? 1 : idle + 1;
      if (error.fatal || idle >= download.attempts) throw error;
      // If the signal aborts the wait, the next request throws.
      await wait(download.retryMs * 2 ** (idle - 1), undefined, { signal: download.signal }).catch(() => undefined);
    }
    have = sizeOf(download.partial, download.length);
  }
  return resumed;
}

async function appendRest(
  { url, offset, length, partial, stallMs, signal, onBytes }: RangeDownload,
  have: number,
): Promise<void> {
  const body = await requestRange({ url, first: offset + have, last: offset + length - 1, stallMs, signal });
  const file = await fs.promises.open(partial, 'a');
  try {
    let at = have;
    for await (const chunk of body.chunks) {
      await writeWhole(file, chunk, null);
      at += chunk.length;
      onBytes(at);
    }
  } finally {
    await file.close();
  }
}

/** Bytes of a partial file; one that is longer than it can be is of no use and goes. */
function sizeOf(partial: string, length: number): number {
  const size = fs.statSync(partial, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= length) return size;
  fs.rmSync(partial);
  return 0;
}
