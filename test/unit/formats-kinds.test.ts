import { readFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { labelOf } from '../../electron/formats/table/label.ts';
import { crc32 } from '../../electron/formats/tree/crc32.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { idxBytes, patterns } from '../fixtures/idx-files.ts';
import { encodePng } from '../fixtures/png.ts';
import { refusal, stageFiles, type Files } from '../fixtures/staging.ts';

const COUNT = 12;
const images = patterns(COUNT, 8, 8);
const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 3);
const pair = (ink: Uint8Array = images): Files => ({
  images: idxBytes(8, [COUNT, 8, 8], ink),
  labels: idxBytes(8, [COUNT], labels),
});
const zipped = (files: Files): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)])));
const table = (label: (i: number) => string): string =>
  Array.from({ length: COUNT }, (_, i) => [label(i), ...images.subarray(i * 64, (i + 1) * 64)].join(',')).join('\n');

/** A zip whose files say that they are encrypted, or compressed by `method`. */
function marked(files: Files, { flag = 0, method = 8 }: { flag?: number; method?: number }): Uint8Array {
  const bytes = Buffer.from(zipped(files));
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4)) {
    bytes.writeUInt16LE(bytes.readUInt16LE(at + 8) | flag, at + 8);
    bytes.writeUInt16LE(method, at + 10);
  }
  return bytes;
}

describe('an archive that cannot be used says why', () => {
  it.each<[string, Uint8Array, object]>([
    ['encrypted', marked(pair(), { flag: 1 }), { code: 'archive-encrypted' }],
    ['by another method', marked(pair(), { method: 12 }), { code: 'archive-compression' }],
    ['with names that lead out alone', zipped({ '../images': 'x' }), { code: 'unsafe-path' }],
    ['with nothing but an empty file', zipped({ images: '' }), { code: 'file-empty', params: { file: 'images' } }],
  ])('%s', async (_, bytes, expected) => {
    expect(await refusal({ 'all.zip': bytes }, { root: 'all.zip' })).toMatchObject(expected);
  });

  it('and one with something in front of it is read', async () => {
    const whole = Buffer.concat([Buffer.from('#!/bin/sh\nexit 1\n'), Buffer.from([0, 1, 2, 255]), zipped(pair())]);
    const staged = await stageFiles({ 'self.zip': whole }, { root: 'self.zip' });
    expect(Buffer.compare(staged.images, images)).toBe(0);
    expect(await refusal({ 'self.zip': 'no archive at all' }, { root: 'self.zip' })).toMatchObject({
      code: 'archive-damaged',
    });
  });
});

describe('a table', () => {
  it.each(['utf-16le', 'utf-16be'])('in %s with its mark is read', async (encoding) => {
    const text = Buffer.from(`\ufeff${table((i) => ['à', 'b', 'c'][i % 3]!)}`, 'utf16le');
    const staged = await stageFiles({ 'a.csv': encoding === 'utf-16le' ? text : text.swap16() });
    expect(staged.classes).toEqual(['à', 'b', 'c']);
    expect(Buffer.compare(staged.images, images)).toBe(0);
  });

  it.each(['NaN', 'nan', '2.5', '1e400', '-Infinity', 'inf', '<NA>'])('with the label %s is refused', async (label) => {
    const text = table((i) => (i === 4 ? label : String(i % 3)));
    expect(await refusal({ 'a.csv': text })).toEqual({
      code: 'label-invalid',
      params: { file: 'a.csv', index: 5, label },
    });
  });

  it('says what numbers and names its labels are', () => {
    expect(['7', ' 7'.trim(), '7.0', '7e0', '-1', 'A', '1a', 'nano', 'infix', '.'].map(labelOf)).toEqual([
      7,
      7,
      7,
      7,
      -1,
      'A',
      '1a',
      'nano',
      'infix',
      '.',
    ]);
  });

  it('whose first quote is never closed is refused with its row, beside which others are read', async () => {
    const open = `"${table(() => '1')}`;
    expect(await refusal({ 'a.csv': open })).toMatchObject({ code: 'record-invalid', params: { file: 'a.csv' } });
    expect((await stageFiles({ 'a.csv': open, ...pair() })).skipped).toEqual([{ file: 'a.csv', reason: 'damaged' }]);
  });
});

it('arrays of objects, and headers that are damaged, are told apart', async () => {
  const objects = readFileSync(path.join(repositoryRoot, 'test', 'fixtures', 'world', 'objects.npz'));
  expect(await refusal({ 'objects.npz': objects })).toMatchObject({ code: 'array-unread' });
  const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (-5, 8, 8), }".padEnd(117) + '\n';
  const negative = Buffer.concat([
    Buffer.from('\x93NUMPY\x01\0', 'latin1'),
    Buffer.from([118, 0]),
    Buffer.from(header),
  ]);
  expect(await refusal({ 'x.npy': negative })).toEqual({ code: 'data-damaged', params: { file: 'x.npy' } });
});

it('pictures that are too large are told as that; where all are, the import says so', async () => {
  /** The header alone claims 60,000 x 60,000 pixels. */
  const giant = Buffer.from(encodePng(patterns(1, 8, 8), 8, 8));
  giant.writeUInt32BE(60_000, 16);
  giant.writeUInt32BE(60_000, 20);
  giant.writeUInt32BE(crc32(giant.subarray(12, 29)), 29);
  const small = (i: number): Uint8Array => encodePng(patterns(i + 1, 8, 8).subarray(i * 64), 8, 8);
  const mixed = { 'a/0.png': small(0), 'a/1.png': small(1), 'b/2.png': small(2), 'b/3.png': new Uint8Array(giant) };
  const staged = await stageFiles(mixed);
  expect(staged.count).toBe(3);
  expect(staged.skipped).toEqual([{ file: 'b/3.png', reason: 'too-large' }]);
  const all = await refusal({ 'a/0.png': new Uint8Array(giant), 'b/1.png': new Uint8Array(giant) });
  expect(all).toMatchObject({ code: 'image-too-large', params: { file: 'a/0.png', width: 60_000 } });
});

it('images that are all blank, or all the same, are refused: there is nothing to learn', async () => {
  const one = images.subarray(0, 64);
  const same = Uint8Array.from({ length: COUNT * 64 }, (_, i) => one[i % 64]!);
  for (const ink of [new Uint8Array(COUNT * 64), same]) {
    expect(await refusal(pair(ink))).toMatchObject({ code: 'images-all-alike', params: { count: COUNT } });
  }
});

it('class names that are too long are cut and told, whole characters kept, and cleaned of what is not seen', async () => {
  const long = `${'x'.repeat(39)}😀 and more`;
  const staged = await stageFiles({ 'a.csv': table((i) => [long, 'short', 'two\u202e\u200b\tlines'][i % 3]!) });
  expect(staged.classes).toEqual(['short', 'two lines', 'x'.repeat(39)]);
  expect(staged.warnings).toMatchObject([{ code: 'names-cut', params: { count: 1, name: 'x'.repeat(39) } }]);
});
