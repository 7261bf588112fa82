import type http from 'node:http';
import { httpGet, ServerError } from '../../http/http-get.ts';
import { patience } from '../../http/patience.ts';
import { readBody } from '../../http/read-body.ts';

export interface RangeRequest {
  readonly url: string;
  /** First and last byte, both included; a negative `first` counts from the end (and `last` is not used). */
  readonly first: number;
  readonly last: number;
  /** Give up when nothing arrives for so long. */
  readonly stallMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface RangeBody {
  /** The size of the whole resource, bytes. */
  readonly total: number;
  /** The first byte that is sent. */
  readonly first: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Asks for exactly one range and takes nothing else for an answer: 206 and a Content-Range of just these bytes.
 * Some servers send the whole file with a 200 instead, or other bytes than were asked for. Throws ServerError, or
 * AppError `cancelled`.
 */
export async function requestRange(request: RangeRequest): Promise<RangeBody> {
  const { url, first, last } = request;
  const waiting = patience(request.stallMs, request.signal);
  const range = first < 0 ? `bytes=${first}` : `bytes=${first}-${last}`;
  const { response } = await httpGet(url, { Range: range }, waiting.signal).catch((cause: ServerError) => {
    waiting.end();
    throw waiting.explain(cause);
  });
  waiting.touch();
  try {
    const sent = acceptRange(response, first, last);
    return { ...sent, chunks: readBody(response, sent.length, waiting) };
  } catch (error) {
    waiting.end();
    response.destroy();
    throw error;
  }
}

function acceptRange(
  { statusCode: status = 0, headers }: http.IncomingMessage,
  first: number,
  last: number,
): { total: number; first: number; length: number } {
  if (status === 200) throw new ServerError('ignores the Range header (answered 200, not 206)', true);
  if (status !== 206) throw new ServerError(`answered ${status}`, status < 500);
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '');
  if (!match) throw new ServerError('sent no usable Content-Range', true);
  const [from, to, total] = match.slice(1).map(Number) as [number, number, number];
  const wanted = first < 0 ? [Math.max(0, total + first), total - 1] : [first, last];
  if (from !== wanted[0] || to !== wanted[1])
    throw new ServerError(`sent bytes ${from}-${to}, not ${wanted.join('-')}`, true);
  return { total, first: from, length: to - from + 1 };
}
