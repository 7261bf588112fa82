import { decode, encode } from '@msgpack/msgpack';
import { AppError, ERROR_CODES } from '../../shared/contract/errors.ts';
import { callIn } from './call-frames.ts';

/** The calling end of a socket, at which anything can be said. */
export interface RawConnection {
  send(frame: Uint8Array): void;
  onFrame(listener: (frame: Uint8Array) => void): void;
  onClose(listener: () => void): void;
}

interface Answer {
  readonly kind: string;
  readonly id?: number;
  readonly error?: { readonly code: string; readonly details?: string };
}

/** Of the call behind each input, which shows that the host still serves; contract ids of inputs are not that high. */
const CHECK_ID = 4_000_000_000;

/**
 * Sends a frame and then a call that is in order. Resolves when all that must be answered is: with 'closed' when the host
 * ended the connection over the frame. Throws an AppError with the code of an answer of `internal`, or one that is no code.
 */
export function exchange(connection: RawConnection, frame: Uint8Array): Promise<'served' | 'closed'> {
  const awaited = new Set([CHECK_ID]);
  const id = callIn(frame);
  if (id !== null) awaited.add(id);
  return new Promise((resolve, reject) => {
    connection.onClose(() => resolve('closed'));
    connection.onFrame((bytes) => {
      const answer = decode(bytes) as Answer;
      if (answer.kind === 'error' && answer.error) {
        const { code, details = '' } = answer.error;
        if (code === 'internal' || !(ERROR_CODES as readonly string[]).includes(code))
          reject(new AppError('internal', {}, new Error(`${code}: ${details}`)));
      }
      if (answer.id !== undefined) awaited.delete(answer.id);
      if (awaited.size === 0) resolve('served');
    });
    connection.send(frame);
    connection.send(encode({ kind: 'call', id: CHECK_ID, name: 'app.info', input: null }));
  });
}
