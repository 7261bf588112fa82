import path from 'node:path';
import { app, BrowserWindow, nativeTheme } from 'electron';
import type { Logger } from '../environment.ts';
import { APP_ORIGIN } from './app-files.ts';
import { windowPreferences } from './page-rules.ts';
import { keepWindowState, readWindowState } from './window-state.ts';

/** --paper of the page's two themes, so that the window does not flash before the page is drawn. */
const PAPER = { light: '#fbfaf7', dark: '#131417' } as const;

/** A page that crashes more often than this within a minute is not loaded again. */
const MAXIMAL_CRASHES = 3;

const paper = (): string => (nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light);

/**
 * The studio's one window: sandboxed, isolated, without Node. Shown once its page has something to show and `settled` has resolved: then
 * the theme is as the settings say.
 */
export function createMainWindow(preload: string, log: Logger, settled: Promise<void>): BrowserWindow {
  const stateFile = path.join(app.getPath('userData'), 'window.json');
  const state = readWindowState(stateFile);
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...state?.bounds,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Inkstone',
    backgroundColor: paper(),
    autoHideMenuBar: true,
    webPreferences: windowPreferences(preload, app.isPackaged),
  });
  keepWindowState(window, stateFile);
  const drawn = new Promise<void>((resolve) => window.once('ready-to-show', resolve));
  void Promise.all([drawn, settled]).then(() => {
    if (window.isDestroyed()) return;
    window.setBackgroundColor(paper());
    if (state?.maximized) window.maximize();
    else window.show();
  });
  reloadAfterCrash(window, log);
  tellHangs(window, log);
  return window;
}

export async function loadPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(`${APP_ORIGIN}/`);
}

/** What the page cannot tell itself. */
function tellHangs(window: BrowserWindow, log: Logger): void {
  window.on('unresponsive', () => log.warn('page hangs'));
  window.on('responsive', () => log.info('page answers again'));
  window.webContents.on('preload-error', (_event, _file, error) => log.error('preload', { error: error.stack }));
}

/** The page holds nothing that the host does not: loaded anew, it shows the run as it is now. */
function reloadAfterCrash(window: BrowserWindow, log: Logger): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.error('page gone', { reason, exitCode });
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < 60_000), now];
    if (crashes.length <= MAXIMAL_CRASHES) window.webContents.reload();
  });
}
