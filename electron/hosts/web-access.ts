import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { KEY_PROTOCOL } from '../../shared/rpc/page-handshake.ts';

/** The cookie of a browser that came with the token. Named by port: cookies do not tell ports apart. */
const cookieName = (port: number) => `inkstone-${port}`;

/**
 * Access to the web host. The token is in the printed address and is valid once. The browser that brings it gets two
 * things: a session cookie, which serves the page to further tabs, and a key for the page itself, which opens the
 * connection. A browser sends the cookie to whatever listens on any port of this machine, and a program there could use
 * it; the key lies in the storage of the page's origin, which is the port's too, and goes nowhere by itself. All of
 * them die with the process.
 */
export interface WebAccess {
  readonly token: string;
  readonly key: string;
  /** Trades the token for the cookie's header, the first time only; null for anything else. */
  redeem(token: string, port: number): string | null;
  /** Whether this is the token, used or not. */
  isToken(candidate: string): boolean;
  hasSession(request: IncomingMessage, port: number): boolean;
  /** Whether a WebSocket's request shows the key. */
  hasKey(request: IncomingMessage): boolean;
}

export function createWebAccess(): WebAccess {
  const token = randomBytes(32).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  const key = randomBytes(32).toString('base64url');
  let used = false;
  return {
    token,
    key,
    redeem(candidate, port) {
      if (used || !isSame(candidate, token)) return null;
      used = true;
      return `${cookieName(port)}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    isToken: (candidate) => isSame(candidate, token),
    hasSession(request, port) {
      const prefix = `${cookieName(port)}=`;
      const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
      return cookies.some((cookie) => cookie.startsWith(prefix) && isSame(cookie.slice(prefix.length), session));
    },
    hasKey(request) {
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
      return offered.some((protocol) => isSame(protocol, `${KEY_PROTOCOL}${key}`));
    },
  };
}

/** Whether a request names this host as a browser on this machine would: a page elsewhere that had its own name point
 * to 127.0.0.1 (DNS rebinding) is told apart by it. */
export function isLoopbackHost(request: IncomingMessage, port: number): boolean {
  return request.headers.host === `127.0.0.1:${port}` || request.headers.host === `localhost:${port}`;
}

/** Whether a WebSocket was opened by a page of ours: browsers always send Origin, and pages cannot forge it. */
export function isOwnOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host ?? ''}`;
}

/** In constant time; hashed first, so that lengths do not tell anything either. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
