import type http from 'node:http';
import { ServerError } from './http-get.ts';
import type { Patience } from './patience.ts';

/** More than this is not taken from the system before it is asked for, bytes. */
const MOST_HELD = 1 << 20;

/**
 * Takes the chunks of an answer from now on, whenever they are asked for. All that arrived before the connection broke comes
 * before the error does: a stream of Node's drops what waits in it when it breaks, and a download that broke off would go on from
 * where it was.
 */
function takeChunks(response: http.IncomingMessage): AsyncGenerator<Buffer> {
  const waiting: Buffer[] = [];
  let [held, over] = [0, response.destroyed];
  let failure: unknown = null;
  let wake = (): void => undefined;
  response.on('data', (chunk: Buffer) => {
    waiting.push(chunk);
    held += chunk.length;
    if (held > MOST_HELD) response.pause();
    wake();
  });
  const end = (error: unknown = null): void => {
    failure ??= error;
    over = true;
    wake();
  };
  response.on('error', end);
  response.once('end', () => end());
  response.once('close', () => end());
  return (async function* () {
    for (;;) {
      const chunk = waiting.shift();
      if (chunk) {
        held -= chunk.length;
        if (held <= MOST_HELD) response.resume();
        yield chunk;
      } else if (over) {
        if (failure !== null) throw failure as Error;
        return;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  })();
}

/**
 * The body of an answer as it arrives; `length` is how many bytes it must have, null if the server did not say. Whoever
 * stops reading closes the connection. Ends `waiting`. Throws ServerError, or AppError `cancelled`.
 */
export function readBody(
  response: http.IncomingMessage,
  length: number | null,
  waiting: Patience,
): AsyncGenerator<Uint8Array> {
  return checkedBody(takeChunks(response), response, length, waiting);
}

async function* checkedBody(
  chunks: AsyncGenerator<Buffer>,
  response: http.IncomingMessage,
  length: number | null,
  waiting: Patience,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  const torn = (cause?: unknown) =>
    new ServerError(`broke off after ${received}${length === null ? '' : ` of ${length}`} bytes`, false, cause);
  try {
    for await (const chunk of chunks) {
      waiting.touch();
      received += chunk.length;
      if (length !== null && received > length) throw new ServerError('sent more bytes than it promised', true);
      yield chunk;
    }
  } catch (cause) {
    throw cause instanceof ServerError ? cause : waiting.explain(torn(cause));
  } finally {
    waiting.end();
    response.destroy();
  }
  // Node 16 may end a response that was destroyed as if it were whole.
  if (waiting.signal.aborted || (length !== null && received < length)) throw waiting.explain(torn());
}
