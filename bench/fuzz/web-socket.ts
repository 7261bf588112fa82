import { once } from 'node:events';
import http from 'node:http';
import { WebSocket } from 'ws';
import { KEY_FRAGMENT, KEY_PROTOCOL, SOCKET_PROTOCOL } from '../../shared/rpc/page-handshake.ts';
import type { RawConnection } from './connection.ts';

/** What a browser has that came with the token: as many connections as it likes. */
export interface WebVisitor {
  connect(): Promise<RawConnection & { close(): void }>;
}

/** Follows the address that a web host has printed. */
export async function visit(url: string): Promise<WebVisitor> {
  const [response] = (await once(http.get(url), 'response')) as [http.IncomingMessage];
  response.resume();
  const key = response.headers.location!.slice(`/${KEY_FRAGMENT}`.length);
  const cookie = response.headers['set-cookie']![0]!.split(';')[0]!;
  const { origin, host } = new URL(url);
  return {
    async connect() {
      const socket = new WebSocket(`ws://${host}/rpc`, [SOCKET_PROTOCOL, `${KEY_PROTOCOL}${key}`], {
        headers: { Origin: origin, Cookie: cookie },
      });
      await once(socket, 'open');
      let onFrame: (frame: Uint8Array) => void = () => undefined;
      let onClose: () => void = () => undefined;
      socket.on('message', (frame: Buffer) => onFrame(frame));
      socket.on('close', () => onClose());
      // Its close follows.
      socket.on('error', () => undefined);
      return {
        send: (frame) => void (socket.readyState === WebSocket.OPEN && socket.send(frame)),
        onFrame: (listener) => (onFrame = listener),
        onClose(listener) {
          onClose = listener;
          if (socket.readyState === WebSocket.CLOSED) listener();
        },
        close: () => socket.terminate(),
      };
    },
  };
}
