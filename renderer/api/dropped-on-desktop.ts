import { HERE_IS_DROP, type DropMessage } from '../../shared/rpc/page-handshake.ts';

/**
 * To be called while a drop is handled. Resolves with the name that the desktop's preload gives to the drop, for
 * `files.dropped`. Null in a browser, and for files without a path on this machine's disk, whose bytes have to be
 * uploaded.
 */
export function droppedOnDesktop(event: DragEvent): Promise<string | null> {
  if (location.protocol !== 'app:' || !event.isTrusted) return Promise.resolve(null);
  return new Promise((resolve) => {
    window.addEventListener('message', function receive({ source, data }: MessageEvent<DropMessage | undefined>) {
      if (source !== window || data?.type !== HERE_IS_DROP) return;
      window.removeEventListener('message', receive);
      resolve(data.drop);
    });
  });
}
