import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { boxOf } from '../../shared/ink/box-of.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { idxBytes, patterns } from '../fixtures/idx-files.ts';
import { encodePng } from '../fixtures/png.ts';
import { refusal, stageFiles, type Files } from '../fixtures/staging.ts';

const COUNT = 12;
const images = patterns(COUNT);
const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 3);
const pair = {
  'images-idx3-ubyte': idxBytes(8, [COUNT, 10, 9], images),
  'labels-idx1-ubyte': idxBytes(8, [COUNT], labels),
};
const world = (name: string): Uint8Array => readFileSync(path.join(repositoryRoot, 'test', 'fixtures', 'world', name));
const zipped = (files: Files): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)])));
const png = (i: number, height = 10, width = 9): Buffer =>
  encodePng(patterns(i + 1, height, width).subarray(i * height * width), width, height);

describe('gzip', () => {
  it('is taken off once or twice, of several members, with bytes after the end told', async () => {
    const file = pair['images-idx3-ubyte'];
    const members = Buffer.concat([gzipSync(file.subarray(0, 333)), gzipSync(file.subarray(333))]);
    const forms: [Uint8Array, string[]][] = [
      [gzipSync(file), []],
      [gzipSync(gzipSync(file)), []],
      [members, []],
      [Buffer.concat([gzipSync(file), Buffer.alloc(512)]), []],
      [Buffer.concat([gzipSync(file), Buffer.from('trailing')]), ['gzip-trailing']],
    ];
    for (const [bytes, warned] of forms) {
      const staged = await stageFiles({ ...pair, 'images-idx3-ubyte': bytes });
      expect(Buffer.compare(staged.images, images)).toBe(0);
      expect(staged.warnings.map(({ code }) => code)).toEqual(warned);
    }
  });

  it('that is torn or has another checksum is refused', async () => {
    const whole = gzipSync(pair['images-idx3-ubyte']);
    const wrong = Uint8Array.from(whole);
    wrong[whole.length - 6]! ^= 1;
    for (const bytes of [
      whole.subarray(0, 40),
      whole.subarray(0, whole.length - 9),
      whole.subarray(0, whole.length - 3),
      wrong,
    ]) {
      expect(await refusal({ ...pair, 'images-idx3-ubyte': bytes })).toEqual({
        code: 'gzip-torn',
        params: { file: 'images-idx3-ubyte' },
      });
    }
  });
});

describe('zip', () => {
  it('of the whole, of each file, and of zips is read as what is in it', async () => {
    const each = Object.fromEntries(
      Object.entries(pair).map(([name, bytes]) => [`${name}.zip`, zipped({ [name]: bytes })]),
    );
    for (const files of [{ 'all.zip': zipped(pair) }, each, { 'outer.zip': zipped({ 'inner.zip': zipped(pair) }) }]) {
      const staged = await stageFiles(files);
      expect(Buffer.compare(staged.images, images)).toBe(0);
    }
    expect((await stageFiles({ 'all.zip': zipped(pair) }, { root: 'all.zip' })).count).toBe(COUNT);
  });

  it('passes over what macOS adds, and refuses names that lead out of it', async () => {
    const staged = await stageFiles({
      'all.zip': zipped({
        ...pair,
        '__MACOSX/._images-idx3-ubyte': 'x',
        '._labels-idx1-ubyte': 'x',
        '../evil-idx1': 'x',
      }),
      '._images-idx3-ubyte': 'x',
      '.DS_Store': 'x',
    });
    expect(staged).toMatchObject({ count: COUNT, skipped: [{ file: 'all.zip/../evil-idx1', reason: 'unsafe-name' }] });
  });

  it('that is damaged is refused: cut short, or with another byte in a file', async () => {
    const whole = zipped(pair);
    expect(await refusal({ 'all.zip': whole.subarray(0, whole.length - 30) })).toMatchObject({
      code: 'archive-damaged',
    });
    const changed = Uint8Array.from(whole);
    changed[80]! ^= 0x55;
    expect(['archive-damaged', 'data-not-understood', 'labels-missing']).toContain(
      (await refusal({ 'all.zip': changed })).code,
    );
  });

  it('that promises more than it may hold is refused by its directory', async () => {
    const whole = Buffer.from(zipSync({ 'images-idx3-ubyte': [new Uint8Array(1000), { level: 9 }] }));
    const record = whole.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    const many = Buffer.from(whole);
    many.writeUInt32LE(2000, record + 24);
    expect(await refusal({ 'a.zip': many })).toMatchObject({ code: 'archive-damaged' });
    many.writeUInt32LE(0xfffffff0, record + 24);
    expect(await refusal({ 'a.zip': many })).toMatchObject({ code: 'unpacks-too-large' });
  });
});

describe('tables', () => {
  const pixels = (i: number): number[] => [...patterns(COUNT, 8, 8).subarray(i * 64, (i + 1) * 64)];
  const rows = (order: 'first' | 'last'): string =>
    Array.from(labels, (label, i) =>
      (order === 'first' ? [label, ...pixels(i)] : [...pixels(i), label]).join(','),
    ).join('\n');
  const header = ['label', ...pixels(0).map((_, i) => `pixel${i}`)].join(',');

  it('with the label first or last, with or without a header, are read to the same images', async () => {
    for (const text of [
      `${header}\n${rows('first')}`,
      rows('first'),
      rows('last'),
      `\ufeff${header}\r\n${rows('first').replaceAll('\n', '\r\n')}`,
      rows('first').replaceAll(',', ';'),
    ]) {
      const staged = await stageFiles({ 'train.csv': text });
      expect(staged).toMatchObject({ count: COUNT, height: 8, width: 8, names: Array.from(labels, String) });
      expect(Buffer.compare(staged.images, patterns(COUNT, 8, 8))).toBe(0);
    }
  });

  it('of letters, of fractions, and of sizes that the header names', async () => {
    const letters = Array.from(labels, (label, i) => ['ABC'[label], ...pixels(i)].join(',')).join('\n');
    expect((await stageFiles({ 'a.csv': letters })).names.slice(0, 3)).toEqual(['A', 'B', 'C']);
    const fractions = Array.from(labels, (label, i) =>
      [label, ...pixels(i).map((level) => (level / 255).toFixed(6))].join(','),
    );
    expect(Buffer.compare((await stageFiles({ 'a.csv': fractions.join('\n') })).images, patterns(COUNT, 8, 8))).toBe(0);
    const names = Array.from({ length: 90 }, (_, i) => `${Math.floor(i / 9) + 1}x${(i % 9) + 1}`);
    const sized = Array.from(labels, (label, i) => [label, ...images.subarray(i * 90, (i + 1) * 90)].join(','));
    expect(await stageFiles({ 'a.csv': [['label', ...names].join(','), ...sized].join('\n') })).toMatchObject({
      height: 10,
      width: 9,
    });
  });

  it('parts train from test by their names, and tells of tables that are none', async () => {
    const staged = await stageFiles({
      'mnist_train.csv': rows('first'),
      'mnist_test.csv': rows('first'),
      'sample_submission.csv': 'ImageId,Label\n1,0\n2,0\n',
    });
    expect(staged.counts).toMatchObject({ train: [4, 4, 4], test: [4, 4, 4] });
    expect(staged.skipped).toEqual([{ file: 'sample_submission.csv', reason: 'not-understood' }]);
  });

  it('with a row that is not like the others are refused with its number', async () => {
    const lines = rows('first').split('\n');
    lines[4] = lines[4]!.replace(/,\d+$/, ',oops');
    expect(await refusal({ 'a.csv': lines.join('\n') })).toEqual({
      code: 'record-invalid',
      params: { file: 'a.csv', record: 5 },
    });
    expect(await refusal({ 'a.csv': `${rows('first')}\n1,2,3` })).toMatchObject({ code: 'record-invalid' });
    expect(
      await refusal({
        'test.csv': rows('first')
          .split('\n')
          .map((line) => line.split(',').slice(1).join(','))
          .join('\n'),
      }),
    ).toMatchObject({ code: 'labels-missing' });
  });
});

describe('pictures', () => {
  const folders = (count: number, size: (i: number) => [number, number] = () => [10, 9]): Files =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => {
        const [height, width] = size(i);
        return [`${'abc'[i % 3]}/${i}.png`, png(i, height, width)];
      }),
    );

  it('are of the class that their folder is named for; their values and size stay', async () => {
    const staged = await stageFiles(folders(6));
    expect(staged).toMatchObject({ count: 6, height: 10, width: 9, classes: ['a', 'b', 'c'], framed: false });
    expect(staged.names).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
    expect(Buffer.compare(staged.images.subarray(0, 90), images.subarray(0, 90))).toBe(0);
  });

  it('have train and test above their folders', async () => {
    const files = Object.fromEntries(
      Object.entries(folders(6)).flatMap(([name, bytes]) => [
        [`set/train/${name}`, bytes],
        [`set/test/${name}`, bytes],
      ]),
    );
    expect((await stageFiles(files)).counts).toEqual({ whole: [0, 0, 0], train: [2, 2, 2], test: [2, 2, 2] });
  });

  it('of one folder have their class in their names', async () => {
    const flat = (name: (i: number) => string): Files =>
      Object.fromEntries(Array.from({ length: 6 }, (_, i) => [name(i), png(i)]));
    for (const name of [
      (i: number) => `${i % 3}_000${i}.png`,
      (i: number) => `000${i}-${i % 3}.png`,
      (i: number) => `signs/${'abc'[i % 3]}${i}.png`,
    ]) {
      const staged = await stageFiles(flat(name));
      expect(staged.classes).toHaveLength(3);
      expect(staged.count).toBe(6);
    }
    expect(await refusal(flat((i) => `IMG_${2000 + i}.png`))).toEqual({
      code: 'picture-classes-missing',
      params: { count: 6 },
    });
  });

  it('are all of one sign where somebody says so, and nothing else is read then', async () => {
    const files: Files = {
      '7/a.png': png(1),
      'x/IMG_1.png': png(2),
      'b.png': Buffer.from('no picture'),
      'b_2.png': png(3),
    };
    const table = 'file,label\na.png,1\nb_2.png,2\n';
    const staged = await stageFiles({ ...files, 'labels.csv': table, ...pair }, { label: '二' });
    expect(staged).toMatchObject({ count: 3, classes: ['二'], names: ['二', '二', '二'] });
    expect(staged.skipped.map(({ file }) => file).sort()).toEqual([
      'b.png',
      'images-idx3-ubyte',
      'labels-idx1-ubyte',
      'labels.csv',
    ]);
    expect(await refusal(pair, { label: '二' })).toMatchObject({ code: 'data-not-understood' });
  });

  it('go by a table of labels, and those that it leaves out are told', async () => {
    const table = ['file,label', ...Array.from({ length: 5 }, (_, i) => `${i}.png,${['yes', 'no'][i % 2]}`)].join('\n');
    const files = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`images/${i}.png`, png(i)]));
    const staged = await stageFiles({ ...files, 'labels.csv': table });
    expect(staged).toMatchObject({ count: 5, classes: ['no', 'yes'], names: ['yes', 'no', 'yes', 'no', 'yes'] });
    expect(staged.skipped).toEqual([{ file: 'images/5.png', reason: 'no-class' }]);
    expect(await refusal({ ...files, 'a.csv': table, 'b.csv': table.replace('0.png,yes', '0.png,no') })).toMatchObject({
      code: 'labels-disagree',
    });
  });

  it('of unlike sizes are brought into one frame; one that is damaged is told and the others read', async () => {
    const staged = await stageFiles({ ...folders(6, (i) => [20 + 5 * i, 30]), 'a/broken.png': png(0).subarray(0, 60) });
    expect(staged).toMatchObject({ count: 6, height: 28, width: 28, framed: true });
    expect(staged.skipped).toContainEqual({ file: 'a/broken.png', reason: 'damaged' });
    const kept = await stageFiles(
      folders(6, (i) => [20 + 5 * i, 30]),
      { framing: 'as-written' },
    );
    expect(kept).toMatchObject({ count: 6, height: 28, width: 28, framed: true, framing: 'as-written', drawn: false });
    expect(Buffer.compare(kept.images, staged.images)).not.toBe(0);
  });

  it('come as parquet from Hugging Face, with names for their numbers', async () => {
    const staged = await stageFiles({ 'data/train-00000-of-00001.parquet': world('train-00000-of-00001.parquet') });
    const truth = JSON.parse(world('truth.json').toString()) as { labels: number[]; image: number[] };
    expect(staged).toMatchObject({ count: 12, height: 16, width: 12, classes: ['apple', 'pear', 'plum'] });
    expect(staged.names).toEqual(truth.labels.map((label) => ['apple', 'pear', 'plum'][label]));
    expect([...staged.images.subarray(7 * 192, 8 * 192)]).toEqual(truth.image);
    expect(await refusal({ 'a.parquet': world('train-00000-of-00001.parquet').subarray(0, 3000) })).toMatchObject({
      code: 'data-damaged',
    });
  });
});

describe('drawings', () => {
  const line = [
    [
      [0, 0],
      [0, 100],
    ],
  ];
  const cross = [
    [
      [0, 0],
      [100, 100],
    ],
    [
      [100, 0],
      [0, 100],
    ],
  ];
  const ours = JSON.stringify([
    { label: 'l', strokes: line },
    { label: 'x', strokes: cross },
    { label: 'x', strokes: [] },
  ]);

  it('of our own kind become images; one without ink is told', async () => {
    const staged = await stageFiles({ 'hand.json': ours });
    expect(staged).toMatchObject({
      count: 2,
      height: 28,
      width: 28,
      names: ['l', 'x'],
      skipped: [{ file: 'hand.json#3', reason: 'no-ink' }],
    });
    expect(staged.highest).toBe(255);
  });

  it('of Quick Draw and UNIPEN are the same drawings', async () => {
    const columns = (strokes: number[][][]): number[][][] =>
      strokes.map((stroke) => [stroke.map(([x]) => x!), stroke.map(([, y]) => y!)]);
    const lines = [
      { word: 'l', drawing: columns(line) },
      { word: 'x', drawing: columns(cross) },
    ]
      .map((item) => JSON.stringify(item))
      .join('\n');
    const pen = (strokes: number[][][]): string =>
      strokes
        .map((stroke) => ['.PEN_DOWN', ...stroke.map(([x, y]) => ` ${x} ${-y!}`), '.PEN_UP'].join('\n'))
        .join('\n');
    const unipen = `.VERSION 1.0\n.SEGMENT CHARACTER 0 OK "l"\n${pen(line)}\n.SEGMENT CHARACTER 1 OK "x"\n${pen(cross)}\n`;
    const truth = (await stageFiles({ 'hand.json': ours })).images;
    for (const files of [{ 'cat.ndjson': lines }, { 'pen.tra': unipen }] as Files[]) {
      const staged = await stageFiles(files);
      expect(staged.names).toEqual(['l', 'x']);
      expect(Buffer.compare(staged.images, truth)).toBe(0);
    }
  });

  describe('that are to stay as they were written', () => {
    const ring = (size: number): number[][][] => [
      Array.from({ length: 13 }, (_, i) => [
        Math.round(100 + size * Math.cos((i * Math.PI) / 6)),
        Math.round(150 - size + size * Math.sin((i * Math.PI) / 6)),
      ]),
    ];
    const written = (...items: readonly (readonly [string, number, object?])[]): string =>
      JSON.stringify(items.map(([label, size, more = {}]) => ({ label, strokes: ring(size), ...more })));
    const heightOf = (staged: { images: Uint8Array }, i: number): number =>
      boxOf(staged.images.subarray(i * 784, (i + 1) * 784), 28, 28, 40)!.height;

    it('keep their size and place on the sheet of all of them, in all files alike', async () => {
      const files = { 'train.json': written(['O', 45], ['o', 20], ['o', 20]), 'test.json': written(['o', 20]) };
      const centred = await stageFiles(files);
      const kept = await stageFiles(files, { framing: 'as-written' });
      expect([centred, kept]).toMatchObject([
        { framing: 'centred', drawn: true },
        { framing: 'as-written', drawn: true },
      ]);
      expect([0, 1, 2, 3].map((i) => heightOf(centred, i))).toEqual([20, 20, 20, 20]);
      // In the order of the files: test before train.
      const [small, large] = [heightOf(kept, 0), heightOf(kept, 1)];
      expect(large).toBeGreaterThan(24);
      expect(small / large).toBeCloseTo(20 / 45, 0);
      expect(kept.images.subarray(0, 784)).toEqual(kept.images.subarray(2 * 784, 3 * 784));
      expect(kept.sha256).not.toBe(centred.sha256);
    });

    it('have the sheet that they bring', async () => {
      const sheet = { x: 0, y: 0, width: 300, height: 300 };
      const staged = await stageFiles(
        { 'hand.json': written(['O', 45, { sheet }], ['o', 20, { sheet }], ['O', 45, { sheet: 'A4' }]) },
        { framing: 'as-written' },
      );
      expect(heightOf(staged, 0)).toBeLessThan(14);
      expect(heightOf(staged, 1)).toBeLessThan(heightOf(staged, 0) - 2);
      // What is no sheet is passed over.
      expect(heightOf(staged, 2)).toBeGreaterThan(24);
    });

    it('are refused where they are too far from each other to be on one sheet', async () => {
      // One upright, one level: each can be drawn, but between them is no distance.
      const strokes = [
        [
          [-1e308, -1e308],
          [0, 9],
        ],
        [
          [1e308, 5e307],
          [0, 9],
        ],
      ];
      const far = strokes.map((stroke, i) => JSON.stringify({ word: 'lm'[i], drawing: [stroke] })).join('\n');
      expect(await stageFiles({ 'a.ndjson': far })).toMatchObject({ count: 2 });
      expect(await refusal({ 'a.ndjson': far }, { framing: 'as-written' })).toEqual({
        code: 'record-invalid',
        params: { file: 'a.ndjson', record: 2 },
      });
    });
  });

  it('that are damaged are refused with their number', async () => {
    const bad = JSON.stringify([
      { label: 'l', strokes: line },
      { label: 'x', strokes: [[[0, null]]] },
    ]);
    expect(await refusal({ 'hand.json': bad })).toEqual({
      code: 'point-other',
      params: { file: 'hand.json', drawing: 2, stroke: 1, point: 1, found: 'null' },
    });
    const odd = JSON.stringify([
      { label: 'l', strokes: line },
      { label: 2.5, strokes: line },
    ]);
    expect(await refusal({ 'hand.json': odd })).toEqual({
      code: 'record-invalid',
      params: { file: 'hand.json', record: 2 },
    });
    expect(await refusal({ 'hand.json': JSON.stringify([line, cross]) })).toEqual({
      code: 'labels-missing',
      params: { file: 'hand.json' },
    });
    expect(await refusal({ 'hand.json': ours.slice(0, -4) })).toMatchObject({ code: 'data-damaged' });
    expect(await refusal({ 'hand.json': '[]' })).toMatchObject({ code: 'images-missing' });
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect((await refusal({ 'hand.json': deep })).code).toMatch(/data-damaged|labels-missing|record-invalid/);
  });
});

describe('what is not data', () => {
  it('says what it is', async () => {
    expect(await refusal({ 'a.gz': '<!DOCTYPE html>\n<html><body>Sign in</body></html>' })).toEqual({
      code: 'file-is-page',
      params: { file: 'a.gz' },
    });
    expect(await refusal({ 'notes.txt': 'Hello' })).toMatchObject({ code: 'data-not-understood' });
    expect(await refusal({})).toMatchObject({ code: 'data-not-understood' });
    expect(await refusal({}, { root: 'nowhere' })).toMatchObject({ code: 'path-missing' });
    const { skipped } = await stageFiles({
      ...pair,
      'model.h5': '\x89HDF\r\n\x1a\n',
      'empty.txt': '',
      'data.pkl': Uint8Array.of(0x80, 4, 0x95, 0),
    });
    expect(Object.fromEntries(skipped.map(({ file, reason }) => [file, reason]))).toMatchObject({
      'empty.txt': 'empty',
      'data.pkl': 'pickle',
    });
  });
});
