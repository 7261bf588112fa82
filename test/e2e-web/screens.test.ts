import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../fixtures/browser.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { draw, expectDigit, SEVEN, startTraining, untilStep } from '../fixtures/studio-user.ts';
import { launchWebStudio, openWebStudio, type WebStudio } from '../fixtures/web-studio.ts';

/**
 * Every screen in both themes, both languages and both sizes. With INKSTONE_SCREENSHOTS=1 the pictures of the READMEs
 * are taken on the way (docs/screenshots/SCREEN-THEME-LANGUAGE.png).
 */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 640 },
] as const;
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'zh-CN'] as const;
const folder = path.join(repositoryRoot, 'docs', 'screenshots');
const keep = process.env['INKSTONE_SCREENSHOTS'] === '1';

let browser: Browser;
let studio: WebStudio;
let page: Page;
let problems: string[];
let run: string;

beforeAll(async () => {
  [browser, studio] = await Promise.all([
    launchBrowser(),
    launchWebStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } }),
  ]);
  ({ page, problems } = await openWebStudio(browser, studio));
  run = await startTraining(page, { images: keep ? 60_000 : 4000, epochs: keep ? 20 : 10 });
  await untilStep(page, keep ? 700 : 5);
  expect(await page.getByRole('main').getByText('MNIST').count()).toBeGreaterThan(0);
  if (keep) mkdirSync(folder, { recursive: true });
}, 900_000);
afterAll(async () => {
  await browser?.close();
  await studio?.close();
});

/** What no screen may have: a window that scrolls, anything scrolling sideways, a control that is cut, a key instead of words. */
const faults = (): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth)
      found.push(`scrolls sideways to ${document.documentElement.scrollWidth}`);
    if (document.documentElement.scrollHeight > innerHeight + 1)
      found.push(`the window scrolls down to ${document.documentElement.scrollHeight}`);
    const main = document.querySelector('main');
    if (main && main.scrollWidth > main.clientWidth + 1) found.push(`main scrolls sideways to ${main.scrollWidth}`);
    for (const button of document.querySelectorAll('button, a, [role=radiogroup]')) {
      if (button.clientWidth > 0 && button.scrollWidth > button.clientWidth + 1)
        found.push(`cut: ${button.textContent}`);
    }
    for (const key of document.body.innerText.match(/\b[a-z]+(\.[a-z][a-zA-Z]+)+\b/g) ?? []) found.push(`key: ${key}`);
    return found;
  });

async function choose(language: string, theme: string): Promise<void> {
  await page.goto(`${studio.origin}/#/settings`);
  const languageNames = { en: 'English', 'zh-CN': '简体中文' } as const;
  await page.getByRole('main').getByRole('combobox').first().click();
  await page.getByRole('option', { name: languageNames[language as 'en'] }).click();
  const themeNames = { light: /^(Light|浅色)$/, dark: /^(Dark|深色)$/ } as const;
  await page
    .getByRole('main')
    .getByRole('radio', { name: themeNames[theme as 'light'] })
    .click();
  await page.locator(`html[data-theme="${theme}"][lang="${language}"]`).waitFor({ state: 'attached' });
}

describe.each(LANGUAGES)('in %s', (language) => {
  describe.each(THEMES)('%s', (theme) => {
    const picture = async (name: string, part?: string): Promise<void> => {
      if (part !== undefined) await scrollTo(part);
      await page.screenshot({ path: path.join(folder, `${name}-${theme}-${language.slice(0, 2)}.png`) });
    };

    it('every screen is whole at both sizes', async () => {
      await page.setViewportSize(SIZES[0]);
      await choose(language, theme);
      for (const size of SIZES) {
        await page.setViewportSize(size);
        for (const screen of ['home', 'train', 'runs', 'run', 'draw', 'settings']) {
          const route = { home: '', run: `runs/${run}` }[screen] ?? screen;
          await page.goto(`${studio.origin}/#/${route}`);
          await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
          if (screen === 'draw') {
            await page.keyboard.press('Escape');
            await drawInAnyLanguage();
          }
          if (screen === 'train') {
            await openAll();
            await scrollTo('.way > :nth-child(1)');
          }
          // Pictures and curves come over the wire; the settled screen is what is judged.
          await page.waitForLoadState('networkidle');
          await page.waitForTimeout(keep ? 1500 : 150);
          expect(await faults(), `${screen} ${size.width}`).toEqual([]);
          if (keep && size === SIZES[0]) {
            await picture(screen);
            if (screen === 'train') await picture('model', '.way > :nth-child(3)');
          }
        }
      }
      expect(problems).toEqual([]);
    });
  });
});

/** Brings a part of the page to its top. */
const scrollTo = (selector: string): Promise<void> =>
  page.locator(`main ${selector}`).evaluate((node) => node.scrollIntoView({ block: 'start' }));

/** The recipe's further settings, with the numbers of a custom augmentation and the options of a schedule. */
async function openAll(): Promise<void> {
  const more = page.getByRole('button', { name: /^(More settings|更多设置)/ });
  if ((await more.getAttribute('aria-expanded')) === 'false') await more.click();
  await page.getByRole('radio', { name: /^(Custom|自定)$/ }).click();
}

async function drawInAnyLanguage(): Promise<void> {
  await draw(page, SEVEN);
  await expectDigit(page, '7');
}
