import { ipcRenderer, webUtils } from 'electron';
import { HERE_IS_DROP, type DropMessage } from '../../shared/rpc/page-handshake.ts';
import { pathOfFile } from './compat.ts';
import { DROP_CHANNEL } from './port-channel.ts';

/** The part of the page's window that the preload uses; electron/ has no DOM types, and needs no more than this. */
interface PageWindow {
  readonly location: { readonly origin: string };
  addEventListener(type: 'drop', listener: (event: PageDrop) => void, capture: true): void;
  postMessage(message: DropMessage, targetOrigin: string): void;
}

interface PageDrop {
  readonly isTrusted: boolean;
  readonly dataTransfer: { readonly files: Iterable<object> } | null;
}

/**
 * Tells main of files that a user drops on the page, by their paths, and the page by what main calls the drop. The page
 * never sees a path and cannot name one: a File that it makes itself has no path.
 */
export function handOverDrops(): void {
  const page = globalThis as unknown as PageWindow;
  const tell = (drop: string | null): void => page.postMessage({ type: HERE_IS_DROP, drop }, page.location.origin);
  const hear = ({ isTrusted, dataTransfer }: PageDrop): void => {
    if (!isTrusted) return;
    const paths = Array.from(dataTransfer?.files ?? [], (file) => pathOfFile(webUtils, file));
    // A picture out of another page has no path: its bytes are uploaded.
    if (paths.length === 0 || paths.includes('')) return tell(null);
    (ipcRenderer.invoke(DROP_CHANNEL, paths) as Promise<string | null>).then(tell, () => tell(null));
  };
  page.addEventListener('drop', hear, true);
}
