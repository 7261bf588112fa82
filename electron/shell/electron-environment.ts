import path from 'node:path';
import { app, BrowserWindow, shell } from 'electron';
import type { AppLayout } from '../hosts/app-layout.ts';
import type { Drops, HostEnvironment, OpenedFiles } from '../environment.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { EditCommand } from '../../shared/contract/events.ts';
import type { Emitter } from '../../shared/emitter.ts';
import { electronDialogs } from './dialogs.ts';
import { launchElectronReader, launchElectronWorker } from './electron-helpers.ts';
import { launchElectronTrainer } from './electron-trainer.ts';
import { updateInstaller } from './install-update.ts';
import type { ShellWords } from './words.ts';

/** What services get under Electron. `app.locale` is the program's own; the system's languages come first. */
export function electronEnvironment(
  layout: AppLayout,
  storageFolder: string,
  { log, hidePaths }: Pick<HostEnvironment, 'log' | 'hidePaths'>,
  edits: Emitter<EditCommand>,
  drops: Drops,
  opened: OpenedFiles,
  words: () => ShellWords,
): HostEnvironment {
  return {
    host: 'electron',
    version: layout.version,
    packageFormat: layout.packageFormat,
    commandLine: layout.commandLine,
    storageFolder,
    shippedFolder: layout.models,
    libraryFolder: null,
    systemLanguage: app.getPreferredSystemLanguages()[0] ?? app.getLocale(),
    mnistFolder: process.env['INKSTONE_MNIST_DIR'] || null,
    launchTrainer: (backend) => launchElectronTrainer(layout.trainer, backend, log),
    launchReader: () => launchElectronReader(layout.reader, log),
    launchWorker: () => launchElectronWorker(layout.worker, log),
    now: () => Date.now(),
    log,
    hidePaths,
    dialogs: electronDialogs(() => BrowserWindow.getAllWindows()[0] ?? null, words),
    drops,
    opened,
    async reveal(folder) {
      const problem = await shell.openPath(path.resolve(folder));
      if (problem) throw new AppError('storage-failed', { reason: problem });
    },
    installUpdate: updateInstaller(layout.packageFormat),
    onEdit: (listener) => edits.on(listener),
  };
}
