import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The cookie of a browser that came with the token. Named by port: cookies do not tell ports apart. */
const cookieName = (port: number) => `inkstone-${port}`;

/**
 * Who may use the web host. The token stands in the printed address and is good once; the browser that brings it gets a
 * session cookie, which opens further tabs. Both die with the process.
 */
export interface WebAccess {
  readonly token: string;
  /** Trades the token for the cookie's header, the first time only; null for anything else. */
  redeem(token: string, port: number): string | null;
  hasSession(request: IncomingMessage, port: number): boolean;
}

export function createWebAccess(): WebAccess {
  const token = randomBytes(32).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  let used = false;
  return {
    token,
    redeem(candidate, port) {
      if (used || !isSame(candidate, token)) return null;
      used = true;
      return `${cookieName(port)}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    hasSession(request, port) {
      const prefix = `${cookieName(port)}=`;
      const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
      return cookies.some((cookie) => cookie.startsWith(prefix) && isSame(cookie.slice(prefix.length), session));
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
