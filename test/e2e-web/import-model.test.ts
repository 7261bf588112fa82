import path from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { CASES } from '../fixtures/cases.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { drawOneWith, importDialog, keepImported } from '../fixtures/import-model-user.ts';
import { axeFaults, layoutFaults } from '../fixtures/page-faults.ts';
import { goTo } from '../fixtures/studio-user.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let page: Page;
let problems: string[];
inWebStudio({}, (opened) => void ({ page, problems } = opened));

const dialog = () => importDialog(page);
const choose = (...files: string[]): Promise<void> => dialog().locator('input[type=file]').first().setInputFiles(files);
const inCase = (name: string, ...files: string[]): string[] => files.map((file) => path.join(CASES, name, file));

describe('a model of another program', () => {
  it('is refused with the layer that stands in the way', async () => {
    await goTo(page, 'Draw');
    await page.getByRole('button', { name: 'Import a model' }).click();
    await choose(...inCase('keras-09-lambda', 'model.json', 'group1-shard1of1.bin'));
    await dialog().getByText('Some layers of this model cannot be taken').waitFor();
    await dialog().getByText('holds program code of its own').first().waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Choose something else' }).click();
  });

  it('says which of its files is missing', async () => {
    await choose(...inCase('keras-08-missing-shard', 'model.json', 'group1-shard1of2.bin'));
    await dialog().getByText('group1-shard2of2.bin').first().waitFor();
  });

  it('is shown, imported and reads what is drawn', async () => {
    await choose(...inCase('keras-04-functional-k2', 'model.json', 'group1-shard1of1.bin'));
    await dialog().getByText('synthetic digits are read right').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(await layoutFaults(page)).toEqual([]);
    await keepImported(page, 'From Keras');
    await drawOneWith(page, 'From Keras');
  });

  it('may be one file, and is one of those to begin a fine-tune with', async () => {
    await page.getByRole('button', { name: 'Import a model' }).click();
    await choose(path.join(repositoryRoot, 'test', 'fixtures', 'models', 'convolutions.keras'));
    await dialog().getByText('10 of 12 layers taken').waitFor();
    await keepImported(page);
    await page.getByRole('combobox', { name: 'Model' }).click();
    for (const name of ['From Keras', 'convolutions']) await page.getByRole('option', { name }).waitFor();
    await page.keyboard.press('Escape');
    expect(problems).toEqual([]);
  });
});
