import type { Locator, Page } from 'playwright';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { CHAPTER_IDS } from '../../renderer/features/learn/chapter-ids.ts';
import { learn as english } from '../../renderer/i18n/en/learn.ts';
import { learn as chinese } from '../../renderer/i18n/zh/learn.ts';
import { tabTo } from '../fixtures/keyboard-user.ts';
import { PATIENCE } from '../fixtures/problems.ts';
import { chooseLook } from '../fixtures/studio-user.ts';
import type { WebStudio } from '../fixtures/web-studio.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let studio: WebStudio;
let page: Page;
let problems: string[];

inWebStudio({}, (opened) => void ({ studio, page, problems } = opened));

const main = (): Locator => page.getByRole('main');
const figure = (): Locator => main().locator('.chapter [role=slider]').first();
const title = (words: string): Locator => page.getByRole('heading', { level: 1, name: words, exact: true });

/** Goes to something with the Tab key and presses Enter on it. */
async function enter(target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Answers the chapter's first question, where the focus is in its field. */
async function answer(number: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(number);
  await page.keyboard.press('Enter');
}

describe.each([
  ['en', english],
  ['zh-CN', chinese],
] as const)('by keyboard, in %s', (language, words) => {
  beforeAll(() => chooseLook(page, studio.origin, language, 'light'));

  it('walks through every chapter: its symbols, its figure, and on to the next one', async () => {
    await page.goto(`${studio.origin}/#/learn`);
    await title(words.title).waitFor();
    await enter(main().locator('a.chapter').first());
    for (const [i, id] of CHAPTER_IDS.entries()) {
      const name = words.chapters[id].title;
      await title(name).waitFor();
      // Who comes by keyboard begins at the top of the new page.
      await vi.waitFor(() =>
        expect(title(name).evaluate((node) => node === document.activeElement)).resolves.toBe(true),
      );
      await figure().waitFor(PATIENCE);

      await tabTo(page, main().locator('.legend button').first());
      expect(await main().locator('.formula .lit').count(), name).toBeGreaterThan(0);

      await tabTo(page, figure());
      const before = await figure().getAttribute('aria-valuenow');
      await page.keyboard.press('ArrowRight');
      await vi.waitFor(async () => expect(await figure().getAttribute('aria-valuenow'), name).not.toBe(before));

      const isLast = i === CHAPTER_IDS.length - 1;
      await enter(
        main()
          .getByRole('link', { name: isLast ? words.finish : words.chapters[CHAPTER_IDS[i + 1]!].title, exact: true })
          .last(),
      );
    }
    await title(words.title).waitFor();
    // Each says that it was read, before it tells of its questions.
    await vi.waitFor(async () => expect(await main().getByText(`${words.read} · `).count()).toBe(CHAPTER_IDS.length));
    expect(problems).toEqual([]);
  });

  it('answers a question, first wrongly and then right', async () => {
    await page.goto(`${studio.origin}/#/learn/data`);
    await page.reload();
    await figure().waitFor(PATIENCE);
    await tabTo(page, main().locator('form input').first());
    await answer('28');
    const { countHint } = words.chapters.data.ask;
    await main().getByText(words.tryOuts.wrong.replace('{hint}', countHint)).waitFor();
    await answer('784');
    await main().getByText(words.tryOuts.right.split('{why}')[0]!).waitFor();
    await vi.waitFor(async () =>
      expect(await main().getByRole('img', { name: words.tryOuts.solved, exact: true }).count()).toBe(1),
    );
    // It is kept.
    await page.reload();
    await main().getByRole('img', { name: words.tryOuts.solved, exact: true }).waitFor();
    expect(problems).toEqual([]);
  });
});
