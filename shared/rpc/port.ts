import { createClosing } from './closing.ts';
import type { Transport } from './transport.ts';

/** The page's MessagePort. */
export interface WebPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  start(): void;
  close(): void;
}

/** Electron's MessagePortMain and a utility process's `parentPort`, which has no `start` and no `close`. */
export interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start?(): void;
  close?(): void;
}

/** Sent before closing: in Chromium 108 a web port does not notice that its other end was closed. */
const GOODBYE = 'goodbye';

export function webPortTransport(port: WebPort): Transport {
  return portTransport(port, (receive) => {
    port.addEventListener('message', (event) => receive(event.data));
    port.start();
  });
}

export function electronPortTransport(port: ElectronPort): Transport {
  return portTransport(port, (receive, closed) => {
    port.on('message', (event) => receive(event.data));
    port.on('close', closed);
    port.start?.();
  });
}

type Listen = (receive: (message: unknown) => void, closed: () => void) => void;

function portTransport(port: { postMessage(message: unknown): void; close?(): void }, listen: Listen): Transport {
  const closing = createClosing();
  return {
    post(message) {
      if (!closing.done) port.postMessage(message);
    },
    onMessage(listener) {
      listen((message) => {
        if (message === GOODBYE) closing.happen();
        else listener(message);
      }, closing.happen);
    },
    onClose: (listener) => void closing.onClose(listener),
    close() {
      if (closing.done) return;
      port.postMessage(GOODBYE);
      port.close?.();
      closing.happen();
    },
  };
}
