import type { Page } from 'playwright';
import { afterAll, describe, expect, it } from 'vitest';
import { cameraSees, mediaOf, readFromCamera } from '../fixtures/camera-user.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { axeFaults, layoutFaults } from '../fixtures/page-faults.ts';
import { goTo } from '../fixtures/studio-user.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

const CODE = '48213';
const films = temporaryFolder();
afterAll(() => films.remove());

let page: Page;
let problems: string[];
// The browser's own question is answered with yes, whatever is asked for.
inWebStudio(
  {},
  async (opened) => {
    ({ page, problems } = opened);
    await goTo(page, 'Read');
    await page.getByRole('radio', { name: 'Pictures' }).click();
  },
  undefined,
  [...cameraSees(CODE, films.folder), '--use-fake-ui-for-media-stream'],
);

describe('the camera in a browser', () => {
  it('has a dialog that is whole at all sizes, and axe finds nothing', async () => {
    await page.getByTestId('picture-drop').getByRole('button', { name: 'Camera' }).click();
    await page.locator('.shutter:not([aria-busy])').click();
    await page.getByText('1 picture taken').waitFor();
    for (const size of [
      { width: 640, height: 400 },
      { width: 1024, height: 640 },
      { width: 1280, height: 800 },
    ]) {
      await page.setViewportSize(size);
      expect([...(await layoutFaults(page)), ...(await axeFaults(page))], String(size.width)).toEqual([]);
    }
    await page.getByRole('button', { name: 'Remove picture 1' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('gives pictures whose code is read', async () => {
    await readFromCamera(page, CODE);
    expect(problems).toEqual([]);
  });

  it('comes without sound and without the screen, though the browser would give them', async () => {
    expect(await mediaOf(page, { video: true })).toBe('video');
    expect(await mediaOf(page, { audio: true })).toBe('NotAllowedError');
    // Chromium gives the one that it may.
    expect(await mediaOf(page, { audio: true, video: true })).not.toContain('audio');
    const screen = await page.evaluate(() =>
      navigator.mediaDevices.getDisplayMedia({ video: true }).then(
        () => 'granted',
        (error: Error) => error.name,
      ),
    );
    expect(screen).toBe('NotAllowedError');
  });
});
