// The studio in a browser with many runs on its disk: how long it takes to open, and how quickly the table of runs answers.
//
//   node bench/workers/run-table.ts HOME
//
// Times in milliseconds, as JSON on the last line: from the host's start to its address, from the address to the table's first rows and to
// the last page of runs, and for each interaction, from the input to the end of the frame that shows what came of it (of the repeats
// the shortest, the median and the longest).
import type { Page } from 'playwright';
import { launchBrowser } from '../../test/fixtures/browser.ts';
import { launchWebStudio, openWebStudio } from '../../test/fixtures/web-studio.ts';
import { quantile } from '../lib/stats.ts';

const home = process.argv[2]!;
const REPEATS = 7;

const begun = performance.now();
const studio = await launchWebStudio({ home });
const host = performance.now() - begun;
const browser = await launchBrowser();
try {
  const opened = performance.now();
  const { page } = await openWebStudio(browser, studio);
  await page.getByRole('navigation', { name: /Main|主/ }).waitFor();
  await page.evaluate(() => void (location.hash = '#/runs'));
  await page.locator('main h1').waitFor();
  await page.waitForFunction(() => document.querySelector('[role="grid"] .body [role="row"], main .empty, main a'));
  const shown = performance.now() - opened;
  await page.waitForFunction(() => !document.querySelector('main')!.textContent.includes('on its way'));
  const complete = performance.now() - opened;
  const rows = await page.locator('[role="grid"]').count();
  const interactions = rows === 0 ? {} : { ...(await interact(page, '')), ...(await interactInGroups(page)) };
  console.log(JSON.stringify({ host, shown, complete, interactions }));
} finally {
  await browser.close();
  await studio.close();
}

interface Times {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** The same with heads of groups between the rows: those of five seeds, and all other runs. */
async function interactInGroups(page: Page): Promise<Record<string, Times>> {
  await page.evaluate(() => void (location.hash = '#/runs?by=group'));
  await page.waitForFunction(() => document.querySelector('[role="grid"] .body .group'));
  return interact(page, ', in groups');
}

async function interact(page: Page, how: string): Promise<Record<string, Times>> {
  const type = (text: string) => ({ what: 'type' as const, text });
  const inputs = {
    'sort by name': ['Name', 'Best validation', 'Name', 'Created'].map((head) => ({
      what: 'head' as const,
      text: head,
    })),
    'type in the search': ['c', 'cn', 'cnn', 'cnn 1', ''].map(type),
    'filter by fields': ['accuracy > 0.9', 'accuracy > 90% optimizer = adam', 'tag:thesis', ''].map(type),
    scroll: [5000, 200_000, 100, 300_000, 0].map((top) => ({ what: 'scroll' as const, text: String(top) })),
    'select all, and none': [
      { what: 'key' as const, text: 'Control+a' },
      { what: 'key' as const, text: 'Escape' },
    ],
  };
  const found: Record<string, Times> = {};
  for (const [name, each] of Object.entries(inputs)) {
    const times: number[] = [];
    for (let i = 0; i < REPEATS; i++) for (const input of each) times.push(await time(page, input));
    found[name + how] = { least: Math.min(...times), median: quantile(times, 0.5), most: Math.max(...times) };
  }
  return found;
}

/** In the page: what the input sets off, and the frame after it. */
function time(page: Page, input: { readonly what: 'type' | 'head' | 'scroll' | 'key'; readonly text: string }) {
  return page.evaluate(async ({ what, text }) => {
    const grid = document.querySelector<HTMLElement>('[role="grid"]');
    const field = document.querySelector<HTMLInputElement>('[role="search"] input')!;
    const begin = performance.now();
    if (what === 'type') {
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    } else if (what === 'head') {
      [...document.querySelectorAll<HTMLElement>('[role="columnheader"] .sort')]
        .find((head) => head.textContent.includes(text))!
        .click();
    } else if (what === 'scroll') grid!.scrollTop = Number(text);
    else {
      const [key, ctrlKey] = text === 'Escape' ? ['Escape', false] : ['a', true];
      grid!.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true }));
    }
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - begin;
  }, input);
}
