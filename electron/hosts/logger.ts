import path from 'node:path';
import { terminalJson, terminalLine } from '../../shared/words/terminal-text.ts';
import type { Logger } from '../environment.ts';
import { LOG_FOLDER, openLogFile } from '../files/log-file.ts';
import { hideOwnIds, hidePaths, type PrivateFolder } from '../files/private-paths.ts';

/** One line for each message, facts as JSON after it. `write` gets it without its end. */
export function createLogger(write: (line: string) => void): Logger {
  const at = (level: string) => (message: string, facts?: Record<string, unknown>) =>
    write(`${new Date().toISOString()} ${level} ${terminalLine(message)}${facts ? ` ${terminalJson(facts)}` : ''}`);
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/**
 * A host's log: on the terminal, where `terminal` writes (stderr, so that stdout stays the program's answer), and in the storage, where
 * it is kept for "report a problem": there the user's folders have short names, and ids do not tell names.
 */
export function hostLog(
  terminal: (line: string) => void,
  storageFolder: string,
  homes: readonly string[],
): { log: Logger; hidePaths: (text: string) => string } {
  const file = openLogFile(path.join(storageFolder, LOG_FOLDER));
  const withoutFolders = hidePaths(privateFolders(storageFolder, homes), process.platform);
  const hide = (text: string): string => hideOwnIds(withoutFolders(text));
  const log = createLogger((line) => {
    terminal(`${line}\n`);
    file.write(hide(line));
  });
  return { log, hidePaths: hide };
}

/** Has an error that nothing catches leave a word in the log of a plain Node host, which it ends as ever. */
export function logUncaught(log: Logger): void {
  process.on('uncaughtExceptionMonitor', (thrown) => log.error('fault', { words: thrown.stack ?? String(thrown) }));
}

/** The folders whose paths tell who the user is: the home folder, and a storage that lies elsewhere. */
export function privateFolders(storageFolder: string, homes: readonly string[]): PrivateFolder[] {
  const own = [...new Set(homes.filter((home) => path.isAbsolute(home)))].sort((a, b) => b.length - a.length);
  const isInside = own.some((home) => storageFolder.startsWith(path.join(home, path.sep)));
  return [
    ...(isInside ? [] : [{ path: storageFolder, as: '[storage]' }]),
    ...own.map((home) => ({ path: home, as: '~' })),
  ];
}
