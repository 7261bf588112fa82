/** The message by which the page asks its preload for a connection, and the answer, which carries the port. */
export const ASK_FOR_PORT = 'inkstone:ask-for-port';
export const HERE_IS_PORT = 'inkstone:here-is-port';

/** The preload's message after each drop of files on the page. */
export const HERE_IS_DROP = 'inkstone:here-is-drop';

/** `drop` is what `files.dropped` takes; null: what was dropped are no files of this machine's disk. */
export interface DropMessage {
  readonly type: typeof HERE_IS_DROP;
  readonly drop: string | null;
}
/**
 * In a browser the page shows the web host its key: the host hands it over behind this, in the fragment of the address that the
 * token leads to, and the page keeps it in its origin's storage. A cookie alone would not do, for a browser sends it to
 * every port of this machine.
 */
export const KEY_FRAGMENT = '#key=';

/** The WebSocket's subprotocol, and what stands before the key in the second one that the page offers. */
export const SOCKET_PROTOCOL = 'inkstone';
export const KEY_PROTOCOL = 'inkstone.key.';
