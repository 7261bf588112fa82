/** The one IPC channel between preload and main: it carries a MessagePort and nothing else. */
export const PORT_CHANNEL = 'inkstone:port';
