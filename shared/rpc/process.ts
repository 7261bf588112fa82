import { decode, encode } from '@msgpack/msgpack';
import { createClosing } from './closing.ts';
import type { Transport } from './transport.ts';

/**
 * Either end of a Node child process's IPC channel: a ChildProcess forked with `serialization: 'advanced'` (which
 * carries Uint8Array), or `process` in the child.
 */
export interface ProcessPipe {
  readonly connected: boolean;
  send?(message: unknown, sent: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
  disconnect?(): void;
}

export interface ProcessOptions {
  /**
   * Send what is large in pieces. Electron 22 frees what `v8.serialize` has made by another size than it has taken, and ends the
   * whole program when that is collected; what fits into one page of memory is freed rightly.
   */
  readonly inPieces?: boolean;
}

/** Bytes of a piece: with its envelope, and what the serializer takes besides, less than a page of 4 KiB. */
const PIECE = 2048;
/** A message of fewer bytes as MessagePack is less than a page for the serializer, too. */
const SMALL = 1024;

/** A part of a message, in order; the last one completes it. Messages of a contract have another `kind`. */
interface Piece {
  readonly kind: 'piece';
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

const isPiece = (message: unknown): message is Piece =>
  typeof message === 'object' && message !== null && (message as Partial<Piece>).kind === 'piece';

export function processTransport(pipe: ProcessPipe, { inPieces = false }: ProcessOptions = {}): Transport {
  const closing = createClosing();
  pipe.on('disconnect', closing.happen);
  const send = (message: unknown): void => {
    // A failed write means that the other process is gone, which `disconnect` reports.
    if (pipe.connected) pipe.send?.(message, () => undefined);
  };
  return {
    post: inPieces ? (message) => inParts(message).forEach(send) : send,
    onMessage(listener) {
      let parts: Uint8Array[] = [];
      pipe.on('message', (message) => {
        if (!isPiece(message)) return listener(message);
        parts.push(message.bytes);
        if (!message.last) return;
        const whole = joined(parts);
        parts = [];
        listener(decoded(whole));
      });
    },
    onClose: (listener) => void closing.onClose(listener),
    close() {
      if (pipe.connected) pipe.disconnect?.();
    },
  };
}

/** The message itself if it is small, else its pieces. */
function inParts(message: unknown): unknown[] {
  const bytes = encode(message, { ignoreUndefined: true });
  if (bytes.length <= SMALL) return [message];
  return Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, i): Piece => {
    const to = (i + 1) * PIECE;
    // A copy: a view would be sent with all of the memory behind it.
    return { kind: 'piece', bytes: bytes.slice(i * PIECE, to), last: to >= bytes.length };
  });
}

/** Null, which is no message, for what cannot be read: whoever listens says what becomes of the other process. */
function decoded(bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch {
    return null;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
