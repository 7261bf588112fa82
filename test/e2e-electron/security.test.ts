import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../fixtures/folders.ts';
import { callFromPage } from '../fixtures/page-call.ts';
import { launchStudio, type Studio } from '../fixtures/electron.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await launchStudio();
});
afterAll(() => studio?.close());

/** Runs in the page: does `attempt`, and returns the directives of the policy that were violated meanwhile. */
async function violations(attempt: string): Promise<string[]> {
  return studio.page.evaluate(async (source) => {
    const seen: string[] = [];
    const note = (event: SecurityPolicyViolationEvent) => void seen.push(event.effectiveDirective);
    document.addEventListener('securitypolicyviolation', note);
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
    await new Promise((resolve) => setTimeout(resolve, 100));
    document.removeEventListener('securitypolicyviolation', note);
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
    expect(await violations(attempt)).toContain(directive);
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
      await studio.page.evaluate((to) => void (location.href = to), address);
      await studio.page.waitForTimeout(150);
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
    const attached = await studio.page.evaluate(async () => {
      const webview = Object.assign(document.createElement('webview'), { src: 'https://example.com/' });
      document.body.append(webview);
      await new Promise((resolve) => setTimeout(resolve, 100));
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
      camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        () => 'denied',
      ),
      geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
      clipboard: await navigator.clipboard.readText().then(
        () => 'granted',
        () => 'denied',
      ),
    }));
    expect(new Set(Object.values(answers))).toEqual(new Set(['denied']));
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
  /** Opens a hidden window at `address` with the studio's own preload, and asks from there for a port. */
  async function ask(address: string): Promise<'answered' | 'silence'> {
    return studio.app.evaluate(
      async ({ BrowserWindow }, { address, preload }) => {
        const stranger = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true },
        });
        try {
          await stranger.loadURL(address);
          return (await stranger.webContents.executeJavaScript(`new Promise((resolve) => {
            addEventListener('message', ({ data, ports: [port] }) => {
              if (data !== 'inkstone:here-is-port') return;
              port.onmessage = () => resolve('answered');
              port.postMessage({ kind: 'call', id: 1, name: 'app.info', input: null });
            });
            postMessage('inkstone:ask-for-port', '*');
            setTimeout(() => resolve('silence'), 500);
          })`)) as 'answered' | 'silence';
        } finally {
          stranger.destroy();
        }
      },
      { address, preload: path.join(repositoryRoot, 'out', 'main', 'preload.cjs') },
    );
  }

  it.each(['about:blank', 'app://inkstone/'])(
    'is not given to a window at %s that is not ours, even with our preload',
    async (address) => {
      expect(await ask(address)).toBe('silence');
    },
  );

  it('is not given to a frame', async () => {
    const answer = await studio.page.evaluate(async () => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const inside = frame.contentWindow!;
      const answered = new Promise<string>((resolve) => {
        inside.addEventListener('message', (event) => event.ports.length > 0 && resolve('answered'));
        window.addEventListener(
          'message',
          (event) => event.source === inside && event.ports.length > 0 && resolve('answered'),
        );
        setTimeout(() => resolve('silence'), 300);
      });
      inside.postMessage('inkstone:ask-for-port', '*');
      const result = await answered;
      frame.remove();
      return result;
    });
    expect(answer).toBe('silence');
  });

  it('still serves the page that it was given to', async () => {
    expect(await callFromPage(studio.page, 'app.info', null)).toMatchObject({
      kind: 'result',
      value: { host: 'electron' },
    });
  });
});
