/**
 * What a message channel must do to carry a contract: a MessagePort, a WebSocket, a child process's pipe or an
 * in-memory pair. Messages are structured-cloneable plain data; binary is Uint8Array and is copied, never transferred.
 */
export interface Transport {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when either side has closed or died. */
  onClose(listener: () => void): void;
  close(): void;
}
