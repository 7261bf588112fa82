import process from 'node:process';
import { appLayout } from './app-layout.ts';
import type { HostEnvironment, Logger } from '../environment.ts';
import { launchNodeReader, launchNodeWorker } from './node-helper-child.ts';
import { launchNodeTrainer } from './node-trainer-child.ts';
import { homeFolders, storageFolder } from './storage-folder.ts';

/** What services get from a plain Node host. `root` is the folder of package.json. */
export function nodeEnvironment(host: 'web' | 'cli', root: string, log: Logger): HostEnvironment {
  const layout = appLayout(root);
  const { env } = process;
  return {
    host,
    version: layout.version,
    commandLine: layout.commandLine,
    storageFolder: storageFolder(env, process.platform, homeFolders()),
    starterFolder: layout.starter,
    libraryFolder: null,
    systemLanguage: systemLanguage(env),
    mnistFolder: env['INKSTONE_MNIST_DIR'] || null,
    launchTrainer: () => launchNodeTrainer({ script: layout.trainer, log }),
    launchReader: () => launchNodeReader({ script: layout.reader, log }),
    launchWorker: () => launchNodeWorker({ script: layout.worker, log }),
    now: () => Date.now(),
    log,
    dialogs: null,
    drops: null,
    opened: null,
    reveal: null,
    onEdit: null,
  };
}

/** The language that the terminal speaks; an empty variable says nothing. */
export const systemLanguage = (env: NodeJS.ProcessEnv): string =>
  env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || new Intl.DateTimeFormat().resolvedOptions().locale;
