/** What the page says to its preload to get a connection, and what it is answered with; the answer carries the port. */
export const ASK_FOR_PORT = 'inkstone:ask-for-port';
export const HERE_IS_PORT = 'inkstone:here-is-port';
