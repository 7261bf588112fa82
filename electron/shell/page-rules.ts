import type { BrowserWindow, IpcMainEvent, WebContents, WebPreferences } from 'electron';
import { APP_ORIGIN } from './app-files.ts';

// What a page of this program may do. Nothing here needs Electron itself, so that each rule is tried without a window.

/** Writing to the clipboard after a click ("copy details"). */
const CLIPBOARD = 'clipboard-sanitized-write';
/** Camera and microphone; which of them is said beside it. */
const MEDIA = 'media';

const isOurs = (url: string): boolean => url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);

/** Who asks for a permission, as Chromium tells it. */
export interface PermissionAsker {
  /** Where the page is, and whatever else is told of the place that asks. */
  readonly urls: readonly string[];
  readonly isMainFrame: boolean;
  /** Of `media` alone: 'video' is the camera, 'audio' the microphone. A screen or a window has none. */
  readonly media?: readonly string[] | undefined;
}

/** Whether a page gets a permission: to write to the clipboard and, for the main frame, the camera without the microphone. */
export function mayHave(permission: string, { urls, isMainFrame, media = [] }: PermissionAsker): boolean {
  if (urls.length === 0 || !urls.every(isOurs)) return false;
  if (permission === MEDIA) return isMainFrame && media.length === 1 && media[0] === 'video';
  return permission === CLIPBOARD;
}

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
