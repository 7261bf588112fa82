import path from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { appLayout } from '../hosts/app-layout.ts';
import type { HostEnvironment } from '../environment.ts';
import { createLogger, hostLog } from '../hosts/logger.ts';
import { onParentGone } from '../hosts/stop-on-signal.ts';
import { homeFolders, storageFolder } from '../hosts/storage-folder.ts';
import type { EditCommand } from '../../shared/contract/events.ts';
import { Emitter } from '../../shared/emitter.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { LOG_FOLDER } from '../files/log-file.ts';
import { makeFolder } from '../files/make-folder.ts';
import { forgetReplaced } from '../services/updates/replace-program.ts';
import { askBeforeUnload } from './ask-before-unload.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { keepCrashDumps } from './crash-dumps.ts';
import { electronEnvironment } from './electron-environment.ts';
import { readStart, startFolder } from './file-arguments.ts';
import { handleFaults } from './faults.ts';
import { followSettings } from './follow-settings.ts';
import { guardPages } from './guard.ts';
import { createMainWindow, loadPage } from './main-window.ts';
import { createPageDrops } from './page-drops.ts';
import { collectOpenedFiles } from './opened-files.ts';
import { acceptPagePort } from './page-port.ts';
import { stopBeforeQuit } from './quit.ts';
import { wordsFor, type ShellWords } from './words.ts';

/** What the shell asks of the services. */
export interface ShellServices {
  connect(transport: Transport): void;
  /** Makes the trainer ready to read what is drawn. Never rejects. */
  warmUp(): Promise<void>;
  stop(): Promise<void>;
}

/** The desktop program from its start to its end: one instance, one window, services behind it. */
export function runShell(createServices: (environment: HostEnvironment) => Promise<ShellServices>): void {
  const terminal = (line: string): void => void process.stderr.write(line);
  let log = createLogger((line) => terminal(`${line}\n`));
  const faults = handleFaults((words) => log.error('fault', { words }), process.env['INKSTONE_TEST'] === '1');
  const homes = homeFolders();
  const storage = storageFolder(process.env, process.platform, homes);
  const kept = hostLog(terminal, storage, homes);
  log = kept.log;
  // Chromium's own files lie beside the runs, so that one folder is one studio: one lock, one set of settings.
  const profile = path.join(storage, 'window');
  makeFolder(profile, 0o700);
  app.setPath('userData', profile);
  const { files, shorter } = readStart(process.argv, startFolder(), app.isPackaged ? null : app.getAppPath());
  if (shorter) {
    app.relaunch({ args: [...shorter] });
    app.exit(0);
    return;
  }
  if (!app.requestSingleInstanceLock({ files })) {
    app.exit(0);
    return;
  }
  const { electron, chrome } = process.versions;
  log.info('window', { version: app.getVersion(), electron, chrome, pid: process.pid });
  keepCrashDumps(path.join(storage, LOG_FOLDER), log);
  // Chromium cannot sandbox for root (containers, tests), so root starts us with --no-sandbox, and enabling the sandbox
  // here would crash.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerAppScheme();
  const opened = collectOpenedFiles(files, log);

  let window: BrowserWindow | null = null;
  let quitting = false;
  app.once('before-quit', () => (quitting = true));
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });

  void app.whenReady().then(async () => {
    const layout = appLayout(app.getAppPath(), app.isPackaged ? process.resourcesPath : null);
    guardPages();
    serveApp(layout.renderer);
    const edits = new Emitter<EditCommand>((thrown) => log.error('edit', { thrown: String(thrown) }));
    const drops = createPageDrops();
    // The page is loaded while the services open: it waits for its connection, and nobody sees it before.
    let words = (): ShellWords => wordsFor(app.getLocale());
    let showPage = (): void => undefined;
    const settled = new Promise<void>((resolve) => (showPage = resolve));
    window = createMainWindow(layout.preload, log, settled);
    askBeforeUnload(
      window,
      () => words(),
      () => quitting,
    );
    drops.accept(window);
    const loading = loadPage(window).catch((thrown: unknown) => {
      // If the program was told to end meanwhile, its window is gone: that is no error.
      if (!quitting) throw thrown;
    });
    const opening = createServices(electronEnvironment(layout, storage, kept, edits, drops, opened, () => words()));
    const early: Transport[] = [];
    let connect = (transport: Transport): void => void early.push(transport);
    acceptPagePort(window, (transport) => connect(transport));
    stopBeforeQuit(() => opening.then((open) => open.stop()), log);
    onParentGone(() => app.quit());
    const services = await opening;
    connect = (transport) => services.connect(transport);
    early.forEach(connect);
    void services.warmUp();
    words = await followSettings(connect, (command) => edits.emit(command));
    showPage();
    await loading;
    faults.started();
    if (layout.packageFormat === 'AppImage') await forgetReplaced(process.env['APPIMAGE']!);
  });
}
