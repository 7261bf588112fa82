/** What went wrong with a server: `fatal` means that asking it again will not help. */
export class ServerError extends Error {
  readonly fatal: boolean;

  constructor(message: string, fatal: boolean, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ServerError';
    this.fatal = fatal;
  }
}

export interface RangeRequest {
  readonly url: string;
  /** First and last byte, both included; a negative `first` counts from the end (and `last` is not used). */
  readonly first: number;
  readonly last: number;
  /** Give up when nothing arrives for so long. */
  readonly stallMs: number;
}

export interface RangeBody {
  /** Of the whole resource, bytes. */
  readonly total: number;
  /** The first byte that is sent. */
  readonly first: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Asks for exactly one range and takes nothing else for an answer: 206 and a Content-Range of just these bytes.
 * Some servers send the whole file with a 200 instead, or other bytes than were asked for.
 */
export async function requestRange(request: RangeRequest): Promise<RangeBody> {
  const { url, first, last, stallMs } = request;
  const stall = stallGuard(stallMs);
  const range = first < 0 ? `bytes=${first}` : `bytes=${first}-${last}`;
  const response = await fetch(url, {
    headers: { Range: range, 'Accept-Encoding': 'identity' },
    signal: stall.signal,
  }).catch((cause: unknown) => {
    throw stall.signal.aborted ? stalled(stallMs) : new ServerError('cannot be reached', false, cause);
  });
  stall.touch();
  try {
    const sent = acceptRange(response, first, last);
    return { ...sent, chunks: readBody(response, sent.length, stall, stallMs) };
  } catch (error) {
    stall.end();
    await response.body?.cancel();
    throw error;
  }
}

function acceptRange(
  response: Response,
  first: number,
  last: number,
): { total: number; first: number; length: number } {
  if (response.status === 200) throw new ServerError('ignores the Range header (answered 200, not 206)', true);
  if (response.status !== 206) throw new ServerError(`answered ${response.status}`, response.status < 500);
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  if (!match) throw new ServerError('sent no usable Content-Range', true);
  const [from, to, total] = match.slice(1).map(Number) as [number, number, number];
  const wanted = first < 0 ? [Math.max(0, total + first), total - 1] : [first, last];
  if (from !== wanted[0] || to !== wanted[1])
    throw new ServerError(`sent bytes ${from}-${to}, not ${wanted.join('-')}`, true);
  return { total, first: from, length: to - from + 1 };
}

async function* readBody(
  response: Response,
  length: number,
  stall: StallGuard,
  stallMs: number,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  try {
    for await (const chunk of response.body!) {
      stall.touch();
      received += chunk.length;
      if (received > length) throw new ServerError('sent more bytes than it promised', true);
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof ServerError) throw cause;
    throw stall.signal.aborted
      ? stalled(stallMs)
      : new ServerError(`broke off after ${received} of ${length} bytes`, false, cause);
  } finally {
    stall.end();
  }
  if (received < length) throw new ServerError(`broke off after ${received} of ${length} bytes`, false);
}

const stalled = (stallMs: number) => new ServerError(`sent nothing for ${stallMs / 1000} s`, false);

interface StallGuard {
  readonly signal: AbortSignal;
  touch(): void;
  end(): void;
}

function stallGuard(ms: number): StallGuard {
  const controller = new AbortController();
  const abort = () => controller.abort();
  let timer = setTimeout(abort, ms);
  return {
    signal: controller.signal,
    touch() {
      clearTimeout(timer);
      timer = setTimeout(abort, ms);
    },
    end: () => clearTimeout(timer),
  };
}
