import type { Browser, BrowserContext, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { launchWebStudio, openWebStudio, type WebStudio } from '../fixtures/web-studio.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let browser: Browser;
let studio: WebStudio;
let context: BrowserContext;
let page: Page;
let problems: string[];

inWebStudio({}, (opened) => void ({ browser, studio, context, page, problems } = opened));

/** Resolves when the host has told the page something over its connection. */
const hearsHost = (tab: Page): Promise<void> =>
  new Promise((resolve) => tab.on('websocket', (socket) => socket.on('framereceived', () => resolve())));

describe('the studio in a browser', () => {
  it('opens with the printed address, which then shows neither token nor key', () => {
    expect(new URL(page.url())).toMatchObject({ origin: studio.origin, pathname: '/', search: '' });
    expect(page.url()).not.toContain('key=');
  });

  it('starts without a violation of its own policy', async () => {
    await page.waitForLoadState('networkidle');
    expect(problems).toEqual([]);
  });

  it('opens in a further tab of the same browser, and not in another browser', async () => {
    const tab = await context.newPage();
    const told = hearsHost(tab);
    expect((await tab.goto(studio.origin))?.status()).toBe(200);
    await told;
    await tab.close();
    const elsewhere = await browser.newContext();
    const stranger = await elsewhere.newPage();
    expect((await stranger.goto(studio.url))?.status()).toBe(401);
    await elsewhere.close();
  });

  it('is not cut off by an address with another key, and opens at the next visit, too', async () => {
    const tab = await context.newPage();
    for (const address of ['/#key=somebody-elses', '/']) {
      const told = hearsHost(tab);
      // A change of the fragment alone loads no page.
      await tab.goto('about:blank');
      await tab.goto(studio.origin + address);
      await told;
    }
    await tab.close();
  });

  it('keeps its cookie from scripts', async () => {
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });
});

describe('a page elsewhere', () => {
  /** Any other origin on this machine, which is as near as a hostile page can come: same site, other port. */
  async function withOtherOrigin<T>(look: (other: Page) => Promise<T>): Promise<T> {
    const other = await context.newPage();
    await other.route('http://127.0.0.1:9/**', (route) =>
      route.fulfill({ body: '<!doctype html>hostile', contentType: 'text/html' }),
    );
    await other.goto('http://127.0.0.1:9/');
    try {
      return await look(other);
    } finally {
      await other.close();
    }
  }

  it('gets no connection, though the browser sends the cookie', async () => {
    const outcome = await withOtherOrigin((other) =>
      other.evaluate(
        (address) => {
          const socket = new WebSocket(address, ['inkstone']);
          return new Promise((resolve) => {
            socket.onopen = () => resolve('open');
            socket.onerror = () => resolve('refused');
          });
        },
        `${studio.origin.replace('http', 'ws')}/rpc`,
      ),
    );
    expect(outcome).toBe('refused');
  });

  it('reads nothing and embeds nothing', async () => {
    await withOtherOrigin(async (other) => {
      const read = await other.evaluate(
        (origin) =>
          fetch(`${origin}/`, { credentials: 'include' }).then(
            () => 'read',
            () => 'refused',
          ),
        studio.origin,
      );
      expect(read).toBe('refused');
      await other.evaluate(async (origin) => {
        const frame = Object.assign(document.createElement('iframe'), { src: origin });
        document.body.append(frame);
        await new Promise((resolve) => (frame.onload = resolve));
      }, studio.origin);
      expect(other.frames().map((frame) => frame.url())).toEqual([
        'http://127.0.0.1:9/',
        'chrome-error://chromewebdata/',
      ]);
    });
  });
});

describe('the content security policy', () => {
  it('refuses inline script, eval and connections elsewhere', async () => {
    const seen = await page.evaluate(async () => {
      const directives = new Set<string>();
      const all = new Promise<void>((resolve) =>
        document.addEventListener('securitypolicyviolation', (event) => {
          directives.add(event.effectiveDirective);
          if (directives.size === 3) resolve();
        }),
      );
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.broken = true' }));
      setTimeout(() => new Function('window.broken = true')());
      await fetch('https://example.com/').catch(() => undefined);
      await all;
      return { directives: [...directives].sort(), broken: 'broken' in window };
    });
    expect(seen.directives).toEqual(['connect-src', 'script-src', 'script-src-elem']);
    expect(seen.broken).toBe(false);
  });
});

describe('a tab whose studio was started anew', () => {
  it('is told to open the new address, and goes on by itself once that was done', async () => {
    const first = await launchWebStudio();
    const { context: own, page: tab } = await openWebStudio(browser, first);
    await tab.getByRole('heading', { level: 1 }).waitFor();
    await first.close();
    const second = await launchWebStudio({ port: Number(new URL(first.url).port) });
    try {
      await tab.getByText('The studio was restarted. Open the address that it printed').waitFor();
      const next = await own.newPage();
      await next.goto(second.url);
      await next.getByRole('heading', { level: 1 }).waitFor();
      await tab.getByText('The studio was restarted').waitFor({ state: 'detached' });
    } finally {
      await own.close();
      await second.close();
    }
  });
});
