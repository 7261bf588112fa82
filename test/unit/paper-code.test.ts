import { describe, expect, it } from 'vitest';
import type { SheetWish } from '../../shared/contract/schemas/paper.ts';
import { boxesOf } from '../../shared/paper/boxes.ts';
import { BAND, bandData, bandModules, bandOf, MOST_BYTES } from '../../shared/paper/code/band.ts';
import { decodePage, encodePage, labelsOf, type PageCode } from '../../shared/paper/code/payload.ts';
import { decode, encode, WORD } from '../../shared/paper/code/reed-solomon.ts';
import { headingOf, MARK_SIDE, markMiddles, PAGES, type Rect } from '../../shared/paper/page.ts';
import { planSheet } from '../../shared/paper/plan.ts';
import { stream } from '../../shared/random/random.ts';

const random = stream(5, 'synthetic');
const someBytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => random.integer(256));

/** With `count` bytes changed, none of them twice. */
function damaged(word: Uint8Array, count: number): Uint8Array {
  const result = word.slice();
  const places = random.shuffle(Uint32Array.from({ length: WORD }, (_, i) => i));
  for (const place of places.subarray(0, count)) result[place]! ^= 1 + random.integer(255);
  return result;
}

describe('the error-correcting code', () => {
  it.each([64, 128, 192])('with %i bytes of parity puts half as many wrong bytes right, and refuses more', (parity) => {
    for (let i = 0; i < 8; i++) {
      const data = someBytes(WORD - parity);
      const word = encode(data, parity);
      expect(word.subarray(0, data.length)).toEqual(data);
      expect(decode(word, parity)).toEqual(data);
      expect(decode(damaged(word, random.integer(parity / 2) + 1), parity)).toEqual(data);
      expect(decode(damaged(word, parity / 2), parity)).toEqual(data);
      expect(decode(damaged(word, parity / 2 + 1 + random.integer(20)), parity)).toBeNull();
    }
  });

  it('finds nothing in noise', () => {
    for (let i = 0; i < 50; i++) expect(decode(someBytes(WORD), 64)).toBeNull();
  });

  it('takes no more data than fits', () => {
    expect(() => encode(someBytes(WORD - 63), 64)).toThrow(RangeError);
    expect(() => bandModules(someBytes(MOST_BYTES + 1))).toThrow(RangeError);
  });
});

const someCode = (changes: Partial<PageCode> = {}): PageCode => ({
  id: '00ff0a1b',
  page: 2,
  pages: 3,
  hand: 'hand-0123abcd',
  format: 'letter',
  columns: 10,
  times: 4,
  before: 1,
  boxes: 7,
  classes: ['a', 'b'],
  ...changes,
});

describe('a page’s code', () => {
  it.each<[string, Partial<PageCode>]>([
    ['letters', {}],
    ['no hand, A4', { hand: null, format: 'a4' }],
    ['Chinese characters', { classes: ['永', '砚'] }],
    ['a character of two code units', { classes: ['𠀀', '😀'] }],
    ['words', { classes: ['Grüße', 'two words'] }],
    ['one name after another one that is a word', { classes: ['ab', 'c'] }],
    ['half a character', { classes: ['\ud800', 'b'] }],
  ])('keeps what it says: %s', (_name, changes) => {
    const code = someCode(changes);
    expect(decodePage(bandData(bandModules(encodePage(code)))!)).toEqual(code);
  });

  it('is still read where a tenth of the band is covered', () => {
    const code = someCode();
    const modules = bandModules(encodePage(code));
    for (let row = 0; row < BAND.rows; row++) modules.fill(1, row * BAND.columns + 40, row * BAND.columns + 55);
    expect(decodePage(bandData(modules)!)).toEqual(code);
  });

  it('tells a later form from what is none', () => {
    const bytes = encodePage(someCode());
    expect(decodePage(Uint8Array.from([bytes[0]! + 1, ...bytes.subarray(1)]))).toBe('newer');
    expect(decodePage(new Uint8Array(40))).toBeNull();
  });

  it.each<[string, Partial<PageCode>]>([
    ['more boxes than the page has', { boxes: 200, classes: Array.from({ length: 51 }, (_, i) => String(i + 100)) }],
    ['names for other boxes', { classes: ['a', 'b', 'c'] }],
    ['a page after the last', { page: 4 }],
    ['no boxes side by side', { columns: 0 }],
    ['a hand that can be none', { hand: '../hand' }],
    ['a name that would move a terminal', { classes: ['a\u001b', 'b'] }],
    ['a name that is too long', { classes: ['a', 'b'.repeat(41)] }],
  ])('refuses what no sheet has: %s', (_name, changes) => {
    expect(decodePage(encodePage(someCode(changes)))).toBeNull();
  });

  it('refuses bytes that end within it', () => {
    const bytes = encodePage(someCode());
    for (let length = 1; length < bytes.length; length++) expect(decodePage(bytes.subarray(0, length))).toBeNull();
  });
});

const wish = (changes: Partial<SheetWish>): SheetWish => ({
  classes: ['0', '1'],
  times: 10,
  columns: 10,
  format: 'a4',
  title: null,
  hand: null,
  language: 'en',
  ...changes,
});

describe('the plan of a sheet', () => {
  const chinese = Array.from({ length: 300 }, (_, i) => String.fromCodePoint(0x4e00 + i));
  it.each([
    ['ten digits', wish({ classes: [...'0123456789'] })],
    ['one sign', wish({ classes: ['永'], times: 1 })],
    ['signs that go over pages', wish({ classes: [...'abcdefghijklmnopqrstuvwxyz'], times: 7, format: 'letter' })],
    ['many signs, one box each', wish({ classes: chinese, times: 1, columns: 14 })],
    ['long names', wish({ classes: Array.from({ length: 9 }, (_, i) => '永'.repeat(39) + i), times: 3 })],
  ])('has each box once, in order, on pages that say so themselves: %s', (_name, { classes, times, ...rest }) => {
    const pages = planSheet({ classes, times, ...rest }, '0123abcd');
    const read = pages.map((page) => decodePage(bandData(bandModules(encodePage(page)))!) as PageCode);
    expect(read).toEqual(pages);
    expect(read.flatMap(labelsOf)).toEqual(classes.flatMap((name) => Array<string>(times).fill(name)));
    expect(new Set(pages.map((page) => page.pages))).toEqual(new Set([pages.length]));
  });

  it('refuses more pages than are printed together, and says about how many there would be', () => {
    const classes = Array.from({ length: 1000 }, (_, i) => `${i}`);
    expect(() => planSheet(wish({ classes, times: 50 }), '0123abcd')).toThrow(
      expect.objectContaining({ code: 'sheet-too-long', params: { pages: expect.any(Number), limit: 99 } }),
    );
  });
});

describe('the layout of a page', () => {
  const overlap = (a: Rect, b: Rect): boolean =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

  it.each(
    (['a4', 'letter'] as const).flatMap((format) => [6, 7, 8, 9, 10, 11, 12, 13, 14].map((n) => [format, n] as const)),
  )('%s with %i columns: nothing overlaps, and everything lies where printers reach', (format, columns) => {
    const page = PAGES[format];
    const marks = markMiddles(format).map(([x, y]) => ({
      x: x - MARK_SIDE / 2,
      y: y - MARK_SIDE / 2,
      width: MARK_SIDE,
      height: MARK_SIDE,
    }));
    const boxes = boxesOf(format, columns).flatMap(({ square, label }) => [square, label]);
    expect(boxes.length).toBeGreaterThanOrEqual(2 * 5 * columns);
    const all = [...marks, bandOf(format), headingOf(format), ...boxes];
    all.forEach((rect, i) => expect(all.slice(i + 1).some((other) => overlap(rect, other))).toBe(false));
    for (const { x, y, width, height } of all) {
      expect(Math.min(x, y, page.width - x - width, page.height - y - height)).toBeGreaterThanOrEqual(9);
    }
  });
});
