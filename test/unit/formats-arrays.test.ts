import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../fixtures/folders.ts';
import { idxBytes, numberBytes, patterns } from '../fixtures/idx-files.ts';
import { refusal, stageFiles } from '../fixtures/staging.ts';

const COUNT = 12;
const images = patterns(COUNT);
const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 3);
const imageFile = idxBytes(8, [COUNT, 10, 9], images);
const labelFile = idxBytes(8, [COUNT], labels);
const names = Array.from(labels, String);
const world = (name: string): Uint8Array => readFileSync(path.join(repositoryRoot, 'test', 'fixtures', 'world', name));
const truth = JSON.parse(world('truth.json').toString()) as { labels: number[]; image: number[] };

describe('IDX', () => {
  const numbers = [...images];
  const types: [string, Uint8Array][] = [
    ['unsigned bytes', imageFile],
    ['signed bytes that were meant as unsigned', idxBytes(9, [COUNT, 10, 9], images)],
    ['shorts', idxBytes(0x0b, [COUNT, 10, 9], numberBytes('int16', numbers))],
    ['ints', idxBytes(0x0c, [COUNT, 10, 9], numberBytes('int32', numbers))],
    ['floats of 0 to 255', idxBytes(0x0d, [COUNT, 10, 9], numberBytes('float32', numbers))],
    [
      'doubles of 0 to 1',
      idxBytes(
        0x0e,
        [COUNT, 10, 9],
        numberBytes(
          'float64',
          numbers.map((level) => level / 255),
        ),
      ),
    ],
    ['a last dimension of 1', idxBytes(8, [COUNT, 10, 9, 1], images)],
    [
      'everything in little-endian order',
      idxBytes(0x0c, [COUNT, 10, 9], numberBytes('int32', numbers, true), { littleEndian: true }),
    ],
  ];
  it.each(types)('of %s is read to the same images', async (_, file) => {
    const staged = await stageFiles({ 'train-images-idx3-ubyte': file, 'train-labels-idx1-ubyte': labelFile });
    expect(staged).toMatchObject({ count: COUNT, height: 10, width: 9, classes: ['0', '1', '2'], names });
    expect(Buffer.compare(staged.images, images)).toBe(0);
  });

  it('of flat rows is of square images', async () => {
    const square = patterns(COUNT, 8, 8);
    const staged = await stageFiles({ images: idxBytes(8, [COUNT, 64], square), labels: labelFile });
    expect(staged).toMatchObject({ height: 8, width: 8 });
    expect(Buffer.compare(staged.images, square)).toBe(0);
  });

  it('takes labels of any integer type, and the first of QMNIST’s eight columns', async () => {
    const wide = Array.from(labels).flatMap((label) => [label, 0, 9, 9, 9, 9, 9, 9]);
    for (const file of [
      idxBytes(0x0b, [COUNT], numberBytes('int16', [...labels])),
      idxBytes(0x0c, [COUNT], numberBytes('int32', [...labels])),
      idxBytes(0x0c, [COUNT, 8], numberBytes('int32', wide)),
    ]) {
      expect(await stageFiles({ 'q-images-idx3-ubyte': imageFile, 'q-labels-idx2-int': file })).toMatchObject({
        names,
      });
    }
  });

  it('parts training from test by names and folders, and leaves what is only of one part whole', async () => {
    const both = {
      'train/images': imageFile,
      'train/labels': labelFile,
      'test/images': imageFile,
      'test/labels': labelFile,
    };
    expect((await stageFiles(both)).counts).toEqual({ whole: [0, 0, 0], train: [4, 4, 4], test: [4, 4, 4] });
    const one = { 'train-images.idx3-ubyte': imageFile, 'train-labels.idx1-ubyte': labelFile };
    expect((await stageFiles(one)).counts).toEqual({ whole: [4, 4, 4], train: [0, 0, 0], test: [0, 0, 0] });
  });

  it('that is there twice, packed and not, is read once and the copy told', async () => {
    const staged = await stageFiles({ images: imageFile, 'images.gz': gzipSync(imageFile), labels: labelFile });
    expect(staged).toMatchObject({ count: COUNT, skipped: [{ file: 'images.gz', reason: 'packed-copy' }] });
  });

  it('is refused with the reason when it is cut short, too long, empty, or alone', async () => {
    const cut = await refusal({ images: imageFile.subarray(0, 500), labels: labelFile });
    expect(cut).toEqual({
      code: 'idx-wrong-size',
      params: { file: 'images', actual: 500, expected: imageFile.length },
    });
    expect(await refusal({ images: Uint8Array.of(...imageFile, 0), labels: labelFile })).toMatchObject({
      code: 'idx-wrong-size',
    });
    expect(
      await refusal({ images: idxBytes(8, [0, 10, 9], new Uint8Array()), labels: idxBytes(8, [0], new Uint8Array()) }),
    ).toMatchObject({ code: 'data-empty' });
    expect(await refusal({ images: imageFile })).toEqual({ code: 'labels-missing', params: { file: 'images' } });
    expect(await refusal({ labels: labelFile })).toEqual({ code: 'images-missing', params: { file: 'labels' } });
    expect(await refusal({ images: imageFile, labels: idxBytes(8, [COUNT - 1], labels.subarray(1)) })).toEqual({
      code: 'idx-count-mismatch',
      params: { images: COUNT, labels: COUNT - 1 },
    });
    const half = idxBytes(
      0x0d,
      [COUNT],
      numberBytes(
        'float32',
        Array.from(labels, (label) => label + 0.5),
      ),
    );
    expect(await refusal({ images: imageFile, labels: half })).toMatchObject({
      code: 'label-invalid',
      params: { index: 1 },
    });
    const notANumber = idxBytes(
      0x0d,
      [COUNT, 10, 9],
      numberBytes(
        'float32',
        Array.from(images, () => NaN),
      ),
    );
    expect(await refusal({ images: notANumber, labels: labelFile })).toMatchObject({ code: 'data-damaged' });
  });

  it('with a header that claims gigabytes is refused by what the file holds', async () => {
    const claim = idxBytes(8, [0xffffffff, 4000, 4000], new Uint8Array(100));
    expect(await refusal({ images: claim, labels: idxBytes(8, [0xffffffff], new Uint8Array(5)) })).toMatchObject({
      code: 'data-too-many',
    });
    const bomb = gzipSync(Buffer.alloc(30_000_000));
    expect(await refusal({ images: Buffer.concat([imageFile, bomb]), labels: labelFile })).toMatchObject({
      code: 'idx-wrong-size',
    });
  });
});

describe('several data sets', () => {
  const others = Uint8Array.from(labels, (label) => (label + 1) % 3);
  const pairs = {
    'left-images': imageFile,
    'left-labels': labelFile,
    'right-images': imageFile,
    'right-labels': idxBytes(8, [COUNT], others),
  };
  it('are asked about; one can be chosen', async () => {
    const asked = await stageFiles(pairs);
    expect(asked).toMatchObject({ set: null, sets: [{ name: 'left', count: COUNT }, { name: 'right' }] });
    const chosen = await stageFiles(pairs, { choice: 'right' });
    expect(chosen).toMatchObject({ set: 'right', names: Array.from(others, String), warnings: [] });
    expect(chosen.skipped).toEqual([
      { file: 'left-images', reason: 'other-set' },
      { file: 'left-labels', reason: 'other-set' },
    ]);
  });

  it('that could be parts of one may be taken in turn, but the others are told of', async () => {
    const first = await stageFiles(pairs, { takeFirst: true });
    expect(first).toMatchObject({
      set: 'left',
      warnings: [{ code: 'several-sets', params: { taken: 'left', others: ['right'] } }],
    });
  });

  it('two files of labels for the same images are never chosen between', async () => {
    const files = {
      'images-idx3-ubyte': imageFile,
      'labels-idx1-ubyte': labelFile,
      'backup-labels-idx1-ubyte': idxBytes(8, [COUNT], others),
    };
    const asked = await stageFiles(files, { takeFirst: true });
    expect(asked.set).toBeNull();
    expect(asked.sets.map(({ name }) => name)).toEqual(['labels-idx1-ubyte', 'backup-labels-idx1-ubyte']);
    expect((await stageFiles(files, { choice: 'backup-labels-idx1-ubyte' })).names).toEqual(Array.from(others, String));
  });
});

describe('EMNIST', () => {
  it('has names for its classes and says that its images are transposed', async () => {
    const letters = idxBytes(
      8,
      [COUNT],
      labels.map((label) => label + 1),
    );
    const files = {
      'emnist-letters-train-images-idx3-ubyte': imageFile,
      'emnist-letters-train-labels-idx1-ubyte': letters,
    };
    const staged = await stageFiles(files);
    expect(staged.classes).toHaveLength(26);
    expect(staged.names.slice(0, 4)).toEqual(['a', 'b', 'c', 'a']);
    expect(staged.transposedByName).toBe(true);
    const mapped = await stageFiles({ ...files, 'emnist-letters-mapping.txt': '1 88 120\n2 89 121\n3 90 122\n' });
    expect(mapped).toMatchObject({ classes: ['x', 'y', 'z'], skipped: [] });
    // What is no code point names nothing.
    const wrong = '1 88.5\n2 -1\n3 1114112\n4 NaN\n1 97\n2 98\n3 99\n';
    expect((await stageFiles({ ...files, 'emnist-letters-mapping.txt': wrong })).classes).toEqual(['a', 'b', 'c']);
  });
});

describe('NumPy', () => {
  const expectTruth = (staged: Awaited<ReturnType<typeof stageFiles>>): void => {
    expect(staged).toMatchObject({ count: 12, height: 16, width: 12 });
    expect([...staged.images.subarray(7 * 192, 8 * 192)]).toEqual(truth.image);
  };
  it('as Keras ships MNIST', async () => {
    const staged = await stageFiles({ 'keras.npz': world('keras.npz') });
    expectTruth(staged);
    expect(staged.names).toEqual(truth.labels.map(String));
    expect(staged.counts).toEqual({ whole: [0, 0, 0], train: [3, 3, 3], test: [1, 1, 1] });
  });

  it('with fractions, names, or a one in the class’s place', async () => {
    const floats = await stageFiles({ 'floats.npz': world('floats.npz') });
    expectTruth(floats);
    expect(floats.warnings).toMatchObject([{ code: 'values-scaled', params: { from: 0, to: 1 } }]);
    const named = await stageFiles({ 'names.npz': world('names.npz') });
    expectTruth(named);
    expect(named.names.slice(0, 3)).toEqual(['apple', 'pear', 'plum']);
    const hot = await stageFiles({ 'one-hot.npz': world('one-hot.npz') });
    expect(hot.names).toEqual(truth.labels.map(String));
  });

  it('of Python objects, or stored by columns, is told and not guessed at', async () => {
    expect(await refusal({ 'objects.npz': world('objects.npz') })).toMatchObject({ code: 'array-unread' });
    const staged = await stageFiles({ 'keras.npz': world('keras.npz'), 'columns.npy': world('columns.npy') });
    expect(staged.skipped).toEqual([{ file: 'columns.npy', reason: 'object-array' }]);
  });
});
