import { createClosing } from './closing.ts';
import type { Transport } from './transport.ts';

/**
 * Either end of a Node child process's IPC channel: a ChildProcess forked with `serialization: 'advanced'` (which
 * carries Uint8Array), or `process` in the child.
 */
export interface ProcessPipe {
  readonly connected: boolean;
  send?(message: unknown, sent: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
  disconnect?(): void;
}

export function processTransport(pipe: ProcessPipe): Transport {
  const closing = createClosing();
  pipe.on('disconnect', closing.happen);
  return {
    post(message) {
      // A failed write means that the other process is gone, which `disconnect` reports.
      if (pipe.connected) pipe.send?.(message, () => undefined);
    },
    onMessage: (listener) => void pipe.on('message', listener),
    onClose: (listener) => void closing.onClose(listener),
    close() {
      if (pipe.connected) pipe.disconnect?.();
    },
  };
}
