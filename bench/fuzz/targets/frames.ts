import { serve } from '../../../shared/rpc/serve.ts';
import { REQUEST_BOUNDS } from '../../../shared/rpc/frame-bounds.ts';
import { socketTransport, type Socket } from '../../../shared/rpc/socket.ts';
import { contract, quietHandlers } from '../../../test/fixtures/scripted-host.ts';
import { callFrames, changedFrame } from '../call-frames.ts';
import { exchange, type RawConnection } from '../connection.ts';
import type { Target } from '../target.ts';

const [OPEN, CLOSED] = [1, 3];

/** The host's end of a socket without a network, and the other end of it. */
function socketPair(): { readonly socket: Socket; readonly near: RawConnection } {
  const target = new EventTarget();
  let readyState = OPEN;
  let onFrame: (frame: Uint8Array) => void = () => undefined;
  const socket: Socket = {
    binaryType: 'arraybuffer',
    get readyState() {
      return readyState;
    },
    bufferedAmount: 0,
    send: (data) => queueMicrotask(() => onFrame(data)),
    close() {
      readyState = CLOSED;
      queueMicrotask(() => target.dispatchEvent(new Event('close')));
    },
    addEventListener(type: string, listener: (event: never) => void) {
      target.addEventListener(type, listener as EventListener);
    },
  };
  const near: RawConnection = {
    send(frame) {
      if (readyState === OPEN)
        target.dispatchEvent(new MessageEvent('message', { data: Uint8Array.from(frame).buffer }));
    },
    onFrame: (listener) => (onFrame = listener),
    onClose: (listener) => target.addEventListener('close', listener),
  };
  return { socket, near };
}

/** The host's side of the protocol: frames, requests and the schemas of every call. */
export const frames: readonly Target[] = [
  {
    name: 'RPC frame',
    valid: callFrames,
    input: changedFrame,
    read(bytes) {
      const { socket, near } = socketPair();
      serve(contract, quietHandlers(), socketTransport(socket, REQUEST_BOUNDS));
      return exchange(near, bytes);
    },
  },
];
