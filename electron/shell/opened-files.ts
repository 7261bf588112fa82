import { app } from 'electron';
import { Emitter } from '../../shared/emitter.ts';
import type { Logger, OpenedFiles } from '../environment.ts';
import { handedFiles } from './file-arguments.ts';

/** Files that wait for a window to take them; further ones are not taken. */
const MOST = 64;

/**
 * Collects the files that the studio is to open: of this start's command line (`first`), of later starts, and those that macOS tells. To
 * be called before the app is ready.
 */
export function collectOpenedFiles(first: readonly string[], log: Logger): OpenedFiles {
  const waiting: string[] = [...first];
  const arrived = new Emitter<null>((thrown) => log.error('opened', { thrown: String(thrown) }));
  const add = (files: readonly string[]): void => {
    if (files.length === 0) return;
    waiting.push(...files.slice(0, MOST - waiting.length));
    arrived.emit(null);
  };
  app.on('second-instance', (_event, _argv, _cwd, data) => add(handedFiles(data)));
  app.on('open-file', (event, file) => {
    event.preventDefault();
    add(handedFiles({ files: [file] }));
  });
  return { take: () => waiting.splice(0), onArrived: (listener) => arrived.on(listener) };
}
