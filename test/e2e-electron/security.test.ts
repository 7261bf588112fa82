import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mediaOf } from '../fixtures/camera-user.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { callFromPage } from '../fixtures/page-call.ts';
import { launchStudio, type Studio } from '../fixtures/electron.ts';
import { PORT_CHANNEL } from '../../electron/shell/port-channel.ts';

let studio: Studio;
beforeAll(async () => {
  // Chromium's own camera and microphone: what is refused is not refused because there is none.
  studio = await launchStudio({ args: ['--use-fake-device-for-media-stream'] });
});
afterAll(() => studio?.close());

/** Runs in the page: does `attempt`, and returns the directive of the policy that it violates. Comes to no end if there is none. */
async function violation(attempt: string): Promise<string> {
  return studio.page.evaluate(async (source) => {
    const seen = new Promise<string>((resolve) =>
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
        once: true,
      }),
    );
    const body = document.body;
    const attempts: Record<string, () => unknown> = {
      'inline script': () =>
        body.append(Object.assign(document.createElement('script'), { textContent: 'window.broken = true' })),
      'inline handler': () => {
        const button = document.createElement('button');
        button.setAttribute('onclick', 'window.broken = true');
        body.append(button);
        button.click();
        button.remove();
      },
      'inline style': () =>
        body.append(Object.assign(document.createElement('style'), { textContent: 'body { color: red }' })),
      'javascript: link': () =>
        Object.assign(document.createElement('a'), { href: 'javascript:void(window.broken = true)' }).click(),
      // Later, because what the debugger itself runs may use eval.
      eval: () => setTimeout(() => new Function('window.broken = true')()),
      'foreign script': () =>
        body.append(Object.assign(document.createElement('script'), { src: 'https://example.com/x.js' })),
      frame: () => body.append(Object.assign(document.createElement('iframe'), { src: 'data:text/html,hello' })),
      object: () => body.append(Object.assign(document.createElement('object'), { data: 'data:text/html,hello' })),
      base: () => document.head.append(Object.assign(document.createElement('base'), { href: 'https://example.com/' })),
      form: () => {
        const form = Object.assign(document.createElement('form'), { action: 'https://example.com/' });
        body.append(form);
        form.submit();
      },
      'foreign fetch': () => fetch('https://example.com/').catch(() => undefined),
    };
    await attempts[source]!();
    return seen;
  }, attempt);
}

describe('the window', () => {
  it('is sandboxed and isolated, without Node and webviews', async () => {
    const preferences = await studio.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents;
      return (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
    });
  });

  it('gives the page nothing of Node or Electron', async () => {
    const kinds = await studio.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].map(
        (name) => typeof (window as never)[name],
      ),
    );
    expect(new Set(kinds)).toEqual(new Set(['undefined']));
  });

  it('has started without a violation of its own policy', () => {
    expect(studio.problems).toEqual([]);
  });
});

describe('the content security policy', () => {
  it.each([
    ['inline script', 'script-src-elem'],
    ['inline handler', 'script-src-attr'],
    ['inline style', 'style-src-elem'],
    ['javascript: link', 'script-src-elem'],
    ['eval', 'script-src'],
    ['foreign script', 'script-src-elem'],
    ['frame', 'frame-src'],
    ['object', 'object-src'],
    ['base', 'base-uri'],
    ['form', 'form-action'],
    ['foreign fetch', 'connect-src'],
  ])('refuses: %s', async (attempt, directive) => {
    expect(await violation(attempt)).toBe(directive);
    expect(await studio.page.evaluate(() => 'broken' in window)).toBe(false);
  });

  it('names no unsafe source', async () => {
    const policy = await studio.page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
  });
});

describe('the page stays where it is', () => {
  const here = 'app://inkstone/';

  it.each(['https://example.com/', 'file:///etc/passwd', 'data:text/html,hello', 'app://elsewhere/'])(
    'cannot navigate to %s',
    async (address) => {
      // Refused by main, or by Chromium, which asks nobody and says so in the page.
      await studio.app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]!.webContents;
        const refused = new Promise((resolve) =>
          contents.once('will-navigate', (event) => resolve(event.defaultPrevented)),
        );
        Object.assign(globalThis, { refused });
      });
      const said = studio.page
        .waitForEvent('console', { predicate: (message) => /not allowed/i.test(message.text()), timeout: 0 })
        .then(() => true);
      await studio.page.evaluate((to) => void (location.href = to), address);
      const refused = studio.app.evaluate(() => (globalThis as unknown as { refused: Promise<boolean> }).refused);
      // The one of the two that does not come ends with the window.
      const answers = [said, refused].map((answer) => answer.catch(() => false));
      expect(await Promise.race(answers)).toBe(true);
      expect(
        await studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getURL()),
      ).toMatch(here);
    },
  );

  it.each(['https://example.com/', 'app://inkstone/', 'about:blank'])('cannot open a window on %s', async (address) => {
    expect(await studio.page.evaluate((to) => window.open(to), address)).toBeNull();
    expect(await studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('cannot embed a webview', async () => {
    const attached = await studio.page.evaluate(() => {
      const webview = Object.assign(document.createElement('webview'), { src: 'https://example.com/' });
      document.body.append(webview);
      return 'getWebContentsId' in webview;
    });
    expect(attached).toBe(false);
    expect(await studio.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  });
});

describe('what a page may ask the system for', () => {
  it('gets no permission', async () => {
    const answers = await studio.page.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      microphone: (await navigator.permissions.query({ name: 'microphone' as PermissionName })).state,
      geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
      clipboard: await navigator.clipboard.readText().then(
        () => 'granted',
        () => 'denied',
      ),
      screen: await navigator.mediaDevices.getDisplayMedia({ video: true }).then(
        () => 'granted',
        () => 'denied',
      ),
    }));
    expect(new Set(Object.values(answers))).toEqual(new Set(['denied']));
  });

  it('gets the camera', async () => {
    expect(await mediaOf(studio.page, { video: true })).toBe('video');
  });

  // The camera with what a screen's programs play: Chromium ends a page that asks for it.
  const screen = { mandatory: { chromeMediaSource: 'desktop' } };
  it.each([
    ['the microphone', { audio: true }],
    ['the microphone with the camera', { audio: true, video: true }],
    ['a screen as if it were a camera', { video: screen }],
    ['a screen with what is heard', { audio: screen, video: screen }],
  ])('does not get %s', async (_name, constraints) => {
    expect(await mediaOf(studio.page, constraints)).toMatch(/Error$/);
  });
});

describe('app://', () => {
  it('serves no file from outside the page', async () => {
    const statuses = await studio.page.evaluate(async () => {
      const paths = [
        '/../main/main.cjs',
        '/..%2fmain%2fmain.cjs',
        '/%2e%2e/main/main.cjs',
        '/..%5cmain.cjs',
        '//etc/passwd',
        '/assets',
      ];
      return Promise.all(paths.map(async (path) => (await fetch(path).catch(() => ({ status: 0 }))).status));
    });
    for (const status of statuses) expect([0, 404]).toContain(status);
  });

  it('serves the licences that lie beside the page, and their texts', async () => {
    const [count, text] = await studio.page.evaluate(async () => {
      const list = (await (await fetch('licences/index.json')).json()) as { text: string }[];
      return [list.length, await (await fetch(`licences/${list[0]!.text}`)).text()] as const;
    });
    expect(count).toBeGreaterThan(50);
    expect(text).toContain('Permission is hereby granted');
  });

  it('lets the page read no file', async () => {
    const result = await studio.page.evaluate(() =>
      fetch('file:///etc/passwd').then(
        () => 'read',
        () => 'refused',
      ),
    );
    expect(result).toBe('refused');
  });
});

describe('the connection', () => {
  /**
   * Opens a hidden window at `address` with the studio's own preload, and asks from there for a port. `refused`: main has
   * closed the port that it was handed; `answered`: the window's call over it was.
   */
  async function ask(address: string): Promise<'answered' | 'refused'> {
    return studio.app.evaluate(
      async ({ BrowserWindow, ipcMain }, { address, preload, channel }) => {
        const stranger = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true },
        });
        try {
          await stranger.loadURL(address);
          // Before the studio's own listener, so that what it does with the port is seen.
          const refused = new Promise<'refused'>((resolve) =>
            ipcMain.prependOnceListener(channel, ({ ports: [port] }) => {
              const close = port!.close.bind(port);
              port!.close = () => {
                close();
                resolve('refused');
              };
            }),
          );
          const answered = stranger.webContents.executeJavaScript(`new Promise((resolve) => {
            addEventListener('message', ({ data, ports: [port] }) => {
              if (data !== 'inkstone:here-is-port') return;
              port.onmessage = () => resolve('answered');
              port.postMessage({ kind: 'call', id: 1, name: 'app.info', input: null });
            });
            postMessage('inkstone:ask-for-port', '*');
          })`) as Promise<'answered'>;
          return await Promise.race([refused, answered]);
        } finally {
          stranger.destroy();
        }
      },
      { address, preload: path.join(repositoryRoot, 'out', 'main', 'preload.cjs'), channel: PORT_CHANNEL },
    );
  }

  it.each(['about:blank', 'app://inkstone/'])(
    'is not given to a window at %s that is not ours, even with our preload',
    async (address) => {
      expect(await ask(address)).toBe('refused');
    },
  );

  describe('and a frame in the page', () => {
    beforeAll(async () => {
      await studio.page.evaluate(() => document.body.append(document.createElement('iframe')));
    });
    afterAll(() => studio.page.evaluate(() => document.querySelector('iframe')!.remove()));

    it('has no preload that would hear it', async () => {
      const frame = studio.page.frames().find((one) => one !== studio.page.mainFrame())!;
      const answers = await frame.evaluate(async () => {
        const ports: number[] = [];
        const told = (word: string) =>
          new Promise<void>((resolve) => addEventListener('message', ({ data }) => data === word && resolve()));
        addEventListener('message', (event) => ports.push(event.ports.length));
        const [first, second] = [told('first'), told('second')];
        // A window's messages keep their order: an answer to the question would come before `second`.
        postMessage('inkstone:ask-for-port', '*');
        postMessage('first', '*');
        await first;
        postMessage('second', '*');
        await second;
        return ports;
      });
      // The question itself and the two words, nothing else, and no port.
      expect(answers).toEqual([0, 0, 0]);
    });

    it('is not heard by main, where the page beside it is', async () => {
      const heard = await studio.app.evaluate(({ BrowserWindow, ipcMain }, channel) => {
        const contents = BrowserWindow.getAllWindows()[0]!.webContents;
        const { mainFrame } = contents;
        /** Hands main a port as the preload in `frame` would. */
        const hand = (senderFrame: unknown): string[] => {
          const done: string[] = [];
          const port = {
            on: () => port,
            start: () => done.push('started'),
            close: () => done.push('closed'),
            postMessage() {},
          };
          ipcMain.emit(channel, { sender: contents, senderFrame, ports: [port] });
          return done;
        };
        const [frame] = mainFrame.frames;
        return {
          page: hand(mainFrame),
          frame: hand(frame),
          // One that got hold of the studio's own address.
          disguised: hand({ ...frame, url: mainFrame.url }),
          gone: hand(null),
        };
      }, PORT_CHANNEL);
      expect(heard).toEqual({ page: ['started'], frame: ['closed'], disguised: ['closed'], gone: ['closed'] });
    });
  });

  it('still serves the page that it was given to', async () => {
    expect(await callFromPage(studio.page, 'app.info', null)).toMatchObject({
      kind: 'result',
      value: { host: 'electron' },
    });
  });
});
