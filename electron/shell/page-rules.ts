import type { BrowserWindow, IpcMainEvent, WebContents, WebPreferences } from 'electron';
import { APP_ORIGIN } from './app-files.ts';

// What a page of this program may do. Nothing here needs Electron itself, so that each rule is tried without a window.

/** Writing to the clipboard after a click ("copy details") is the one thing that a page may ask for. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

const isOurs = (url: string): boolean => url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);

/** Whether a page at `url` gets a permission. */
export const mayHave = (permission: string, url: string): boolean => permission === ALLOWED_PERMISSION && isOurs(url);

/** Whether anything may be loaded from `url`: the page's own files, and, from a checkout, what the developer tools are made of. */
export const mayLoad = (url: string, packed: boolean): boolean =>
  isOurs(url) || url.startsWith('blob:') || (!packed && /^(devtools|chrome-extension):/.test(url));

/** The preferences of the one window. What is not named is Electron's default, which is the safe one. */
export const windowPreferences = (preload: string, packed: boolean): WebPreferences => ({
  preload,
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  webviewTag: false,
  spellcheck: false,
  devTools: !packed,
});

/** Keeps a page where it is: it goes nowhere, opens no window and embeds nothing. */
export function guardContents(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.on('will-navigate', (event, url) => {
    if (!isOurs(url)) event.preventDefault();
  });
  contents.on('will-redirect', (event, url) => {
    if (!isOurs(url)) event.preventDefault();
  });
  // Frames too; the page has none, and its policy forbids them. Electron 22 does not tell of them.
  contents.on('will-frame-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Whether a message comes from the main frame of our page in this window. */
export function isFromPage(event: Pick<IpcMainEvent, 'sender' | 'senderFrame'>, window: BrowserWindow): boolean {
  if (window.isDestroyed() || event.sender !== window.webContents) return false;
  const frame = event.senderFrame;
  return frame !== null && frame === window.webContents.mainFrame && frame.url.startsWith(`${APP_ORIGIN}/`);
}
