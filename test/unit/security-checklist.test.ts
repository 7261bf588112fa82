import { EventEmitter } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserWindow, IpcMainEvent, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { pageHeaders } from '../../electron/hosts/page-headers.ts';
import { APP_ORIGIN, APP_PRIVILEGES } from '../../electron/shell/app-files.ts';
import { guardContents, isFromPage, mayHave, mayLoad, windowPreferences } from '../../electron/shell/page-rules.ts';
import { repositoryRoot } from '../fixtures/folders.ts';

// Electron's security checklist (electronjs.org/docs/latest/tutorial/security), point by point. What only a window shows is tried in
// e2e-electron/security.test.ts; docs/security.md says which test proves what.

const read = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');

/** Our sources below a folder, by their paths in the repository. */
const sources = (folder: string): [file: string, text: string][] =>
  readdirSync(path.join(repositoryRoot, folder), { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const inside = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(inside);
    return /\.(ts|vue|html)$/.test(entry.name) ? [[inside, read(inside)]] : [];
  });
const program = ['electron', 'shared', 'renderer'].flatMap(sources);
/** Files in which a word stands. */
const having = (word: RegExp): string[] => program.filter(([, text]) => word.test(text)).map(([file]) => file);

const FOREIGN = [
  'https://example.com/',
  'http://localhost:8080/',
  'file:///etc/passwd',
  'data:text/html,hello',
  'javascript:alert(1)',
  'about:blank',
  'app://elsewhere/',
  'app://inkstone.evil/',
  'app://inkstonex',
];
const preferences = windowPreferences('/preload.cjs', true);

/** A page's contents as main sees them, with what is asked of them. */
function guarded() {
  const contents = new EventEmitter() as EventEmitter & { setWindowOpenHandler(handler: unknown): void };
  let handler: (details: { url: string }) => { action: string };
  contents.setWindowOpenHandler = (given) => void (handler = given as typeof handler);
  guardContents(contents as unknown as WebContents);
  /** Whether an event is held back. */
  const refuses = (name: string, url: string): boolean => {
    let prevented = false;
    contents.emit(name, { url, preventDefault: () => (prevented = true) }, url);
    return prevented;
  };
  return { refuses, opens: (url: string) => handler({ url }).action };
}

describe('Electron’s security checklist', () => {
  it('1: loads only what is secure: the program’s own files', () => {
    for (const url of [...FOREIGN, 'ws://localhost/', 'devtools://x', 'chrome-extension://x/y'])
      expect(mayLoad(url, true), url).toBe(false);
    expect(mayLoad(`${APP_ORIGIN}/assets/x.js`, true)).toBe(true);
    expect(mayLoad('devtools://devtools/x', false)).toBe(true);
    expect(mayLoad('https://example.com/', false)).toBe(false);
  });

  it('2, 3, 4: the one window has no Node, and is isolated and sandboxed', () => {
    expect(preferences).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      contextIsolation: true,
      sandbox: true,
    });
    expect(having(/new (BrowserWindow|BrowserView|WebContentsView)\(/)).toEqual(['electron/shell/main-window.ts']);
    expect(read('electron/shell/main-window.ts')).toContain(
      'webPreferences: windowPreferences(preload, app.isPackaged)',
    );
    expect(read('electron/shell/run-shell.ts')).toMatch(
      /if \(!app\.commandLine\.hasSwitch\('no-sandbox'\)\) app\.enableSandbox\(\)/,
    );
  });

  const ours = { urls: [`${APP_ORIGIN}/`], isMainFrame: true };

  it('5: a page gets no permission but to write to the clipboard and, for its main frame, the camera', () => {
    const permissions = [
      'display-capture',
      'geolocation',
      'notifications',
      'midi',
      'clipboard-read',
      'fullscreen',
      'openExternal',
      'hid',
      'serial',
      'usb',
    ];
    for (const permission of permissions)
      expect(mayHave(permission, { ...ours, media: ['video'] }), permission).toBe(false);
    expect(mayHave('clipboard-sanitized-write', ours)).toBe(true);
    for (const url of FOREIGN) {
      expect(mayHave('clipboard-sanitized-write', { ...ours, urls: [url] }), url).toBe(false);
      // A page of ours within which, or out of which, somebody else asks.
      expect(mayHave('media', { urls: [`${APP_ORIGIN}/`, url], isMainFrame: true, media: ['video'] }), url).toBe(false);
    }
    expect(mayHave('clipboard-sanitized-write', { ...ours, urls: [] })).toBe(false);
    expect(read('electron/shell/guard.ts')).toMatch(
      /setPermissionRequestHandler[^]*setPermissionCheckHandler[^]*setDevicePermissionHandler\(\(\) => false\)/,
    );
  });

  it('5: the camera is never given with the microphone, nor instead of a screen, nor to a frame', () => {
    expect(mayHave('media', { ...ours, media: ['video'] })).toBe(true);
    for (const media of [undefined, [], ['audio'], ['video', 'audio'], ['audio', 'video'], ['unknown'], ['screen']])
      expect(mayHave('media', { ...ours, media }), String(media)).toBe(false);
    expect(mayHave('media', { ...ours, isMainFrame: false, media: ['video'] })).toBe(false);
    // In a browser the page's own header says so, and the browser asks its user.
    const policy = pageHeaders()['Permissions-Policy']!;
    expect(policy.split(', ').filter((feature) => !feature.endsWith('=()'))).toEqual(['camera=(self)']);
    for (const feature of ['microphone', 'display-capture', 'geolocation', 'usb', 'serial', 'hid'])
      expect(policy.split(', ')).toContain(`${feature}=()`);
    // Nobody asks for sound.
    expect(having(/audio: true|getDisplayMedia/)).toEqual([]);
  });

  it('5: macOS asks for the camera in both languages, and for nothing else', () => {
    const key = 'NSCameraUsageDescription';
    const config = read('electron-builder.yml');
    expect(config).toMatch(new RegExp(`^ {2}extendInfo:\\n {4}${key}: .+\\n {2}#`, 'm'));
    expect(config).toContain('from: resources/mac/InfoPlist-zh.strings\n      to: zh_CN.lproj/InfoPlist.strings');
    expect(read('resources/mac/InfoPlist-zh.strings')).toMatch(new RegExp(`^"${key}" = "[^"]+";\\n$`));
    const entitled = [...read('resources/mac/entitlements.plist').matchAll(/security\.device\.(\w+)/g)];
    expect(entitled.map(([, device]) => device)).toEqual(['camera']);
  });

  it('6, 8, 9, 10: web security is on, and nothing insecure or experimental is turned on', () => {
    expect(preferences.webSecurity).toBe(true);
    // The whole list: what is not named is Electron's default.
    expect(Object.keys(preferences).sort()).toEqual([
      'contextIsolation',
      'devTools',
      'nodeIntegration',
      'nodeIntegrationInSubFrames',
      'nodeIntegrationInWorker',
      'preload',
      'sandbox',
      'spellcheck',
      'webSecurity',
      'webviewTag',
    ]);
    expect(preferences.devTools).toBe(false);
    expect(
      having(/allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|ignore-certificate-errors/),
    ).toEqual([]);
    expect(having(/appendSwitch|appendArgument/)).toEqual([]);
  });

  it('7: the page’s policy allows nothing from elsewhere and nothing inline', () => {
    const policy = pageHeaders()['Content-Security-Policy']!;
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
    for (const directive of ['base-uri', 'form-action', 'frame-ancestors'])
      expect(policy).toContain(`${directive} 'none'`);
  });

  it('11, 12: there are no webviews, and none could be made', () => {
    expect(preferences.webviewTag).toBe(false);
    expect(having(/<webview|allowpopups/i)).toEqual([]);
    expect(guarded().refuses('will-attach-webview', 'https://example.com/')).toBe(true);
  });

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('13: a page goes nowhere else: %s', (event) => {
    const { refuses } = guarded();
    for (const url of FOREIGN) expect(refuses(event, url), url).toBe(true);
    expect(refuses(event, `${APP_ORIGIN}/#/runs`)).toBe(false);
  });

  it('14: no window is opened', () => {
    for (const url of [...FOREIGN, `${APP_ORIGIN}/`]) expect(guarded().opens(url), url).toBe('deny');
  });

  it('15: nothing is handed to other programs but a folder of the storage, and an update that was checked', () => {
    const updates = 'electron/shell/install-update.ts';
    expect(having(/openExternal|openItem/)).toEqual([]);
    expect(having(/showItemInFolder/)).toEqual([updates]);
    expect(having(/shell\.openPath/)).toEqual(['electron/shell/electron-environment.ts', updates]);
    // Signature, size and hash were looked at: see services/updates.
    expect(having(/installUpdate\(/).filter((file) => file.startsWith('electron/services'))).toEqual([
      'electron/services/updates/updates.ts',
    ]);
    // No call brings a path: what is revealed is the host's own folder.
    expect(having(/\breveal\(/).filter((file) => file.startsWith('electron/services'))).toEqual([
      'electron/services/reports/reports.ts',
      'electron/services/storage/storage.ts',
    ]);
  });

  it('16: the Electron that ships is one exact version', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> };
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version: string }> };
    expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(lock.packages['node_modules/electron']!.version).toBe(devDependencies['electron']);
  });

  it('17: every message is heard only from our page, from its main frame', () => {
    const mainFrame = { url: `${APP_ORIGIN}/#/draw` };
    const webContents = { mainFrame };
    const window = (isDestroyed = false) =>
      ({ isDestroyed: () => isDestroyed, webContents }) as unknown as BrowserWindow;
    const hears = (sender: unknown, senderFrame: unknown, destroyed = false): boolean =>
      isFromPage({ sender, senderFrame } as unknown as IpcMainEvent, window(destroyed));
    expect(hears(webContents, mainFrame)).toBe(true);
    expect(hears({ mainFrame }, mainFrame)).toBe(false);
    expect(hears(webContents, { ...mainFrame })).toBe(false);
    expect(hears(webContents, null)).toBe(false);
    expect(hears(webContents, mainFrame, true)).toBe(false);
    for (const url of FOREIGN) {
      const frame = { url };
      const contents = { mainFrame: frame };
      const elsewhere = { isDestroyed: () => false, webContents: contents } as unknown as BrowserWindow;
      const event = { sender: contents, senderFrame: frame } as unknown as IpcMainEvent;
      expect(isFromPage(event, elsewhere), url).toBe(false);
    }
    // Whoever listens to pages asks this first.
    const listening = having(/ipcMain\.(on|once|handle|handleOnce)\(/);
    expect(listening).toEqual(['electron/shell/page-drops.ts', 'electron/shell/page-port.ts']);
    for (const file of listening) expect(read(file)).toContain('isFromPage(event, window)');
  });

  it('18: pages come by a scheme of our own, never from file:', () => {
    expect(having(/\.loadFile\(/)).toEqual([]);
    const loaded = program.flatMap(([, text]) => text.match(/\.loadURL\(.*/g) ?? []);
    expect(loaded).toEqual(['.loadURL(`${APP_ORIGIN}/`);']);
    expect(APP_PRIVILEGES).toEqual({ standard: true, secure: true, supportFetchAPI: true, codeCache: true });
  });

  it('19: the fuses of the packed program are set', () => {
    const [, block = ''] = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(read('electron-builder.yml')) ?? [];
    expect(
      Object.fromEntries(
        [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, on]) => [name, on === 'true']),
      ),
    ).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
    });
  });

  it('20: nothing of Electron is exposed to the page', () => {
    expect(having(/contextBridge|exposeInMainWorld|executeJavaScript/)).toEqual([]);
    expect(read('electron/preload.ts').match(/from '(.*)'/g)).toEqual([
      "from './shell/hand-over-drops.ts'",
      "from './shell/hand-over-port.ts'",
    ]);
    const imported = ['drops', 'port'].map((name) =>
      /import \{(.*)\} from 'electron'/.exec(read(`electron/shell/hand-over-${name}.ts`))![1]!.trim(),
    );
    expect(imported).toEqual(['ipcRenderer, webUtils', 'ipcRenderer']);
  });
});

it('docs/security.md has every point, with a place and a test that are there', () => {
  const rows = [...read('docs/security.md').matchAll(/^\| (\d+) \|(.*)\|(.*)\|(.*)\|$/gm)];
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  for (const [, number, , place, proof] of rows) {
    for (const cell of [place!, proof!]) {
      const files = [...cell.matchAll(/`([\w./-]+\.(?:ts|yml|json|mjs))`/g)].map(([, file]) => file!);
      expect(files.length, `${number}: ${cell}`).toBeGreaterThan(0);
      for (const file of files) expect(existsSync(path.join(repositoryRoot, file)), file).toBe(true);
    }
  }
});
