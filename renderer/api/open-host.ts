import './strict-csp.ts';
import { hostCalls, type HostCalls } from '../../shared/contract/calls.ts';
import type { Client } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { hostEvents, type HostEvents } from '../../shared/contract/events.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { ASK_FOR_PORT, HERE_IS_PORT, KEY_PROTOCOL, SOCKET_PROTOCOL } from '../../shared/rpc/page-handshake.ts';
import { webPortTransport } from '../../shared/rpc/port.ts';
import { socketTransport } from '../../shared/rpc/socket.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { keepPageKey, pageKeys } from './page-key.ts';

/**
 * Opens one connection to the page's host: a MessagePort in the desktop window (app:), a WebSocket in a browser
 * (http:). Rejects with `disconnected` when the host cannot be reached, and with `session-ended` when the host was
 * started anew and does not know this tab; the caller decides when to try again.
 */
export async function openHost(): Promise<Client<HostCalls, HostEvents>> {
  const transport = location.protocol === 'app:' ? await openPort() : await openSocket();
  return connect({ calls: hostCalls, events: hostEvents }, transport);
}

/** The preload gets the request and answers with a port (electron/shell/hand-over-port.ts). */
function openPort(): Promise<Transport> {
  return new Promise((resolve) => {
    window.addEventListener('message', function receive({ source, data, ports: [port] }) {
      if (source !== window || data !== HERE_IS_PORT || !port) return;
      window.removeEventListener('message', receive);
      resolve(webPortTransport(port));
    });
    window.postMessage(ASK_FOR_PORT, location.origin);
  });
}

/**
 * A refused socket gives no reason, so the page's own address is requested: a host that was started anew does not know
 * this tab.
 */
async function whyRefused(): Promise<AppError> {
  const status = await fetch(location.origin, { cache: 'no-store' }).then(
    (response) => response.status,
    () => null,
  );
  return new AppError(status === 401 ? 'session-ended' : 'disconnected');
}

async function openSocket(): Promise<Transport> {
  for (const key of pageKeys()) {
    const socket = await openSocketWith(key);
    if (!socket) continue;
    keepPageKey(key);
    return socketTransport(socket);
  }
  throw await whyRefused();
}

/** Null when the host cannot be reached or refuses the key: browsers do not tell which. */
function openSocketWith(key: string): Promise<WebSocket | null> {
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`;
  const socket = new WebSocket(address, [SOCKET_PROTOCOL, `${KEY_PROTOCOL}${key}`]);
  return new Promise((resolve) => {
    const fail = () => resolve(null);
    socket.addEventListener('close', fail);
    socket.addEventListener('open', () => {
      socket.removeEventListener('close', fail);
      resolve(socket);
    });
  });
}
