import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../shared/contract/errors.ts';
import type { OwnRecipe } from '../../shared/contract/schemas/own-recipe.ts';
import { LIGHT } from '../../shared/data/augment.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import { Recipes } from '../../electron/services/recipes/recipes.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';
import { quietLog } from '../fixtures/quiet-log.ts';

let home: { folder: string; remove(): void };
let host: TestHost;
let window: Window;
beforeEach(async () => {
  home = temporaryFolder();
  host = await startHost(home.folder);
  window = host.window();
});
afterEach(async () => {
  await host.services.stop();
  home.remove();
});

const { model, recipe } = findPreset('residual')!;
const folder = (): string => path.join(home.folder, 'recipes');
const fileOf = (id: string): string => path.join(folder(), `${id}.recipe.json`);
const save = (name: string): Promise<OwnRecipe> => window.call('recipes.save', { version: 1, name, recipe });
const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error as AppError,
  );
const upload = async (content: unknown): Promise<OwnRecipe> => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const { handle } = await window.call('files.upload', { name: 'from.json', bytes: new TextEncoder().encode(text) });
  return window.call('recipes.import', { handle });
};

describe('a recipe of one’s own', () => {
  it('is a file of its own, which the next host finds', async () => {
    const saved = await save('Long & slow');
    expect(saved).toEqual({ version: 1, id: 'my-long-slow', name: 'Long & slow', recipe });
    expect(JSON.parse(readFileSync(fileOf(saved.id), 'utf8'))).toEqual(saved);
    const next = await startHost(home.folder);
    expect(await next.window().call('recipes.list', null)).toEqual([saved]);
    await next.services.stop();
  });

  it('gets an id that is free, whatever its name', async () => {
    const saved = await Promise.all(['Same', 'same', '慢', '…'].map(save));
    expect(saved.map(({ id }) => id)).toEqual(['my-same', 'my-same-2', 'my-recipe', 'my-recipe-2']);
  });

  it('takes no place of one that another host saves at the same moment', async () => {
    const other = new Recipes({ storageFolder: home.folder, log: quietLog() });
    const names = Array.from({ length: 6 }, (_, i) => i);
    const saved = await Promise.all(
      names.flatMap(() => [save('Same'), other.save({ version: 1, name: 'Same', recipe })]),
    );
    expect(new Set(saved.map(({ id }) => id)).size).toBe(12);
    expect(await window.call('recipes.list', null)).toHaveLength(12);
  });

  it('is renamed and overwritten under its id, removed, and every window is told', async () => {
    const told: string[][] = [];
    host.window().on('recipes.changed', (list) => told.push(list.map(({ name }) => name)));
    const saved = await save('First');
    const renamed = await window.call('recipes.save', { ...saved, name: 'Second' });
    expect(renamed).toEqual({ ...saved, name: 'Second' });
    const longer = await window.call('recipes.save', { ...renamed, recipe: { ...recipe, epochs: 40 } });
    expect(await window.call('recipes.list', null)).toEqual([longer]);
    await window.call('recipes.remove', { id: saved.id });
    expect(told).toEqual([['First'], ['Second'], ['Second'], []]);
    expect(readdirSync(folder())).toEqual([]);
    for (const call of ['recipes.remove', 'recipes.export'] as const) {
      expect((await failure(window.call(call, { id: saved.id }))).code).toBe('not-found');
    }
    expect((await failure(window.call('recipes.save', saved))).code).toBe('not-found');
  });

  it.each(['../runs', 'my-../../x', 'my-A', 'tutorial', 'my-a.recipe', 'my-a\0'])('%s names none', async (id) => {
    expect((await failure(window.call('recipes.remove', { id }))).code).toBe('invalid-input');
    expect((await failure(host.services.recipes.export(id))).code).toBe('not-found');
  });

  it('stays out of the list, and where it is, while it cannot be read', async () => {
    const good = await save('Good');
    writeFileSync(fileOf('my-torn'), readFileSync(fileOf(good.id), 'utf8').slice(0, -30));
    writeFileSync(fileOf('my-newer'), JSON.stringify({ ...good, version: 2 }));
    copyFileSync(fileOf(good.id), fileOf('my-copy'));
    const listed = await window.call('recipes.list', null);
    expect(listed.map(({ id }) => id).sort()).toEqual(['my-copy', 'my-good']);
    expect(host.log.lines.filter((line) => line.includes('recipe cannot be read'))).toHaveLength(2);
    expect(readdirSync(folder())).toHaveLength(4);
  });
});

describe('export and import', () => {
  it('carry a recipe to another studio unchanged, and take the same one in only once', async () => {
    const saved = await save('Travels');
    const { name, text } = await window.call('recipes.export', { id: saved.id });
    expect(name).toBe('my-travels.recipe.json');
    expect(await upload(text)).toEqual(saved);
    expect(await upload({ ...saved, recipe: { ...recipe, epochs: 3 } })).toMatchObject({ id: 'my-travels-2' });
    await window.call('recipes.remove', { id: saved.id });
    expect(await upload(text)).toEqual(saved);
  });

  it('take the recipe out of a preset, and read those of the first studio', async () => {
    const preset = await window.call('presets.save', { version: 1, name: 'Mine', model, recipe });
    const { text } = await window.call('presets.export', { id: preset.id });
    expect(await upload(text)).toEqual({ version: 1, id: 'my-mine', name: 'Mine', recipe });
    const { optimizer, batchSize, epochs, validation, seed } = recipe;
    const old = { version: 1, optimizer, batchSize, epochs, validation, seed, augmentation: 'light' };
    const taken = await upload({ version: 1, id: 'my-old', name: 'Old', recipe: old });
    expect(taken.recipe).toMatchObject({ version: 2, augmentation: LIGHT });
  });

  it.each<[string, (good: OwnRecipe) => unknown, string]>([
    ['no JSON', () => '{"version": 1,', 'recipe-unreadable'],
    ['another JSON', () => [1, 2], 'recipe-unreadable'],
    ['nothing', () => '', 'recipe-unreadable'],
    ['too large', (good) => ({ ...good, more: 'x'.repeat(2 ** 20) }), 'recipe-unreadable'],
    ['an id that leads elsewhere', (good) => ({ ...good, id: 'my-/../../x' }), 'recipe-unreadable'],
    [
      'a rate that is none',
      (good) => JSON.stringify(good).replace(/"learningRate":[^,]+/, '"learningRate":1e999'),
      'recipe-unreadable',
    ],
    ['a newer studio’s', (good) => ({ ...good, version: 2 }), 'file-newer'],
    ['a newer recipe', (good) => ({ ...good, recipe: { version: 3 } }), 'file-newer'],
  ])('refuse %s', async (_, content, code) => {
    expect(await failure(upload(content({ version: 1, id: 'my-good', name: 'Good', recipe })))).toMatchObject({ code });
    expect(await window.call('recipes.list', null)).toEqual([]);
  });
});
