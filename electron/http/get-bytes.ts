import { httpGet, ServerError } from './http-get.ts';
import { patience } from './patience.ts';
import { readBody } from './read-body.ts';

export interface BytesRequest {
  /** More than these bytes are not read. */
  readonly limit: number;
  /** Give up when nothing has come for so long, milliseconds, or when all has not come in ten times that. */
  readonly stall: number;
  readonly signal?: AbortSignal | undefined;
}

/** A small file as a whole. Throws ServerError, also for any answer but 200, or AppError `cancelled`. */
export async function getBytes(address: string, { limit, stall, signal }: BytesRequest): Promise<Buffer> {
  const waiting = patience(stall, signal);
  try {
    const { response } = await httpGet(address, {}, waiting.signal);
    waiting.touch();
    const status = response.statusCode ?? 0;
    if (status !== 200) {
      response.destroy();
      throw new ServerError(`answered ${status}`, true);
    }
    const length = response.headers['content-length'];
    const begun = performance.now();
    const parts: Uint8Array[] = [];
    let received = 0;
    for await (const part of readBody(response, length === undefined ? null : Number(length), waiting)) {
      received += part.length;
      if (received > limit) throw new ServerError(`sent more than ${limit} bytes`, true);
      if (performance.now() - begun > 10 * stall) throw new ServerError(`sent too little in ${stall / 100} s`, true);
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch (thrown) {
    throw thrown instanceof ServerError ? waiting.explain(thrown) : thrown;
  } finally {
    waiting.end();
  }
}
