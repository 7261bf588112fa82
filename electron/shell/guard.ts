import { app, session, type WebContents } from 'electron';
import { APP_ORIGIN } from './app-files.ts';

/** Writing to the clipboard after a click ("copy details") is the one thing that a page may ask for. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

const isOurs = (url: string) => url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);

/**
 * Before any window: no page of this program leaves its own origin, opens a window, embeds a webview, gets a permission
 * or reaches the network, whatever happens inside it. Call once the app is ready.
 */
export function guardPages(): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  const pages = session.defaultSession;
  pages.setPermissionRequestHandler((contents, permission, answer) =>
    answer(permission === ALLOWED_PERMISSION && isOurs(contents.getURL())),
  );
  pages.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === ALLOWED_PERMISSION && isOurs(origin),
  );
  pages.setDevicePermissionHandler(() => false);
  pages.on('will-download', (event) => event.preventDefault());
  // The content security policy says the same to our page; this says it to whatever else might ever be loaded.
  pages.webRequest.onBeforeRequest((request, answer) => {
    answer({ cancel: !isOurs(request.url) && !/^(devtools|blob|chrome-extension):/.test(request.url) });
  });
}

function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event, url) => {
    if (!isOurs(url)) event.preventDefault();
  });
  contents.on('will-redirect', (event, url) => {
    if (!isOurs(url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
