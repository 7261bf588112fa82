import { protocol } from 'electron';
import { answerFile, APP_PRIVILEGES, APP_SCHEME } from './app-files.ts';
import { handleProtocol } from './compat.ts';

/** Before the app is ready: makes app:// a scheme with an origin, as https: is. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: APP_PRIVILEGES }]);
}

/** Once the app is ready: serves the built page from `folder`. */
export function serveApp(folder: string): void {
  handleProtocol(protocol, APP_SCHEME, (url) => answerFile(folder, url));
}
