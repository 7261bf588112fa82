import type { Page } from 'playwright';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/folders.ts';
import { trainOnOwnSigns, writeOwnSigns } from '../fixtures/own-signs-user.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

const files = temporaryFolder();
afterAll(() => files.remove());
let page: Page;
let problems: string[];
inWebStudio({}, (opened) => void ({ page, problems } = opened));

it('a folder of signs of one’s own becomes a model that reads them, and knows what is none of them', async () => {
  writeOwnSigns(files.folder);
  await trainOnOwnSigns(page, files.folder);
  expect(problems).toEqual([]);
});
