import { app, crashReporter } from 'electron';
import type { Logger } from '../environment.ts';
import { crashFolder, pruneCrashDumps } from '../files/crash-dumps.ts';
import { makeFolder } from '../files/make-folder.ts';

/**
 * Has Chromium write a memory image of a process of ours that crashes into the log's folder, and tells the log of it. Nothing is sent
 * anywhere. Before the app is ready. Without a folder to write to there are no images, and that is all.
 */
export function keepCrashDumps(logFolder: string, log: Logger): void {
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    // What we end ourselves has its word in the log elsewhere.
    if (reason !== 'clean-exit' && reason !== 'killed') log.error('process gone', { type, name, reason, exitCode });
  });
  try {
    const folder = crashFolder(logFolder);
    makeFolder(folder, 0o700);
    app.setPath('crashDumps', folder);
    crashReporter.start({ uploadToServer: false });
  } catch (thrown) {
    log.warn('no crash dumps', { thrown: String(thrown) });
  }
  void pruneCrashDumps(logFolder);
}
