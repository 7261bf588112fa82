import { afterEach, expect, it, vi } from 'vitest';
import { launchStudio, type Studio } from '../fixtures/electron.ts';
import { draw, expectDigit, goTo, ONE, PATIENCE, readDigit, SEVEN } from '../fixtures/studio-user.ts';

let studio: Studio | undefined;
afterEach(() => studio?.close());

it('the first start reads a seven that is drawn, before anything was trained', async () => {
  studio = await launchStudio();
  const { page, problems } = studio;
  await goTo(page, 'Draw');
  await draw(page, SEVEN);
  await expectDigit(page, '7');
  await page.keyboard.press('Control+z');
  await vi.waitFor(async () => expect(await readDigit(page).count()).toBe(0), PATIENCE);
  await page.keyboard.press('Control+Shift+z');
  await expectDigit(page, '7');
  await page.keyboard.press('Escape');
  await page.getByText('Nothing drawn yet').waitFor();
  await draw(page, ONE);
  await expectDigit(page, '1');
  expect(problems).toEqual([]);
});
