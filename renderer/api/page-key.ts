import { KEY_FRAGMENT } from '../../shared/rpc/page-handshake.ts';

/** The storage item that keeps the key for further tabs. The storage belongs to the origin, which includes the port. */
const STORED = 'inkstone-key';

let brought: string | null = null;

/** Takes the key, if there is one, out of the page's address, before the router reads it. */
export function takePageKey(): void {
  if (!location.hash.startsWith(KEY_FRAGMENT)) return;
  brought = location.hash.slice(KEY_FRAGMENT.length);
  history.replaceState(null, '', `${location.pathname}${location.search}`);
}

/** Keys that may open the connection: the address's own, then the one that a page of this origin kept. */
export function pageKeys(): string[] {
  return [...new Set([brought, stored()])].filter((key) => key !== null && /^[\w-]+$/.test(key)) as string[];
}

/**
 * Keeps a key that has opened the connection; not before, since a link on any page may have a wrong key in the address.
 */
export function keepPageKey(key: string): void {
  brought = key;
  try {
    localStorage.setItem(STORED, key);
  } catch {
    // Storage may be switched off: further tabs then need the printed address.
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}
