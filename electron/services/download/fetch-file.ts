import { promises as fs } from 'node:fs';
import type http from 'node:http';
import { AppError } from '../../../shared/contract/errors.ts';
import { storageError } from '../../files/atomic-write.ts';
import { httpGet, MirrorFault, type GetOptions } from './http-get.ts';

export interface FetchOptions extends GetOptions {
  /** A body beyond this is refused: no mirror may fill the disk. */
  readonly limit: number;
  /** Bytes of this file so far, and in all if the mirror says. */
  readonly onProgress?: (bytes: number, total: number | null) => void;
}

/**
 * Fetches `url` into `partial`, going on where an earlier try left off if the mirror honours Range. What has come stays
 * in `partial` when it fails, for the next try. Throws MirrorFault, `cancelled`, storage errors.
 */
export async function fetchFile(url: URL, partial: string, options: FetchOptions): Promise<void> {
  const have = await fs.stat(partial).then(
    (stats) => stats.size,
    () => 0,
  );
  const response = await httpGet(url, { ...options, headers: have > 0 ? { Range: `bytes=${have}-` } : {} });
  const start = await startOf(response, have);
  if (start === null) {
    // The part we have is as long as, or longer than, what this mirror has. Whether it is right, the checksum says.
    response.destroy();
    return;
  }
  const length = Number(response.headers['content-length'] ?? NaN);
  const total = Number.isFinite(length) ? start + length : null;
  if (total !== null && total > options.limit)
    throw refuse(response, `offers ${total} bytes, at most ${options.limit} are expected`);
  const received = await save(response, partial, start, total, options);
  if (total !== null && received < total) throw new MirrorFault(`ended after ${received} of ${total} bytes`);
}

/** Where in the file the body begins; null when there is nothing beyond what we have. */
async function startOf(response: http.IncomingMessage, have: number): Promise<number | null> {
  const status = response.statusCode ?? 0;
  if (status === 200) return 0;
  if (status === 416 && have > 0) return null;
  if (status !== 206) throw refuse(response, `answered ${status}`);
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers['content-range'] ?? '');
  if (!range || Number(range[1]) !== have) throw refuse(response, 'answered another range than the one asked for');
  return have;
}

function refuse(response: http.IncomingMessage, why: string): MirrorFault {
  response.destroy();
  return new MirrorFault(why);
}

async function save(
  response: http.IncomingMessage,
  partial: string,
  start: number,
  total: number | null,
  { limit, stall, signal, onProgress }: FetchOptions,
): Promise<number> {
  let received = start;
  let stalled = false;
  const watch = setTimeout(() => ((stalled = true), response.destroy()), stall);
  const file = await fs.open(partial, start > 0 ? 'r+' : 'w').catch((error: unknown) => {
    response.destroy();
    throw storageError(error, partial);
  });
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      watch.refresh();
      if (received + chunk.length > limit) throw new MirrorFault(`sent more than ${limit} bytes`);
      await file.write(chunk, 0, chunk.length, received).catch((error: unknown) => {
        throw storageError(error, partial);
      });
      received += chunk.length;
      onProgress?.(received, total);
    }
  } catch (error) {
    if (error instanceof AppError || error instanceof MirrorFault) throw error;
    if (signal.aborted) throw new AppError('cancelled', {}, error);
    throw new MirrorFault(
      stalled ? `sent nothing for ${Math.round(stall / 1000)} s` : `broke off after ${received} bytes`,
    );
  } finally {
    clearTimeout(watch);
    response.destroy();
    await file.truncate(received).catch(() => undefined);
    await file.close();
  }
  if (stalled) throw new MirrorFault(`sent nothing for ${Math.round(stall / 1000)} s`);
  return received;
}
