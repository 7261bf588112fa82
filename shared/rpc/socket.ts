import { decode, encode } from '@msgpack/msgpack';
import { createClosing } from './closing.ts';
import { ANSWER_BOUNDS, isWithinBounds, type FrameBounds } from './frame-bounds.ts';
import type { Transport } from './transport.ts';

/** The part of WebSocket that the browser's and the `ws` package's have in common. */
export interface Socket {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close' | 'error', listener: () => void): void;
}

/** Bytes of one message: a file of 128 MiB and its envelope. */
export const MAXIMAL_MESSAGE = 134_217_728 + 65_536;

/** A reader that is this many bytes behind is given up; its page opens the connection again. */
const MAXIMAL_BACKLOG = 2 * MAXIMAL_MESSAGE;

const OPEN = 1;
const UNSUPPORTED_DATA = 1003;
const TOO_BIG = 1009;

/**
 * An open WebSocket as a transport, each message one binary MessagePack frame. `undefined` is left out of objects and
 * is null elsewhere. A text frame, a torn one or one beyond `bounds` closes the socket: whoever sends that is not our other side.
 */
export function socketTransport(socket: Socket, bounds: FrameBounds = ANSWER_BOUNDS): Transport {
  const closing = createClosing();
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('close', closing.happen);
  socket.addEventListener('error', closing.happen);
  const close = (code: number) => {
    socket.close(code);
    closing.happen();
  };
  return {
    post(message) {
      if (closing.done || socket.readyState !== OPEN) return;
      if (socket.bufferedAmount > MAXIMAL_BACKLOG) close(TOO_BIG);
      else socket.send(encode(message, { ignoreUndefined: true }));
    },
    onMessage(listener) {
      socket.addEventListener('message', ({ data }) => {
        const message = data instanceof ArrayBuffer ? read(new Uint8Array(data), bounds) : null;
        if (message) listener(message.value);
        else close(UNSUPPORTED_DATA);
      });
    },
    onClose: (listener) => void closing.onClose(listener),
    close: () => close(1000),
  };
}

function read(frame: Uint8Array, bounds: FrameBounds): { value: unknown } | null {
  if (!isWithinBounds(frame, bounds)) return null;
  try {
    return { value: decode(frame) };
  } catch {
    return null;
  }
}
