import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import sirv from 'sirv';
import { WebSocketServer } from 'ws';
import { AppError } from '../../shared/contract/errors.ts';
import { REQUEST_BOUNDS } from '../../shared/rpc/frame-bounds.ts';
import { KEY_FRAGMENT, SOCKET_PROTOCOL } from '../../shared/rpc/page-handshake.ts';
import { MAXIMAL_MESSAGE, socketTransport } from '../../shared/rpc/socket.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { pageHeaders } from './page-headers.ts';
import { createWebAccess, isLoopbackHost, isOwnOrigin } from './web-access.ts';

export interface WebHostOptions {
  /** What serves a page: `connect` is called for each one that opens. */
  readonly services: { connect(transport: Transport): void };
  /** The built page, out/renderer. */
  readonly rendererFolder: string;
  /** 0: any free one. */
  readonly port: number;
}

export interface WebHost {
  /** With the token that is good once: open it in a browser on this machine. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the studio to browsers on this machine. Listens on 127.0.0.1 and nowhere else; there is no way to ask for
 * more. Throws `port-unavailable` {port} when it is taken or not allowed.
 */
export async function startWebHost({ services, rendererFolder, port: wanted }: WebHostOptions): Promise<WebHost> {
  const access = createWebAccess();
  const files = sirv(rendererFolder, { etag: true, dotfiles: false });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAXIMAL_MESSAGE,
    perMessageDeflate: false,
    // Never answer with the other subprotocol that the page offers: it holds the key.
    handleProtocols: (offered) => offered.has(SOCKET_PROTOCOL) && SOCKET_PROTOCOL,
  });
  const server = createServer((request, response) => answer(request, response));
  server.on('upgrade', upgrade);
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening').catch((error: unknown) => {
    throw new AppError('port-unavailable', { port: wanted }, error);
  });
  const { port } = server.address() as AddressInfo;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(pageHeaders(`ws://${request.headers.host ?? ''}`)))
      response.setHeader(name, value);
    if (!isLoopbackHost(request, port)) return refuse(response, 403);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
    const token = tokenOf(request.url ?? '/');
    if (token !== null) return enter(request, response, token);
    if (!access.hasSession(request, port)) return refuse(response, 401);
    files(request, response, () => refuse(response, 404));
  }

  /**
   * A browser with a session may open the printed address again. The key is given for the token only, never for a
   * cookie.
   */
  function enter(request: IncomingMessage, response: ServerResponse, token: string): void {
    const cookie = access.redeem(token, port);
    if (cookie !== null) response.setHeader('Set-Cookie', cookie);
    else if (!access.hasSession(request, port)) return refuse(response, 401);
    const page = access.isToken(token) ? `/${KEY_FRAGMENT}${access.key}` : '/';
    response.writeHead(303, { Location: page, 'Cache-Control': 'no-store' }).end();
  }

  function upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    // A refused socket may close while it is being answered; that error does not matter.
    socket.on('error', () => socket.destroy());
    const ours = isLoopbackHost(request, port) && isOwnOrigin(request);
    if (!ours || !access.hasSession(request, port) || !access.hasKey(request) || request.url !== '/rpc') {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => services.connect(socketTransport(opened, REQUEST_BOUNDS)));
  }

  return {
    url: `http://127.0.0.1:${port}/?token=${access.token}`,
    port,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function tokenOf(address: string): string | null {
  return new URLSearchParams(address.split('?', 2)[1]).get('token');
}

/** In both languages: a browser that is not let in has no settings. */
const WORDS: Readonly<Record<number, string>> = {
  401: `Open the address that the studio printed when it started. It is good once; start the studio again for a new one.
请打开程序启动时显示的地址。该地址只能使用一次；重新启动程序即可获得新的地址。
`,
};

function refuse(response: ServerResponse, status: number): void {
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
    .end(WORDS[status] ?? '');
}
