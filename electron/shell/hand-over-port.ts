import { ipcRenderer } from 'electron';
import { ASK_FOR_PORT, HERE_IS_PORT } from '../../shared/rpc/page-handshake.ts';
import { PORT_CHANNEL } from './port-channel.ts';

/** The part of the page's window that the preload uses; electron/ has no DOM types, and needs no more than this. */
interface PageWindow {
  readonly location: { readonly origin: string };
  readonly MessageChannel: new () => { readonly port1: unknown; readonly port2: never };
  addEventListener(
    type: 'message',
    listener: (event: { source: unknown; origin: string; data: unknown }) => void,
  ): void;
  postMessage(message: unknown, targetOrigin: string, transfer: unknown[]): void;
}

/**
 * When the page asks, makes a message channel, gives one end to main and the other to the page. Nothing else is exposed
 * to the page.
 */
export function handOverPort(): void {
  const page = globalThis as unknown as PageWindow;
  page.addEventListener('message', (event) => {
    if (event.source !== page || event.origin !== page.location.origin || event.data !== ASK_FOR_PORT) return;
    const { port1, port2 } = new page.MessageChannel();
    ipcRenderer.postMessage(PORT_CHANNEL, null, [port2]);
    page.postMessage(HERE_IS_PORT, page.location.origin, [port1]);
  });
}
