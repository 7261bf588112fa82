import process from 'node:process';
import { appLayout } from './app-layout.ts';
import type { HostEnvironment } from '../environment.ts';
import { hostLog } from './logger.ts';
import { launchNodeReader, launchNodeWorker } from './node-helper-child.ts';
import { launchNodeTrainer } from './node-trainer-child.ts';
import { homeFolders, storageFolder } from './storage-folder.ts';

/**
 * What services get from a plain Node host. `root` is the folder of package.json; `terminal` writes what the log says, beside its
 * file. Throws `home-missing`.
 */
export function nodeEnvironment(host: 'web' | 'cli', root: string, terminal: (line: string) => void): HostEnvironment {
  const layout = appLayout(root);
  const { env } = process;
  const homes = homeFolders();
  const storage = storageFolder(env, process.platform, homes);
  const { log, hidePaths } = hostLog(terminal, storage, homes);
  return {
    host,
    version: layout.version,
    packageFormat: layout.packageFormat,
    commandLine: layout.commandLine,
    storageFolder: storage,
    shippedFolder: layout.models,
    libraryFolder: null,
    systemLanguage: systemLanguage(env),
    mnistFolder: env['INKSTONE_MNIST_DIR'] || null,
    launchTrainer: () => launchNodeTrainer({ script: layout.trainer, log }),
    launchReader: () => launchNodeReader({ script: layout.reader, log }),
    launchWorker: () => launchNodeWorker({ script: layout.worker, log }),
    now: () => Date.now(),
    log,
    hidePaths,
    dialogs: null,
    drops: null,
    opened: null,
    reveal: null,
    installUpdate: null,
    onEdit: null,
  };
}

/** The language that the terminal speaks; an empty variable says nothing. */
export const systemLanguage = (env: NodeJS.ProcessEnv): string =>
  env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || new Intl.DateTimeFormat().resolvedOptions().locale;
