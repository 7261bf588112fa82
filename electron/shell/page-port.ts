import { ipcMain, type BrowserWindow, type IpcMainEvent } from 'electron';
import { electronPortTransport } from '../../shared/rpc/port.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { isFromPage } from './page-rules.ts';
import { PORT_CHANNEL } from './port-channel.ts';

/**
 * Gives the page in `window` its connection: the preload hands over one end of a message channel, `connect` gets the
 * other. Only the main frame of this window, on our own origin, is heard. The connection of a page that is loaded anew
 * closes by itself.
 */
export function acceptPagePort(window: BrowserWindow, connect: (transport: Transport) => void): void {
  const accept = (event: IpcMainEvent) => {
    const [port] = event.ports;
    if (!port) return;
    if (isFromPage(event, window)) connect(electronPortTransport(port));
    else port.close();
  };
  ipcMain.on(PORT_CHANNEL, accept);
  window.once('closed', () => ipcMain.off(PORT_CHANNEL, accept));
}
