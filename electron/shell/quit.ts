import { app, BrowserWindow } from 'electron';
import type { Logger } from '../environment.ts';

/**
 * Milliseconds until the program ends even if the services have not stopped. They have a time limit of their own, which
 * is shorter.
 */
const PATIENCE = 15_000;

/** Ends the program only when `stop` has brought the run in progress to a checkpoint. The windows go at once. */
export function stopBeforeQuit(stop: () => Promise<void>, log: Logger): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running';
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (state === 'stopped') return;
    event.preventDefault();
    if (state === 'stopping') return;
    state = 'stopping';
    for (const window of BrowserWindow.getAllWindows()) window.hide();
    const stopped = stop().catch((thrown: unknown) => log.error('stop', { thrown: String(thrown) }));
    void Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, PATIENCE))]).then(() => {
      state = 'stopped';
      app.quit();
    });
  });
}
