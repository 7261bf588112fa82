import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Settings } from '../../shared/contract/schemas/settings.ts';
import { SettingsService } from '../../electron/services/settings/settings.ts';
import { faultyDisk, noSpace } from '../fixtures/faulty-disk.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { quietLog } from '../fixtures/quiet-log.ts';

let home: { folder: string; remove(): void };
beforeEach(() => (home = temporaryFolder()));
afterEach(() => {
  vi.restoreAllMocks();
  home.remove();
});

const onDisk = (): unknown => JSON.parse(readFileSync(path.join(home.folder, 'settings.json'), 'utf8'));

it('settings that the disk refuses are as they were, for everybody, and can be changed later', async () => {
  const settings = await SettingsService.open({ storageFolder: home.folder, log: quietLog() });
  await settings.update({ language: 'en' });
  const told: Settings[] = [];
  settings.onChanged.on((value) => told.push(value));
  let full = true;
  faultyDisk(() => {
    if (full) throw noSpace();
  });
  await expect(settings.update({ language: 'zh-CN' })).rejects.toMatchObject({ code: 'disk-full' });
  expect(settings.get().language).toBe('en');
  expect(told).toEqual([]);
  full = false;
  await settings.update({ theme: 'dark' });
  expect(settings.get()).toMatchObject({ language: 'en', theme: 'dark' });
  expect(told).toEqual([settings.get()]);
  expect(onDisk()).toEqual(settings.get());
});

it('a file in place of the storage folder is told as that', async () => {
  const file = path.join(home.folder, 'file');
  writeFileSync(file, '');
  const settings = await SettingsService.open({ storageFolder: path.join(file, 'studio'), log: quietLog() });
  await expect(settings.update({ theme: 'dark' })).rejects.toMatchObject({ code: 'not-a-folder' });
});

it('changes that come at once are all kept', async () => {
  const settings = await SettingsService.open({ storageFolder: home.folder, log: quietLog() });
  await Promise.all([settings.update({ language: 'zh-CN' }), settings.update({ theme: 'dark' })]);
  expect(onDisk()).toMatchObject({ language: 'zh-CN', theme: 'dark' });
});

it('changes of two hosts on one storage are all kept', async () => {
  const [one, other] = await Promise.all(
    [0, 1].map(() => SettingsService.open({ storageFolder: home.folder, log: quietLog() })),
  );
  await one!.update({ runViews: [{ name: 'Good ones', query: 'q=accuracy>99%' }] });
  await Promise.all([other!.update({ theme: 'dark' }), one!.update({ language: 'zh-CN' })]);
  expect(onDisk()).toMatchObject({ language: 'zh-CN', theme: 'dark', runViews: [{ name: 'Good ones' }] });
});

it('what was solved in one window stays when another, which has not heard of it, solves something else', async () => {
  const settings = await SettingsService.open({ storageFolder: home.folder, log: quietLog() });
  await settings.update({ learn: { model: 'starter', read: ['data'], solved: ['data/count'], shown: [] } });
  await settings.update({ learn: { model: 'starter', read: [], solved: ['dense/count'], shown: [] } });
  expect(onDisk()).toMatchObject({
    learn: { model: 'starter', read: ['data'], solved: ['data/count', 'dense/count'], shown: [] },
  });
  await settings.update({ learn: null });
  expect(onDisk()).toMatchObject({ learn: null });
});

it.each([
  ['torn', '{"version":1,"runViews":[{"name":"Mine'],
  ['with nonsense in it', JSON.stringify({ version: 1, theme: 'dark', firstSteps: { drawn: 'perhaps' } })],
  ['of a newer studio', JSON.stringify({ version: 2, views: ['mine'] })],
])('a file that is %s is not written over: it is kept under another name', async (_, text) => {
  const file = path.join(home.folder, 'settings.json');
  writeFileSync(file, text);
  const settings = await SettingsService.open({ storageFolder: home.folder, log: quietLog() });
  expect(readFileSync(file, 'utf8')).toBe(text);
  await settings.update({ language: 'en' });
  await settings.update({ theme: 'light' });
  expect(onDisk()).toMatchObject({ language: 'en', theme: 'light' });
  const [kept, ...others] = readdirSync(home.folder).filter((name) => name.startsWith('settings.old-'));
  expect(readFileSync(path.join(home.folder, kept!), 'utf8')).toBe(text);
  expect(others).toEqual([]);
});
