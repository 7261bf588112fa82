import {
  promises as fs,
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppError } from '../../shared/contract/errors.ts';
import type { HandId, HandInfo, NewSample } from '../../shared/contract/schemas/hand.ts';
import { isActive, type Run } from '../../shared/contract/schemas/run.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import type { Drawing } from '../../shared/ink/types.ts';
import { presetFor } from '../../shared/model/presets/index.ts';
import { softmax } from '../../shared/model/presets/softmax.ts';
import { fineTuneRecipe } from '../../shared/runs/fine-tune-defaults.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { Random } from '../../shared/random/random.ts';
import { originOf, type OriginDependencies } from '../../electron/services/runs/fine-tune.ts';
import { readSplit } from '../../electron/files/image-set.ts';
import { faultyDisk, noSpace } from '../fixtures/faulty-disk.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { almost, drawing, scrawl } from '../fixtures/hand-drawings.ts';
import { shortSpec, startHost, until, type TestHost, type Window } from '../fixtures/host-services.ts';

let home: { folder: string; remove(): void };
let host: TestHost;
let window: Window;
beforeEach(async () => {
  home = temporaryFolder();
  host = await startHost(home.folder);
  window = host.window();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await host.services.stop();
  home.remove();
});

const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error as AppError,
  );
const create = (name = 'Mine', classes = ['a', 'b']): Promise<HandInfo> =>
  window.call('hands.create', { name, classes });
const add = (id: string, drawings: NewSample[], sitting: string | null = null, from = window) =>
  from.call('hands.add', { id, sitting, source: 'collecting', drawings });
const sittingsFolder = (id: string): string => path.join(home.folder, 'hands', id, 'sittings');
const fileOf = (id: string, sitting: string): string => path.join(sittingsFolder(id), `${sitting}.jsonl`);
/** So many drawings of the hand's two classes, in turn. */
const some = (count: number, from = 0): NewSample[] =>
  Array.from({ length: count }, (_, i) => drawing(i % 2 === 0 ? 'a' : 'b', from + i));
/** A run on the hand that goes on until it is ended. */
const learn = async (id: string): Promise<Run> => {
  const { task } = await host.services.datasets.taskOf({ datasets: [id] });
  const { model, recipe } = presetFor(softmax, task);
  const endless = { ...recipe, epochs: 999, validation: { kind: 'none' as const } };
  return window.call('runs.start', { version: 2, name: 'Run', model, data: { datasets: [id] }, recipe: endless });
};
const end = async (id: string): Promise<void> => {
  await window.call('runs.stop', { id });
  await until(window, id, ({ status }) => !isActive(status));
};
const upload = async (name: string, content: string | Uint8Array): Promise<string> => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  return (await window.call('files.upload', { name, bytes })).handle;
};

describe('drawings', () => {
  it('are kept with their strokes and times, changed and changed back, also by the next host', async () => {
    const hand = await create('我的手写', ['一', '二']);
    const heard: HandInfo[] = [];
    window.on('hand.changed', (info) => heard.push(info));
    const reading = { label: '7', probability: 0.5 };
    const first = await add(hand.id, [{ ...drawing('一', 1), reading }, drawing('二', 2)]);
    const second = await add(hand.id, [drawing('二', 3)], first.sitting);
    const [one, two, three] = [...first.samples, ...second.samples] as [string, string, string];
    expect(second.hand).toMatchObject({ counts: [1, 2], sittings: [{ id: first.sitting, count: 3 }], torn: 0 });
    await window.call('hands.relabel', { id: hand.id, labels: [{ sample: one, label: '二' }] });
    await window.call('hands.delete', { id: hand.id, samples: [two, three] });
    const last = await window.call('hands.restore', { id: hand.id, samples: [three] });
    expect(last).toMatchObject({ counts: [0, 2], deleted: 1 });
    expect(heard.at(-1)).toEqual(last);
    const next = await startHost(home.folder);
    const { hand: found, samples } = await next.window().call('hands.get', { id: hand.id });
    expect(found).toEqual(last);
    expect(samples).toMatchObject([
      { id: one, label: '二', reading, deleted: false, hasStrokes: true, part: 'train' },
      { id: two, label: '二', deleted: true, part: null },
      { id: three, label: '二', deleted: false },
    ]);
    const [ink] = await next.window().call('hands.ink', { id: hand.id, samples: [three] });
    expect(ink!.strokes).toEqual(scrawl(3));
    expect(ink!.image).toEqual(rasterize(scrawl(3) as unknown as Drawing));
    await next.services.stop();
  });

  it('from paper are images of the frame, and no others', async () => {
    const hand = await create();
    const image = Uint8Array.from({ length: 784 }, (_, i) => i % 256);
    const { samples } = await add(hand.id, [{ label: 'a', image }]);
    expect(await window.call('hands.ink', { id: hand.id, samples })).toEqual([
      { id: samples[0], strokes: null, sheet: null, image },
    ]);
    expect(await failure(add(hand.id, [drawing('a', 1), { label: 'a', image: image.subarray(1) }]))).toMatchObject({
      code: 'invalid-input',
    });
    expect((await window.call('hands.get', { id: hand.id })).samples).toHaveLength(1);
  });

  it('as written keep their place on the sheet', async () => {
    const frame = { height: 32, width: 32, framing: 'as-written' } as const;
    const hand = await window.call('hands.create', { name: 'o', classes: ['o', 'O'], frame });
    const sheet = { x: 0, y: 0, width: 100, height: 100 };
    const low = {
      label: 'o',
      strokes: [
        [
          [10, 90],
          [20, 95],
        ],
      ] as [number, number][][],
      sheet,
    };
    const { samples } = await add(hand.id, [low]);
    const [ink] = await window.call('hands.ink', { id: hand.id, samples });
    const rows = [...ink!.image.keys()].filter((i) => ink!.image[i]! > 0).map((i) => Math.floor(i / 32));
    expect(Math.min(...rows)).toBeGreaterThan(24);
  });

  it.each([
    ['another class', (id: string) => add(id, [drawing('a', 1), drawing('c', 1)]), 'hand-class-unknown'],
    ['another sitting', (id: string) => add(id, some(1), '20261129-085612-0a1b2c'), 'sitting-not-found'],
    ['no hand', () => add('hand-00000000', some(1)), 'hand-not-found'],
    ['a path', () => add('hand-../../..' as never, some(1)), 'invalid-input'],
    ['NaN', (id: string) => add(id, [{ label: 'a', strokes: [[[NaN, 0]]] }]), 'invalid-input'],
    ['no ink', (id: string) => add(id, [{ label: 'a', strokes: [] }]), 'invalid-input'],
    ['a huge number', (id: string) => add(id, [{ label: 'a', strokes: [[[1e300, 0]]] }]), 'invalid-input'],
    ['too many points', (id: string) => add(id, [{ label: 'a', strokes: scrawl(1, 20_001) }]), 'invalid-input'],
    [
      'no such drawing',
      (id: string) => window.call('hands.delete', { id, samples: ['0123456789ab'] }),
      'sample-not-found',
    ],
  ])('are refused whole: %s', async (_, work, code) => {
    const hand = await create();
    expect(await failure(work(hand.id))).toMatchObject({ code });
    expect(readdirSync(sittingsFolder(hand.id))).toEqual([]);
  });
});

describe('a crash, a full disk and a second host', () => {
  it('in the middle of a line: the line is told, what was before and comes after it stays', async () => {
    const hand = await create();
    const { sitting } = await add(hand.id, some(3));
    const file = fileOf(hand.id, sitting);
    truncateSync(file, readFileSync(file).length - 40);
    const next = await startHost(home.folder);
    const other = next.window();
    expect((await other.call('hands.list', null))[0]).toMatchObject({ counts: [1, 1], torn: 1 });
    const { hand: after } = await add(hand.id, some(2, 10), sitting, other);
    expect(after).toMatchObject({ counts: [2, 2], torn: 1 });
    // The first host has read the file before, when it was longer.
    expect((await window.call('hands.get', { id: hand.id })).hand).toEqual(after);
    await next.services.stop();
  });

  it('no byte of a file of any length is read as another drawing', async () => {
    const hand = await create();
    const { sitting } = await add(hand.id, some(2));
    const file = fileOf(hand.id, sitting);
    const whole = readFileSync(file);
    for (let length = whole.length; length >= 0; length -= 97) {
      writeFileSync(file, whole.subarray(0, length));
      const { samples, hand: info } = await window.call('hands.get', { id: hand.id });
      const lines = whole.subarray(0, length).toString().split('\n');
      expect(samples).toHaveLength(Math.max(0, Math.min(2, lines.length - 2)));
      expect(info.torn).toBe(lines.at(-1) === '' ? 0 : 1);
    }
  });

  it('a disk that fills takes nothing of what was there, says so, and takes the drawing when there is room', async () => {
    const hand = await create();
    const { sitting, samples } = await add(hand.id, some(2));
    const second = await add(hand.id, some(1, 5));
    const before = readFileSync(fileOf(hand.id, sitting));
    // Of a change to two sittings, the second meets the full disk.
    faultyDisk((name) => {
      if (name === `${second.sitting}.jsonl`) throw noSpace();
    });
    const all = [...samples, ...second.samples];
    expect(await failure(window.call('hands.delete', { id: hand.id, samples: all }))).toMatchObject({
      code: 'disk-full',
    });
    expect(readFileSync(fileOf(hand.id, sitting))).toEqual(before);
    expect((await window.call('hands.get', { id: hand.id })).hand).toEqual(second.hand);
    vi.restoreAllMocks();
    faultyDisk((name) => {
      if (name.endsWith('.jsonl')) throw noSpace();
    });
    expect(await failure(add(hand.id, some(1, 7), sitting))).toMatchObject({ code: 'disk-full' });
    expect(await failure(add(hand.id, some(1, 7)))).toMatchObject({ code: 'disk-full' });
    vi.restoreAllMocks();
    expect(readdirSync(sittingsFolder(hand.id))).toHaveLength(2);
    expect((await add(hand.id, some(1, 7), sitting)).hand.counts).toEqual([3, 1]);
  });

  it('a write that the disk takes half of leaves no half', async () => {
    const hand = await create();
    const { sitting } = await add(hand.id, some(1));
    const before = readFileSync(fileOf(hand.id, sitting));
    const { open } = fs;
    vi.spyOn(fs, 'open').mockImplementation(async (file, flags, mode) => {
      const handle = await open(file, flags, mode);
      if (flags === 'a+')
        vi.spyOn(handle, 'sync').mockImplementation(async () => {
          throw noSpace();
        });
      return handle;
    });
    expect(await failure(add(hand.id, some(3), sitting))).toMatchObject({ code: 'disk-full' });
    expect(readFileSync(fileOf(hand.id, sitting))).toEqual(before);
  });

  it('drawings of new classes: whenever a host is killed, the record names every class that lines name', async () => {
    const hand = await create();
    const file = path.join(home.folder, 'hands', hand.id, 'hand.json');
    const before = readFileSync(file, 'utf8');
    const seen: string[] = [];
    faultyDisk((name) => {
      if (!name.endsWith('.jsonl')) return;
      seen.push(readFileSync(file, 'utf8'));
      throw noSpace();
    });
    const drawings = [drawing('a', 1), drawing('c', 2)];
    const more = { sitting: null, source: 'import', drawings, newClasses: ['c'] } as const;
    expect(await failure(host.services.hands.add(hand.id, more))).toMatchObject({ code: 'disk-full' });
    expect(JSON.parse(seen[0]!)).toMatchObject({ classes: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] });
    // Nothing came of it, and it says so.
    expect(readFileSync(file, 'utf8')).toBe(before);
    vi.restoreAllMocks();
    const { hand: after } = await host.services.hands.add(hand.id, more);
    expect(after).toMatchObject({ classes: ['a', 'b', 'c'], counts: [1, 0, 1] });
  });

  it('a class that the record has lost: its drawings never become those of another one', async () => {
    const hand = await create('Mine', ['a', 'b', 'c']);
    await add(hand.id, [drawing('a', 1), drawing('c', 2)]);
    const file = path.join(home.folder, 'hands', hand.id, 'hand.json');
    const record = JSON.parse(readFileSync(file, 'utf8')) as { classes: object[] };
    writeFileSync(file, JSON.stringify({ ...record, classes: record.classes.slice(0, 2) }));
    const classes = ['a', 'b', 'd'].map((name) => ({ name, was: name === 'd' ? null : name }));
    expect(await window.call('hands.update', { id: hand.id, classes })).toMatchObject({
      counts: [1, 0, 0],
      deleted: 1,
    });
  });

  it('a clock that goes back: new drawings come after those that are there, whose parts stay', async () => {
    const clock = { now: 1_800_000_000_000 };
    const other = await startHost(home.folder, { now: () => clock.now });
    const from = other.window();
    const hand = await create();
    const first = await add(hand.id, some(12), null, from);
    const before = (await from.call('hands.get', { id: hand.id })).samples;
    clock.now -= 3_600_000;
    const second = await add(hand.id, some(12, 50), null, from);
    const after = (await from.call('hands.get', { id: hand.id })).samples;
    expect(after.map(({ id }) => id)).toEqual([...first.samples, ...second.samples]);
    expect(after.slice(0, 12)).toEqual(before);
    await other.services.stop();
  });

  it('two hosts on one hand and sitting lose nothing of each other', async () => {
    const hand = await create();
    const { sitting } = await add(hand.id, some(1));
    const next = await startHost(home.folder);
    const other = next.window();
    const both = [window, other].flatMap((from, h) =>
      Array.from({ length: 12 }, (_, i) =>
        add(hand.id, [drawing('a', 100 * h + i)], i % 3 === 0 ? null : sitting, from),
      ),
    );
    const answers = await Promise.all(both);
    const ids = answers.flatMap(({ samples }) => samples);
    const { samples, hand: info } = await window.call('hands.get', { id: hand.id });
    expect(new Set(samples.map(({ id }) => id))).toEqual(new Set([...ids, samples[0]!.id]));
    expect(info).toMatchObject({ counts: [25, 0], torn: 0 });
    expect((await other.call('hands.get', { id: hand.id })).samples).toEqual(samples);
    await next.services.stop();
  });

  it('two hosts cannot make two hands of one name', async () => {
    const next = await startHost(home.folder);
    const made = await Promise.allSettled([
      create('Mine'),
      next.window().call('hands.create', { name: 'mine', classes: ['a', 'b'] }),
    ]);
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await failure(create('MINE'))).toMatchObject({ code: 'hand-name-taken' });
    await next.services.stop();
  });

  it('no two hands, nor two classes of one, have names that look the same', async () => {
    await create('Zoë  K');
    for (const same of ['Zoe\u0308 K', 'zoë\tK', ' Zo\u200bë\u2003K'])
      expect(await failure(create(same)), JSON.stringify(same)).toMatchObject({ code: 'hand-name-taken' });
    const classes = ['é', 'e\u0301'];
    expect(await failure(create('Other', classes))).toMatchObject({
      code: 'class-names-invalid',
      params: { expected: 2, given: 1 },
    });
    await create('Other', ['o', 'O']);
  });

  it('drawings that came to the disk before their new class did are never of another class', async () => {
    const hand = await create();
    const { sitting } = await add(hand.id, some(2));
    const file = fileOf(hand.id, sitting);
    const last = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)!;
    const cut = { ...(JSON.parse(last) as object), id: '0123456789ab', label: 'c2' };
    appendFileSync(file, `${JSON.stringify(cut)}\n`);
    const classes = [...hand.classes.map((name) => ({ name, was: name })), { name: 'c', was: null }];
    const changed = await window.call('hands.update', { id: hand.id, classes });
    expect(changed).toMatchObject({ classes: ['a', 'b', 'c'], counts: [1, 1, 0], deleted: 1 });
    const labels = [{ sample: '0123456789ab', label: 'c' }];
    expect(await window.call('hands.relabel', { id: hand.id, labels })).toMatchObject({ counts: [1, 1, 1] });
  });

  it('a clock that is put back parts no drawing anew', async () => {
    const hand = await create();
    await add(hand.id, some(20));
    const parts = async (from = window) =>
      (await from.call('hands.get', { id: hand.id })).samples.map(({ id, part }) => [id, part]);
    const before = await parts();
    const next = await startHost(home.folder, { now: () => Date.now() - 86_400_000 });
    const other = next.window();
    await add(hand.id, some(11, 100), null, other);
    await add(hand.id, some(11, 200), null, other);
    expect((await parts(other)).slice(0, 20)).toEqual(before);
    await next.services.stop();
  });

  it('classes of one name or id, and moments that are no date, are told as damage, and take no other hand with them', async () => {
    const [hand, good] = [await create('hand'), await create('good')];
    const file = path.join(home.folder, 'hands', hand.id, 'hand.json');
    const record = JSON.parse(readFileSync(file, 'utf8')) as { classes: { id: string; name: string }[] };
    const [a, b] = record.classes as [{ id: string; name: string }, { id: string; name: string }];
    for (const damage of [
      { classes: [a, { ...b, name: a.name }] },
      { classes: [a, { ...b, id: a.id }] },
      { createdAt: 1e300 },
    ]) {
      writeFileSync(file, JSON.stringify({ ...record, ...damage }));
      expect(await failure(window.call('hands.get', { id: hand.id }))).toMatchObject({ code: 'file-torn' });
      expect(await window.call('hands.list', null)).toEqual([good]);
      expect((await window.call('datasets.list', null)).map(({ id }) => id)).toContain(good.id);
    }
  });

  it('what cannot be read is left where it is, and hides no other hand', async () => {
    const [torn, newer, good] = [await create('torn'), await create('newer'), await create('good')];
    const { sitting } = await add(newer.id, some(1));
    writeFileSync(path.join(home.folder, 'hands', torn.id, 'hand.json'), '{"version":1');
    appendFileSync(fileOf(newer.id, sitting), `${JSON.stringify({ type: 'sitting', version: 9 })}\n`);
    expect(await window.call('hands.list', null)).toEqual([good]);
    expect(await failure(window.call('hands.get', { id: torn.id }))).toMatchObject({ code: 'file-torn' });
    expect(await failure(add(newer.id, some(1), sitting))).toMatchObject({ code: 'file-newer' });
    const sets = await window.call('datasets.list', null);
    expect(sets.find(({ id }) => id === torn.id)).toMatchObject({
      status: { state: 'failed', error: { code: 'file-torn' } },
    });
    await window.call('hands.remove', { id: torn.id });
    expect(existsSync(path.join(home.folder, 'hands', torn.id))).toBe(false);
  });
});

describe('a hand', () => {
  it('gets other names and classes; drawings keep their own whatever it is called', async () => {
    const hand = await create('Mine', ['a', 'b', 'c']);
    const { samples } = await add(hand.id, [drawing('a', 1), drawing('c', 2)]);
    await window.call('hands.delete', { id: hand.id, samples: [samples[1]!] });
    const changed = await window.call('hands.update', {
      id: hand.id,
      name: 'Yours',
      classes: [
        { name: 'z', was: null },
        { name: 'c', was: 'a' },
      ],
    });
    expect(changed).toMatchObject({ name: 'Yours', classes: ['z', 'c'], counts: [0, 1], deleted: 1 });
    const gone = await failure(window.call('hands.restore', { id: hand.id, samples: [samples[1]!] }));
    expect(gone).toMatchObject({ code: 'hand-class-unknown', params: { name: 'c', hand: 'Yours' } });
    const used = [
      { name: 'z', was: 'z' },
      { name: 'y', was: null },
    ];
    expect(await failure(window.call('hands.update', { id: hand.id, classes: used }))).toMatchObject({
      code: 'hand-class-used',
      params: { name: 'c', count: 1 },
    });
    expect(await failure(window.call('hands.update', { id: hand.id, classes: used.slice(1) }))).toMatchObject({
      code: 'classes-too-few',
    });
    const twice = [
      { name: 'z', was: 'z' },
      { name: 'z', was: 'c' },
    ];
    expect(await failure(window.call('hands.update', { id: hand.id, classes: twice }))).toMatchObject({
      code: 'class-names-invalid',
    });
    expect((await window.call('hands.get', { id: hand.id })).hand).toEqual(changed);
  });

  it('goes to the trash and comes back with all that it had', async () => {
    const hand = await create();
    const { hand: before } = await add(hand.id, some(8));
    await window.call('datasets.preview', { id: hand.id, count: 4 });
    const removed = new Promise((resolve) => window.on('hand.removed', resolve));
    await window.call('hands.remove', { id: hand.id });
    expect(await removed).toEqual({ id: hand.id });
    expect(await window.call('hands.list', null)).toEqual([]);
    expect(readdirSync(path.join(home.folder, 'datasets')).filter((name) => name.startsWith('hand-'))).toEqual([]);
    expect(await failure(window.call('hands.get', { id: hand.id }))).toMatchObject({ code: 'hand-not-found' });
    expect(await window.call('hands.restoreHand', { id: hand.id })).toEqual(before);
    expect(await failure(window.call('hands.remove', { id: 'hand-00000000' }))).toMatchObject({
      code: 'hand-not-found',
    });
  });
});

describe('a hand as a data set', () => {
  it('is ready as it is now, part by part, and parts no near-duplicates', async () => {
    const hand = await create();
    expect(await failure(window.call('datasets.preview', { id: hand.id, count: 4 }))).toMatchObject({
      code: 'hand-empty',
    });
    const random = new Random([1, 2, 3, 4]);
    const drawn = Array.from({ length: 10 }, (_, i) => scrawl(i));
    const twice = [...drawn, ...drawn.map((strokes) => almost(strokes, 0.005, random))];
    const { samples, hand: info } = await add(
      hand.id,
      twice.map((strokes, i) => ({ label: i % 2 === 0 ? 'a' : 'b', strokes })),
    );
    expect(info.parts.nearDuplicates).toBe(10);
    expect(info.parts.train + info.parts.test).toBe(20);
    expect(info.parts.test).toBeGreaterThan(0);
    const list = await window.call('datasets.list', null);
    expect(list.find(({ id }) => id === hand.id)).toMatchObject({
      name: 'Mine',
      kind: 'hand',
      status: { state: 'ready' },
      task: { inputShape: [28, 28, 1], classes: ['a', 'b'] },
      trainCount: info.parts.train,
      testCount: info.parts.test,
    });
    const [files] = await host.services.datasets.prepare([hand.id]);
    const [train, test] = [await readSplit(files!, 'train'), await readSplit(files!, 'test')];
    expect([train.count, test.count]).toEqual([info.parts.train, info.parts.test]);
    const { samples: told } = await window.call('hands.get', { id: hand.id });
    const trained = told.flatMap(({ part }, i) => (part === 'train' ? [i % 10] : []));
    // Each with its copy, in one group.
    const byGroup = new Map(trained.map((number, i) => [number, train.groups![i]!]));
    for (const [i, number] of trained.entries()) expect(train.groups![i]).toBe(byGroup.get(number));
    await window.call('hands.delete', { id: hand.id, samples: samples.slice(0, 5) });
    const [later] = await host.services.datasets.prepare([hand.id]);
    expect((await readSplit(later!, 'train')).count + (await readSplit(later!, 'test')).count).toBe(15);
  });

  it('stays for a run as it was when the run was started, however the hand grows', async () => {
    const hand = await create();
    await add(hand.id, some(10));
    const run = await learn(hand.id);
    const { data } = run.spec;
    await end(run.id);
    const { samples } = await add(hand.id, some(3, 20));
    const count = async (states?: typeof data.states): Promise<number> => {
      const [files] = await host.services.datasets.prepare([hand.id], undefined, states);
      return (await readSplit(files!, 'train')).count + (await readSplit(files!, 'test')).count;
    };
    expect([await count(), await count(data.states)]).toEqual([13, 10]);
    await window.call('hands.delete', { id: hand.id, samples });
    expect([await count(), await count(data.states)]).toEqual([10, 10]);
    const folders = (): string[] =>
      readdirSync(path.join(home.folder, 'datasets')).filter((name) => name.startsWith(`${hand.id}.`));
    expect(folders()).toHaveLength(2);
    await window.call('runs.delete', { id: run.id });
    await add(hand.id, some(1, 30));
    expect(await count()).toBe(11);
    expect(folders()).toHaveLength(1);
    expect(await failure(count(data.states))).toMatchObject({ code: 'dataset-state-gone', params: { name: 'Mine' } });
  });

  it('shows images of the state that a run was started with, and refuses plainly where that is gone', async () => {
    const hand = await create();
    const first = await add(hand.id, some(10));
    const run = await learn(hand.id);
    await end(run.id);
    const state = run.spec.data.states![hand.id]!;
    const ask = { id: hand.id, split: 'test' as const, places: [0] };
    const then = await window.call('datasets.images', ask);
    await window.call('hands.delete', { id: hand.id, samples: first.samples.slice(0, 6) });
    await add(hand.id, some(7, 20));
    const now = await window.call('datasets.images', ask);
    expect(now.content).not.toBe(then.content);
    expect(await window.call('datasets.images', { ...ask, state })).toEqual(then);
    expect(await window.call('datasets.images', { ...ask, state, expected: then.content })).toEqual(then);
    const gone = { code: 'dataset-state-gone', params: { name: 'Mine' } };
    expect(await failure(window.call('datasets.images', { ...ask, expected: then.content }))).toMatchObject(gone);
    await window.call('runs.delete', { id: run.id });
    await add(hand.id, some(1, 40));
    await window.call('datasets.images', ask);
    expect(await failure(window.call('datasets.images', { ...ask, state }))).toMatchObject(gone);
  });

  it('is replayed by a fine-tune as it was when that was started, too', async () => {
    const [own, replayed] = [await create('Own', ['1', '7']), await create('Replayed', ['1', '7'])];
    const digits = some(10).map((one) => ({ ...one, label: one.label === 'a' ? '1' : '7' }));
    for (const hand of [own, replayed]) await add(hand.id, digits);
    const { id, spec } = await window.call('runs.fineTune', {
      ...{ version: 2, name: 'Mine', data: { datasets: [own.id] }, recipe: fineTuneRecipe(DIGITS) },
      from: { model: 'starter', freeze: 'none', head: 'keep', replay: { datasets: [replayed.id], share: 0.5 } },
    });
    await end(id);
    const stateOf = async (hand: string) => (await host.services.hands.store.get(hand as HandId)).stamp;
    expect(spec.data.states).toEqual({ [own.id]: await stateOf(own.id), [replayed.id]: await stateOf(replayed.id) });
    await add(replayed.id, digits.slice(0, 3));
    const asked: unknown[] = [];
    const prepare: OriginDependencies['prepare'] = (...choice) => {
      asked.push(choice[2]);
      return host.services.datasets.prepare(...choice);
    };
    const { services } = host;
    const origin = await originOf(
      (await window.call('runs.get', { id })).run,
      { prepare, prepareReady: async () => [], folderOf: (run) => path.join(services.env.storageFolder, 'runs', run) },
      { cancelled: false },
    );
    expect(asked).toEqual([spec.data.states]);
    const counts = await Promise.all(origin!.replay.map((files) => readSplit(files, 'train')));
    expect(counts[0]!.count).toBeLessThanOrEqual(10);
  });

  it('is not removed while a run needs it', async () => {
    const hand = await create();
    await add(hand.id, some(10));
    const { id } = await learn(hand.id);
    expect(await failure(window.call('hands.remove', { id: hand.id }))).toMatchObject({
      code: 'dataset-in-use',
      params: { run: 'Run' },
    });
    await end(id);
    await window.call('hands.remove', { id: hand.id });
  });

  it('starts no run while it is empty', async () => {
    const hand = await create();
    const request = { ...shortSpec(10, 1), data: { datasets: [hand.id] } };
    expect(await failure(window.call('runs.start', request))).toMatchObject({ code: 'hand-empty' });
    expect(await window.call('runs.list', null)).toEqual([]);
  });

  it('that keeps ink as written gives a run its framing, alone or framed anew, and joins no centred data as it is', async () => {
    const frame = { height: 28, width: 28, framing: 'as-written' } as const;
    const hand = await window.call('hands.create', { name: 'o', classes: ['a', 'b'], frame });
    await add(hand.id, some(20));
    const { datasets } = host.services;
    const own = [hand.id];
    expect(await datasets.taskOf({ datasets: own })).toMatchObject({ framing: 'as-written' });
    const resize = { height: 28, width: 28, framing: 'centred' } as const;
    expect(await datasets.taskOf({ datasets: own, transforms: { resize } })).toMatchObject({ framing: 'centred' });
    const both = { datasets: [...own, 'synthetic'] };
    expect(await failure(datasets.taskOf(both))).toMatchObject({ code: 'data-framings-differ' });
    expect(await datasets.taskOf({ ...both, transforms: { resize } })).toMatchObject({ framing: 'centred' });
  });

  it('is planned, named and renamed like any other', async () => {
    const hand = await create();
    await add(hand.id, some(40));
    const { recipe } = shortSpec(10, 1);
    const plan = await window.call('runs.plan', {
      data: { datasets: [hand.id] },
      recipe: { ...recipe, validation: { kind: 'stratified', fraction: 0.25 } },
    });
    const { parts } = (await window.call('hands.get', { id: hand.id })).hand;
    expect(plan.trainCount + plan.validationCount).toBe(parts.train);
    expect(plan.validationCount).toBeGreaterThan(0);
    expect(await window.call('datasets.update', { id: hand.id, name: 'X', classes: ['x', 'y'] })).toMatchObject({
      name: 'X',
      task: { classes: ['x', 'y'] },
    });
    expect((await window.call('hands.get', { id: hand.id })).hand).toMatchObject({ name: 'X', classes: ['x', 'y'] });
  });
});

describe('strokes in and out', () => {
  const json = JSON.stringify([
    { label: '7', strokes: scrawl(1) },
    { label: 3, strokes: scrawl(2) },
    { label: '3', strokes: [] },
  ]);

  it('are exported and imported again with their times', async () => {
    const made = await window.call('hands.import', {
      handle: await upload('mine.json', json),
      hand: null,
      name: 'Mine',
    });
    expect(made).toMatchObject({
      hand: { classes: ['3', '7'], counts: [1, 1] },
      added: 2,
      newClasses: ['3', '7'],
      skipped: 1,
    });
    const out = await window.call('hands.export', { id: made.hand.id, kind: 'strokes' });
    expect(out).toMatchObject({ name: 'Mine.strokes.json', leftOut: 0 });
    expect(JSON.parse(new TextDecoder().decode(out.bytes))).toEqual([
      { label: '7', strokes: scrawl(1) },
      { label: '3', strokes: scrawl(2) },
    ]);
    const more = await window.call('hands.import', {
      handle: await upload('more.json.gz', gzipSync(JSON.stringify([{ label: '9', strokes: scrawl(4) }]))),
      hand: made.hand.id,
      name: 'Mine',
    });
    expect(more).toMatchObject({ hand: { classes: ['3', '7', '9'], counts: [1, 1, 1] }, newClasses: ['9'] });
    expect(more.hand.sittings.map(({ source }) => source)).toEqual(['import', 'import']);
  });

  it('keep the sheet that they were written on', async () => {
    const frame = { height: 28, width: 28, framing: 'as-written' } as const;
    const hand = await window.call('hands.create', { name: 'o and O', classes: ['o', 'O'], frame });
    const sheet = { x: 0, y: 0, width: 400, height: 400 };
    await add(hand.id, [{ label: 'o', strokes: scrawl(1), sheet }]);
    const { bytes } = await window.call('hands.export', { id: hand.id, kind: 'strokes' });
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual([{ label: 'o', strokes: scrawl(1), sheet }]);
    await window.call('hands.import', {
      handle: await upload('o.json', Buffer.from(bytes)),
      hand: hand.id,
      name: 'o and O',
    });
    const { samples } = await window.call('hands.get', { id: hand.id });
    const [one, other] = await window.call('hands.ink', { id: hand.id, samples: samples.map(({ id }) => id) });
    expect(other!.image).toEqual(one!.image);
  });

  it('leave as pictures and as IDX what comes in again as the same images', async () => {
    const { hand } = await window.call('hands.import', {
      handle: await upload('a.json', json),
      hand: null,
      name: 'Mine',
    });
    const { samples } = await window.call('hands.get', { id: hand.id });
    const inks = await window.call('hands.ink', { id: hand.id, samples: samples.map(({ id }) => id) });
    const png = await window.call('hands.export', { id: hand.id, kind: 'png' });
    expect(Object.keys(unzipSync(png.bytes)).sort()).toEqual([
      `3/${samples[1]!.id}.png`,
      `7/${samples[0]!.id}.png`,
      'labels.csv',
    ]);
    const idx = unzipSync((await window.call('hands.export', { id: hand.id, kind: 'idx' })).bytes);
    expect(new TextDecoder().decode(idx['classes.txt'])).toBe('0\t3\n1\t7\n');
    expect([...idx['labels-idx1-ubyte']!]).toEqual([0, 0, 8, 1, 0, 0, 0, 2, 1, 0]);
    expect(idx['images-idx3-ubyte']!.subarray(0, 16)).toEqual(
      Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28),
    );
    expect(idx['images-idx3-ubyte']!.subarray(16)).toEqual(
      new Uint8Array(Buffer.concat(inks.map(({ image }) => image))),
    );
    const handle = await upload('mine.zip', png.bytes);
    const again = await window.call('datasets.inspect', { handle, ticket: 'ticket-1' });
    expect(again).toMatchObject({ task: { inputShape: [28, 28, 1], classes: ['3', '7'] } });
    expect(again.warnings.map(({ code }) => code)).not.toContain('inverted');
  });

  it.each([
    ['no JSON', '[{"label": "7", "strok', 'data-damaged'],
    ['no labels', JSON.stringify([{ strokes: scrawl(1) }]), 'labels-missing'],
    ['NaN', '[{"label":"7","strokes":[[[0,1],[null,3]]]}]', 'point-other'],
    ['numbers too large', '[{"label":"7","strokes":[[[0,1],[1e300,3]]]}]', 'record-invalid'],
    ['nothing but blanks', '[{"label":"7","strokes":[]}]', 'strokes-none'],
    ['one class', JSON.stringify([{ label: '7', strokes: scrawl(1) }]), 'classes-too-few'],
    ['no strokes at all', 'hello', 'strokes-none'],
  ])('that are damaged or none make no hand: %s', async (_, content, code) => {
    const handle = await upload('bad.json', content);
    const error = await failure(window.call('hands.import', { handle, hand: null, name: 'Mine' }));
    expect(error.code).toBe(code);
    expect(await window.call('hands.list', null)).toEqual([]);
    expect(readdirSync(path.join(home.folder, 'hands'))).toEqual([]);
  });

  it('of a hand without any cannot be exported', async () => {
    const hand = await create();
    expect(await failure(window.call('hands.export', { id: hand.id, kind: 'png' }))).toMatchObject({
      code: 'hand-empty',
    });
    await add(hand.id, [{ label: 'a', image: new Uint8Array(784) }]);
    expect(await failure(window.call('hands.export', { id: hand.id, kind: 'strokes' }))).toMatchObject({
      code: 'hand-no-strokes',
    });
    await add(hand.id, some(2));
    expect(await window.call('hands.export', { id: hand.id, kind: 'strokes' })).toMatchObject({ leftOut: 1 });
  });
});
