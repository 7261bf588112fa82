import { promises as fs } from 'node:fs';
import type http from 'node:http';
import { storageError } from '../../files/atomic-write.ts';
import { writeWhole } from '../../files/write-whole.ts';
import { httpGet, ServerError } from '../../http/http-get.ts';
import { patience } from '../../http/patience.ts';
import { readBody } from '../../http/read-body.ts';

export interface FetchOptions {
  readonly signal: AbortSignal;
  /** Give up when nothing has come for so long, milliseconds. */
  readonly stall: number;
  /** A body beyond this is refused: no mirror may fill the disk. */
  readonly limit: number;
  /** Bytes of this file so far, and in all if the mirror says. */
  readonly onProgress?: (bytes: number, total: number | null) => void;
}

/**
 * Fetches `url` into `partial`, going on where an earlier try left off if the mirror honours Range. What has come stays
 * in `partial` when it fails, for the next try. Throws ServerError, `cancelled`, storage errors.
 */
export async function fetchFile(url: URL, partial: string, options: FetchOptions): Promise<void> {
  const { limit } = options;
  const have = await fs.stat(partial).then(
    (stats) => stats.size,
    () => 0,
  );
  const waiting = patience(options.stall, options.signal);
  let response: http.IncomingMessage | null = null;
  try {
    ({ response } = await httpGet(url.href, have > 0 ? { Range: `bytes=${have}-` } : {}, waiting.signal));
    waiting.touch();
    const start = startOf(response, have);
    // The part that we have is as long as this mirror's file or longer. The checksum decides whether it is right.
    if (start === null) return;
    const header = response.headers['content-length'];
    const length = header === undefined ? null : Number(header);
    const total = length === null ? null : start + length;
    if (total !== null && total > limit) throw refusal(`offers ${total} bytes, at most ${limit} are expected`);
    await save(readBody(response, length, waiting), partial, start, total, options);
  } catch (error) {
    throw error instanceof ServerError ? waiting.explain(error) : error;
  } finally {
    waiting.end();
    response?.destroy();
  }
}

/** The offset at which the body begins; null when the mirror has nothing beyond what we have. */
function startOf(response: http.IncomingMessage, have: number): number | null {
  const status = response.statusCode ?? 0;
  if (status === 200) return 0;
  if (status === 416 && have > 0) return null;
  if (status !== 206) throw refusal(`answered ${status}`);
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers['content-range'] ?? '');
  if (!range || Number(range[1]) !== have) throw refusal('answered another range than the one asked for');
  return have;
}

const refusal = (why: string): ServerError => new ServerError(why, true);

async function save(
  body: AsyncGenerator<Uint8Array>,
  partial: string,
  start: number,
  total: number | null,
  { limit, onProgress }: FetchOptions,
): Promise<void> {
  let received = start;
  const file = await fs.open(partial, start > 0 ? 'r+' : 'w').catch((error: unknown) => {
    throw storageError(error, partial);
  });
  try {
    for await (const chunk of body) {
      if (received + chunk.length > limit) throw new ServerError(`sent more than ${limit} bytes`, true);
      await writeWhole(file, chunk, received).catch((error: unknown) => {
        throw storageError(error, partial);
      });
      received += chunk.length;
      onProgress?.(received, total);
    }
  } finally {
    await file.truncate(received).catch(() => undefined);
    await file.close();
  }
}
