import { app, session, systemPreferences } from 'electron';
import { guardContents, mayHave, mayLoad } from './page-rules.ts';

/**
 * Before any window: no page of this program leaves its own origin, opens a window, embeds a webview, gets a permission
 * beyond those of `mayHave`, or reaches the network, whatever happens inside it. Call once the app is ready.
 */
export function guardPages(): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  const pages = session.defaultSession;
  pages.setPermissionRequestHandler((contents, permission, answer, details) => {
    const { requestingUrl, isMainFrame } = details;
    const media = 'mediaTypes' in details ? details.mediaTypes : undefined;
    const may = mayHave(permission, { urls: [contents.getURL(), requestingUrl], isMainFrame, media });
    if (may && permission === 'media') void systemGivesCamera().then(answer);
    else answer(may);
  });
  pages.setPermissionCheckHandler((_contents, permission, origin, { requestingUrl = origin, isMainFrame, mediaType }) =>
    mayHave(permission, { urls: [origin, requestingUrl], isMainFrame, media: mediaType && [mediaType] }),
  );
  pages.setDevicePermissionHandler(() => false);
  pages.on('will-download', (event) => event.preventDefault());
  // The content security policy says the same to our page; this says it to whatever else might ever be loaded.
  pages.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !mayLoad(request.url, app.isPackaged) }));
}

/** macOS asks its user once, and remembers; elsewhere opening the camera shows what the system says. */
const systemGivesCamera = (): Promise<boolean> =>
  process.platform === 'darwin'
    ? systemPreferences.askForMediaAccess('camera').catch(() => false)
    : Promise.resolve(true);
