import { ipcMain, type BrowserWindow, type IpcMainEvent } from 'electron';
import { electronPortTransport } from '../../shared/rpc/port.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { APP_ORIGIN } from './app-files.ts';
import { PORT_CHANNEL } from './port-channel.ts';

/**
 * Gives the page in `window` its connection: the preload hands over one end of a message channel, `connect` gets the
 * other. Only the main frame of this window, on our own origin, is heard. A page that asks again (it was loaded anew)
 * loses its former connection.
 */
export function acceptPagePort(window: BrowserWindow, connect: (transport: Transport) => void): void {
  let current: Transport | null = null;
  const accept = (event: IpcMainEvent) => {
    const [port] = event.ports;
    if (!port) return;
    if (!isFromPage(event, window)) {
      port.close();
      return;
    }
    current?.close();
    current = electronPortTransport(port);
    connect(current);
  };
  ipcMain.on(PORT_CHANNEL, accept);
  window.once('closed', () => ipcMain.off(PORT_CHANNEL, accept));
}

function isFromPage(event: IpcMainEvent, window: BrowserWindow): boolean {
  if (window.isDestroyed() || event.sender !== window.webContents) return false;
  const frame = event.senderFrame;
  return frame !== null && frame === window.webContents.mainFrame && frame.url.startsWith(`${APP_ORIGIN}/`);
}
