import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchStudio, type Studio } from '../fixtures/electron.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { dropOnImport, trainOnOwnSigns, writeOwnSigns } from '../fixtures/own-signs-user.ts';
import { callFromPage } from '../fixtures/page-call.ts';
import { goTo } from '../fixtures/studio-user.ts';

const files = temporaryFolder();
beforeAll(() => writeOwnSigns(files.folder));
afterAll(() => files.remove());
let studio: Studio;
afterEach(() => studio?.close());

describe('what is dropped on the desktop window', () => {
  it('is read where it lies, becomes a model that reads it, and one that knows what is none of it', async () => {
    studio = await launchStudio();
    await trainOnOwnSigns(studio.page, files.folder);
    // Nothing was copied into the storage to be read.
    expect(existsSync(path.join(studio.home, 'uploads')) ? uploadsOf(studio) : []).toEqual([]);
    expect(studio.problems).toEqual([]);
  });

  it('may be several files and folders together', async () => {
    studio = await launchStudio();
    const { page } = studio;
    await goTo(page, 'Train');
    await page.getByRole('button', { name: 'Import…' }).first().click();
    await dropOnImport(page, [`${files.folder}/signs/cross`, `${files.folder}/signs/gate`]);
    await page.getByRole('dialog').getByText('24 images · 32 × 32 pixels · 2 classes').waitFor();
    await page.reload();
    await page.getByRole('main').waitFor();
    // The folder that pointed to them is gone with its window; they are where they were.
    expect(readdirSync(`${files.folder}/signs/cross`)).toHaveLength(12);
  });

  it('cannot be made up by the page', async () => {
    studio = await launchStudio();
    const { page } = studio;
    expect(await callFromPage(page, 'files.dropped', { drop: 'a'.repeat(32) })).toMatchObject({
      error: { code: 'handle-unknown' },
    });
    const told = await page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['secret'], '/etc/passwd'));
      return new Promise((resolve) => {
        window.addEventListener('message', ({ data }: MessageEvent<{ type?: string } | undefined>) => {
          if (data?.type === 'inkstone:here-is-drop') resolve('told');
        });
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
        // Of a file without a path the preload would tell at once, before this.
        window.addEventListener('message', ({ data }) => data === 'after' && resolve('silent'));
        setTimeout(() => window.postMessage('after', location.origin));
      });
    });
    expect(told).toBe('silent');
  });
});

const uploadsOf = ({ home }: Studio): string[] =>
  readdirSync(path.join(home, 'uploads')).flatMap((host) => readdirSync(path.join(home, 'uploads', host)));
