import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../shared/contract/errors.ts';
import type { CallOutput } from '../../shared/contract/define.ts';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { HandInfo } from '../../shared/contract/schemas/hand.ts';
import { encodeIdx, IDX_BYTE } from '../../shared/data/idx.ts';
import { imagesAt } from '../../shared/data/labelled-images.ts';
import { LIGHT_STROKES, NO_STROKE_AUGMENTATION } from '../../shared/ink/change-strokes.ts';
import { stream } from '../../shared/random/random.ts';
import { readImageSet, readSplit } from '../../electron/files/image-set.ts';
import { encodeGreyPng } from '../../electron/formats/png.ts';
import { importHand } from '../../electron/services/hands/import-hand.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { drawing } from '../fixtures/hand-drawings.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';
import { readMnist } from '../fixtures/mnist.ts';

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

const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error as AppError,
  );
const bring = async (name: string, bytes: Uint8Array) => {
  const { handle } = await window.call('files.upload', { name, bytes: new Uint8Array(bytes) });
  return window.call('hands.import', { handle, hand: null, name });
};
/** A hand's images with their labels, in the order of labels and then of bytes. */
const contentOf = async ({ hand }: Pick<CallOutput<HostCalls, 'hands.import'>, 'hand'>): Promise<string[]> => {
  const { samples } = await window.call('hands.get', { id: hand.id });
  const inks = await window.call('hands.ink', { id: hand.id, samples: samples.map(({ id }) => id) });
  return inks.map(({ image }, i) => `${samples[i]!.label} ${Buffer.from(image).toString('hex')}`).sort();
};
/** Signs that are hard on names of folders and on what is beside them. */
const SIGNS = ['a', 'A', '/', '..', '二', 'x,y', '"', '100%', '007'];
const drawn = async (): Promise<HandInfo> => {
  const hand = await window.call('hands.create', { name: 'Mine', classes: SIGNS });
  const drawings = Array.from({ length: 2 * SIGNS.length }, (_, i) => drawing(SIGNS[i % SIGNS.length]!, i));
  return (await window.call('hands.add', { id: hand.id, sitting: null, source: 'collecting', drawings })).hand;
};

describe('the data set of a hand', () => {
  it('has the strokes of its training images, from which they are drawn anew', async () => {
    const frame = { height: 32, width: 24, framing: 'as-written' } as const;
    const hand = await window.call('hands.create', { name: 'Mine', classes: ['a', 'b'], frame });
    const sheet = { x: -100, y: -100, width: 400, height: 400 };
    const paper = Uint8Array.from({ length: 32 * 24 }, (_, i) => (i % 7 === 0 ? 255 : 0));
    const drawings = Array.from({ length: 20 }, (_, i) => {
      if (i % 5 === 0)
        return { label: 'a', image: Uint8Array.from(paper, (level, k) => (k % (i + 2) === 0 ? 9 : level)) };
      return { ...drawing(i % 2 === 0 ? 'a' : 'b', i), sheet };
    });
    await window.call('hands.add', { id: hand.id, sitting: null, source: 'collecting', drawings });
    const [files] = await host.services.datasets.prepare([hand.id]);
    expect(files!.sha256!.trainPens).toMatch(/^[0-9a-f]{64}$/);
    const set = await readSplit(files!, 'train');
    const random = stream(1, 'strokes');
    const anew = Array.from({ length: set.count }, (_, i) => set.drawAnew!(i, NO_STROKE_AUGMENTATION, random));
    expect(anew.filter((image) => image === null).length).toBeGreaterThan(0);
    for (const [i, image] of anew.entries()) if (image) expect(image).toEqual(imagesAt(set, [i]));
    expect(set.drawAnew!(anew.findIndex(Boolean), LIGHT_STROKES, random)).not.toEqual(anew.find(Boolean));
    // Framed anew, left out, and joined with what has no strokes, each still draws its own.
    const centred = { resize: { height: 28, width: 28, framing: 'centred' as const } };
    const spec = {
      task: { inputShape: [28, 28, 1] as [number, number, 1], classes: ['b', 'a'] },
      data: { datasets: [hand.id], transforms: { ...centred, leaveOut: { [hand.id]: [0, 3] } } },
    };
    const changed = await readImageSet([files!], 'train', spec);
    expect(changed.count).toBe(set.count - 2);
    for (let i = 0; i < changed.count; i++) {
      const image = changed.drawAnew!(i, NO_STROKE_AUGMENTATION, random);
      if (image) expect(image).toEqual(imagesAt(changed, [i]));
    }
    const bytes = readFileSync(files!.trainPens!);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(files!.trainPens!, bytes);
    expect(await failure(readSplit(files!, 'train'))).toMatchObject({
      code: 'dataset-damaged',
      params: { id: hand.id, file: 'train-pens.f64' },
    });
  });

  it('from paper alone has none', async () => {
    const hand = await window.call('hands.create', { name: 'Mine', classes: ['a', 'b'] });
    const drawings = Array.from({ length: 12 }, (_, i) => ({
      label: i % 2 === 0 ? 'a' : 'b',
      image: Uint8Array.from({ length: 784 }, (_, k) => ((k * (i + 3)) % 11 === 0 ? 200 : 0)),
    }));
    await window.call('hands.add', { id: hand.id, sitting: null, source: 'paper', drawings });
    const [files] = await host.services.datasets.prepare([hand.id]);
    expect(files!.trainPens).toBeUndefined();
    expect((await readSplit(files!, 'train')).drawAnew).toBeUndefined();
  });
});

describe('images that are taken into a hand', () => {
  it.each(['png', 'idx'] as const)(
    'as %s, which it was exported to, are the same to the byte, with their signs',
    async (kind) => {
      const hand = await drawn();
      const { bytes } = await window.call('hands.export', { id: hand.id, kind });
      const taken = await bring('mine.zip', bytes);
      expect(taken).toMatchObject({ added: 18, skipped: 0, mends: [] });
      expect([...taken.newClasses].sort()).toEqual([...SIGNS].sort());
      expect(taken.hand.sittings).toMatchObject([{ source: 'import', count: 18 }]);
      expect(await contentOf(taken)).toEqual(await contentOf({ hand }));
      const { samples } = await window.call('hands.get', { id: taken.hand.id });
      expect(samples.every(({ hasStrokes }) => !hasStrokes)).toBe(true);
    },
  );

  it('of a folder of IDX files or pictures come in as they are, beside drawings with strokes', async () => {
    const hand = await window.call('hands.create', { name: 'Mine', classes: ['7', '3'] });
    await window.call('hands.add', {
      id: hand.id,
      sitting: null,
      source: 'collecting',
      drawings: [drawing('7', 1)],
    });
    const { images, labels } = readMnist('test');
    const folder = path.join(home.folder, 'idx');
    mkdirSync(folder);
    writeFileSync(
      path.join(folder, 't10k-images-idx3-ubyte'),
      encodeIdx(IDX_BYTE, [30, 28, 28], images.slice(0, 30 * 784)),
    );
    writeFileSync(path.join(folder, 't10k-labels-idx1-ubyte'), encodeIdx(IDX_BYTE, [30], labels.slice(0, 30)));
    const { services } = host;

    const sources = { reader: services.reader, imports: services.datasets.imports };
    const wish = { path: folder, file: 'idx', hand: hand.id, name: 'Mine' };
    const taken = await importHand(services.hands, sources, wish);
    expect(taken).toMatchObject({ added: 30, skipped: 0, mends: [] });
    expect(taken.hand.classes.slice(0, 2)).toEqual(['7', '3']);
    // Of the first thirty none is an 8.
    expect([...taken.hand.classes].sort()).toEqual([...'012345679']);
    const own = Array.from({ length: 30 }, (_, i) => {
      return `${labels[i]} ${Buffer.from(images.subarray(i * 784, (i + 1) * 784)).toString('hex')}`;
    });
    expect((await contentOf(taken)).filter((line) => own.includes(line))).toHaveLength(30);
    // They make a data set, and their strokes come along where there are some.
    const [files] = await services.datasets.prepare([hand.id]);
    expect(files!.task.classes).toHaveLength(9);
  });

  it('that are dark on light, or of another size, are put right, and blank ones are left out', async () => {
    const { images, labels } = readMnist('test');
    const negative = images.slice(0, 20 * 784).map((level) => 255 - level);
    const taken = await bring(
      'negative.zip',
      zipSync({
        'images-idx3-ubyte': encodeIdx(
          IDX_BYTE,
          [21, 28, 28],
          Buffer.concat([negative, new Uint8Array(784).fill(255)]),
        ),
        'labels-idx1-ubyte': encodeIdx(IDX_BYTE, [21], Uint8Array.from([...labels.slice(0, 20), 1])),
      }),
    );
    expect(taken).toMatchObject({ added: 20, skipped: 1, mends: ['inverted'] });
    const own = Array.from({ length: 20 }, (_, i) => {
      return `${labels[i]} ${Buffer.from(images.subarray(i * 784, (i + 1) * 784)).toString('hex')}`;
    });
    expect(await contentOf(taken)).toEqual(own.sort());
    const large = (level: number): Uint8Array => {
      const picture = new Uint8Array(60 * 40).fill(255);
      for (let y = 10; y < 50; y++) for (let x = 18; x < 18 + level; x++) picture[y * 40 + x] = 0;
      return encodeGreyPng(picture, 40, 60);
    };
    const bars = await bring(
      'bars.zip',
      zipSync({ 'one/1.png': large(4), 'two/1.png': large(9), 'two/2.png': large(10) }),
    );
    expect(bars).toMatchObject({ added: 3, newClasses: ['one', 'two'] });
    const [ink] = await window.call('hands.ink', {
      id: bars.hand.id,
      samples: [(await window.call('hands.get', { id: bars.hand.id })).samples[0]!.id],
    });
    const rows = [...ink!.image.keys()].filter((i) => ink!.image[i]! > 0).map((i) => Math.floor(i / 28));
    expect([Math.min(...rows), Math.max(...rows)]).toEqual([4, 23]);
  });

  it('of one single sign are taken once it is named, into a hand that has others', async () => {
    const { images } = readMnist('test');
    const picture = (i: number): Uint8Array => encodeGreyPng(images.slice(i * 784, (i + 1) * 784), 28, 28);
    const zip = zipSync({
      'one/IMG_1.png': picture(0),
      'one/IMG_2.png': picture(1),
      'one/notes.txt': new Uint8Array(9).fill(65),
    });
    const hand = await window.call('hands.create', { name: 'Mine', classes: ['a', 'b'] });
    const { handle } = await window.call('files.upload', { name: 'one.zip', bytes: new Uint8Array(zip) });
    const wish = { handle, hand: hand.id, name: 'one' };
    expect(await failure(window.call('hands.import', wish))).toMatchObject({
      code: 'picture-classes-missing',
      params: { count: 2 },
    });
    const taken = await window.call('hands.import', { ...wish, sign: 'b' });
    expect(taken).toMatchObject({ added: 2, newClasses: [], skipped: 1, hand: { counts: [0, 2] } });
    const pixels = (i: number): string => `b ${Buffer.from(images.subarray(i * 784, (i + 1) * 784)).toString('hex')}`;
    expect(await contentOf(taken)).toEqual([pixels(0), pixels(1)].sort());
    expect(await window.call('hands.import', { ...wish, sign: '二' })).toMatchObject({
      newClasses: ['二'],
      hand: { classes: ['a', 'b', '二'], counts: [0, 2, 2] },
    });
    // A hand of one sign can teach nothing: none is made.
    expect((await failure(window.call('hands.import', { ...wish, hand: null, sign: 'x' }))).code).toBe(
      'classes-too-few',
    );
    expect(await window.call('hands.list', null)).toHaveLength(1);
  });

  const pixel = encodeGreyPng(new Uint8Array(784).fill(9), 28, 28);
  const pair = (count: number, labels: number) => ({
    'images-idx3-ubyte': encodeIdx(IDX_BYTE, [count, 28, 28], readMnist('test').images.slice(0, count * 784)),
    'labels-idx1-ubyte': encodeIdx(IDX_BYTE, [labels], readMnist('test').labels.slice(0, labels)),
  });
  it.each([
    ['pictures without classes', 'a.zip', () => zipSync({ 'x.png': pixel, 'y.png': pixel }), 'picture-classes-missing'],
    ['images without labels', 'a.idx', () => pair(3, 3)['images-idx3-ubyte'], 'labels-missing'],
    ['more images than labels', 'a.zip', () => zipSync(pair(4, 3)), 'idx-count-mismatch'],
    [
      'images cut short',
      'a.zip',
      () => zipSync({ ...pair(4, 4), 'images-idx3-ubyte': pair(4, 4)['images-idx3-ubyte'].subarray(0, 900) }),
      'idx-wrong-size',
    ],
    ['images that are all blank', 'a.zip', () => zipSync({ 'a/1.png': pixel, 'b/1.png': pixel }), 'images-all-alike'],
    ['a text', 'a.txt', () => new TextEncoder().encode('hello'), 'strokes-none'],
  ])('make no hand where there is something wrong: %s', async (_, name, bytes, code) => {
    expect((await failure(bring(name, bytes()))).code).toBe(code);
    expect(await window.call('hands.list', null)).toEqual([]);
    expect(readdirSync(path.join(home.folder, 'hands'))).toEqual([]);
  });

  it('have a classes.txt believed only if it names every line’s number', async () => {
    const hand = await drawn();
    const files = unzipSync((await window.call('hands.export', { id: hand.id, kind: 'idx' })).bytes);
    const taken = await bring('mine.zip', zipSync({ ...files, 'classes.txt': new TextEncoder().encode('cat\ndog\n') }));
    expect(taken.newClasses).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
  });
});
