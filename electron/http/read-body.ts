import type http from 'node:http';
import { ServerError } from './http-get.ts';
import type { Patience } from './patience.ts';

/**
 * The body of an answer as it arrives; `length` is how many bytes it must have, null if the server did not say. Whoever
 * stops reading closes the connection. Ends `waiting`. Throws ServerError, or AppError `cancelled`.
 */
export async function* readBody(
  response: http.IncomingMessage,
  length: number | null,
  waiting: Patience,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  const torn = (cause?: unknown) =>
    new ServerError(`broke off after ${received}${length === null ? '' : ` of ${length}`} bytes`, false, cause);
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
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
