import { app, session } from 'electron';
import { guardContents, mayHave, mayLoad } from './page-rules.ts';

/**
 * Before any window: no page of this program leaves its own origin, opens a window, embeds a webview, gets a permission
 * or reaches the network, whatever happens inside it. Call once the app is ready.
 */
export function guardPages(): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  const pages = session.defaultSession;
  pages.setPermissionRequestHandler((contents, permission, answer) => answer(mayHave(permission, contents.getURL())));
  pages.setPermissionCheckHandler((_contents, permission, origin) => mayHave(permission, origin));
  pages.setDevicePermissionHandler(() => false);
  pages.on('will-download', (event) => event.preventDefault());
  // The content security policy says the same to our page; this says it to whatever else might ever be loaded.
  pages.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !mayLoad(request.url, app.isPackaged) }));
}
