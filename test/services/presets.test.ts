import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserPreset } from '../../shared/contract/schemas/preset.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import { LIGHT } from '../../shared/data/augment.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';

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

const { model, recipe } = findPreset('vit')!;
const own = (name: string): Omit<UserPreset, 'id'> => ({ version: 1, name, model, recipe });
const folder = (): string => path.join(home.folder, 'presets');
const fileOf = (id: string): string => path.join(folder(), `${id}.inkstone.json`);
const save = (name: string) => window.call('presets.save', own(name));
const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error as AppError,
  );

/** A file outside the storage, as it comes from another machine. */
function foreign(content: unknown, name = 'from.json'): string {
  const file = path.join(home.folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
const upload = async (content: unknown): Promise<UserPreset> => {
  const bytes = new Uint8Array(readFileSync(foreign(content)));
  const { handle } = await window.call('files.upload', { name: 'from.json', bytes });
  return window.call('presets.import', { handle });
};

describe('saving', () => {
  it('keeps a preset as a file of its own, which the next host finds', async () => {
    const saved = await save('Mein Träumchen!');
    expect(saved).toEqual({ ...own('Mein Träumchen!'), id: 'my-mein-traumchen' });
    expect(JSON.parse(readFileSync(fileOf(saved.id), 'utf8'))).toEqual(saved);
    const next = await startHost(home.folder);
    expect(await next.window().call('presets.list', null)).toEqual([saved]);
    await next.services.stop();
  });

  it('gives every new one an id that is free, whatever its name, even all at once', async () => {
    const names = ['Same', 'same', 'SAME!', '汉字', '…', '我的', 'x'.repeat(120)];
    const saved = await Promise.all(names.map((name) => save(name)));
    expect(saved.map(({ id }) => id)).toEqual([
      'my-same',
      'my-same-2',
      'my-same-3',
      'my-preset',
      'my-preset-2',
      'my-preset-3',
      `my-${'x'.repeat(50)}`,
    ]);
    expect(readdirSync(folder())).toHaveLength(names.length);
  });

  it('writes over the one of an id, and over no other', async () => {
    const saved = await save('First');
    const changed = await window.call('presets.save', { ...saved, name: 'Renamed' });
    expect(changed).toEqual({ ...saved, name: 'Renamed' });
    expect(await window.call('presets.list', null)).toEqual([changed]);
    const error = await failure(window.call('presets.save', { ...saved, id: 'my-other' }));
    expect(error).toMatchObject({ code: 'not-found', params: { path: 'my-other' } });
    expect(readdirSync(folder())).toEqual(['my-first.inkstone.json']);
  });

  it('refuses a model that no run could have', async () => {
    const broken = { ...own('Broken'), model: { ...model, layers: model.layers.slice(0, -1) } };
    expect(await failure(window.call('presets.save', broken))).toMatchObject({
      code: 'model-invalid',
      params: { reason: 'output-not-softmax' },
    });
    expect(existsSync(folder())).toBe(false);
  });

  it('tells every window the whole list', async () => {
    const told: UserPreset[][] = [];
    host.window().on('presets.changed', (list) => told.push(list));
    const b = await save('B');
    const a = await save('A');
    await window.call('presets.remove', { id: b.id });
    expect(told).toEqual([[b], [a, b], [a]]);
  });
});

describe('ids', () => {
  it.each(['../runs', 'my-../../x', 'my-A', 'my-', '/etc/passwd', 'tutorial', 'my-a.inkstone', 'my-a\0'])(
    '%s names nothing',
    async (id) => {
      for (const call of ['presets.remove', 'presets.export'] as const) {
        expect((await failure(window.call(call, { id }))).code).toBe('invalid-input');
      }
      // And without the RPC, as the command line calls it.
      expect((await failure(host.services.presets.export(id))).code).toBe('not-found');
    },
  );

  it('of what is not there are not found', async () => {
    expect((await failure(window.call('presets.remove', { id: 'my-gone' }))).code).toBe('not-found');
    expect((await failure(window.call('presets.export', { id: 'my-gone' }))).code).toBe('not-found');
  });
});

describe('files that came by other hands', () => {
  it('that are damaged or newer are left where they are, reported, and out of the list', async () => {
    const good = await save('Good');
    writeFileSync(fileOf('my-torn'), readFileSync(fileOf(good.id), 'utf8').slice(0, -40));
    writeFileSync(fileOf('my-newer'), JSON.stringify({ ...good, version: 2 }));
    writeFileSync(fileOf('My Own'), JSON.stringify(good));
    writeFileSync(path.join(folder(), 'notes.txt'), 'x');
    mkdirSync(fileOf('my-folder'));
    expect(await window.call('presets.list', null)).toEqual([good]);
    expect(host.log.lines.filter((line) => line.includes('preset cannot be read'))).toHaveLength(3);
    expect(readdirSync(folder())).toHaveLength(6);
  });

  it('are known by their name: a copy beside the first is another preset', async () => {
    const saved = await save('Good');
    copyFileSync(fileOf(saved.id), fileOf('my-copy'));
    expect((await window.call('presets.list', null)).map(({ id }) => id).sort()).toEqual(['my-copy', 'my-good']);
  });
});

/** A preset whose layers lie in 5,000 blocks, one in the other. */
const DEPTH = 5000;
const deep = (good: UserPreset): string => {
  const [before, after] = JSON.stringify({ ...good, model: { ...model, layers: 'HERE' } }).split('"HERE"');
  const block = '[{"type":"Residual","layers":';
  return [before, block.repeat(DEPTH), '[{"type":"Flatten"}]', '}]'.repeat(DEPTH), after].join('');
};

describe('export and import', () => {
  it('carry a preset to another studio unchanged', async () => {
    const saved = await save('Travels');
    const { name, text } = await window.call('presets.export', { id: saved.id });
    expect(name).toBe('my-travels.inkstone.json');
    await window.call('presets.remove', { id: saved.id });
    expect(await upload(text)).toEqual(saved);
  });

  it('take the same one in only once, and another of its id under an id of its own', async () => {
    const saved = await save('Twice');
    expect(await upload(saved)).toEqual(saved);
    expect(await upload({ ...saved, name: 'Twice as good' })).toMatchObject({ id: 'my-twice-as-good' });
    expect(await upload({ ...saved, recipe: { ...recipe, epochs: 3 } })).toMatchObject({ id: 'my-twice-2' });
    expect(await window.call('presets.list', null)).toHaveLength(3);
  });

  it('read recipes of the first studio', async () => {
    // What version 1 did not have is left out, its augmentation went by name.
    const { optimizer, batchSize, epochs, validation, seed } = recipe;
    const old = { version: 1, optimizer, batchSize, epochs, validation, seed, augmentation: 'light' };
    const file = { ...own('Old'), id: 'my-old', recipe: old };
    expect((await upload(file)).recipe).toMatchObject({
      version: 2,
      augmentation: LIGHT,
      schedule: { kind: 'constant' },
    });
  });

  it.each<[string, (good: UserPreset) => unknown, object]>([
    ['no JSON', () => '{"version": 1,', { code: 'preset-unreadable' }],
    ['another JSON', () => [1, 2], { code: 'preset-unreadable' }],
    ['nested without end', deep, { code: 'model-invalid' }],
    ['too large', (good) => ({ ...good, more: 'x'.repeat(2 ** 20) }), { code: 'preset-unreadable' }],
    ['an id that leads elsewhere', (good) => ({ ...good, id: 'my-/../../x' }), { code: 'preset-unreadable' }],
    ['a recipe that is none', (good) => ({ ...good, recipe: { version: 2 } }), { code: 'preset-unreadable' }],
    ['a newer studio’s', (good) => ({ ...good, version: 2 }), { code: 'file-newer' }],
    ['a newer recipe', (good) => ({ ...good, recipe: { version: 3 } }), { code: 'file-newer' }],
    ['a newer model', (good) => ({ ...good, model: { version: 2 } }), { code: 'file-newer' }],
    [
      'an unknown layer',
      (good) => ({ ...good, model: { ...model, layers: [{ type: 'Mamba' }] } }),
      { code: 'model-invalid', params: { reason: 'unknown-layer', layer: 'Mamba' } },
    ],
    [
      'layers that do not fit',
      (good) => ({ ...good, model: { ...model, layers: model.layers.slice(1) } }),
      { code: 'model-invalid', params: { reason: 'needs-sequence', layer: 'position_embedding' } },
    ],
  ])('refuse %s', async (_, content, error) => {
    const good = { ...own('Good'), id: 'my-good' };
    expect(await failure(upload(content(good)))).toMatchObject(error);
    expect(await window.call('presets.list', null)).toEqual([]);
  });
});

describe('what the command line may name', () => {
  it('is a preset of the studio, one of the user’s own, or a file', async () => {
    const saved = await save('Mine');
    const { presets } = host.services;
    expect(await presets.findPreset('lstm')).toMatchObject({ id: 'lstm', name: 'LSTM over rows' });
    expect(await presets.findPreset('my-mine')).toEqual(saved);
    const file = foreign({ ...saved, id: 'my-other' }, 'other.inkstone.json');
    expect(await presets.findPreset(file)).toEqual({ ...saved, id: 'my-other' });
    expect(await presets.findPreset('my-gone')).toBeNull();
    expect(await presets.findPreset(path.join(home.folder, 'nowhere.json'))).toBeNull();
    expect((await failure(presets.findPreset(foreign('{')))).code).toBe('preset-unreadable');
  });
});
