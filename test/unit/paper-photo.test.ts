import { beforeAll, describe, expect, it } from 'vitest';
import { sheetReadingSchema } from '../../shared/contract/schemas/paper.ts';
import { BAND, bandModules, bandOf } from '../../shared/paper/code/band.ts';
import { markMiddles } from '../../shared/paper/page.ts';
import { readSheet } from '../../shared/paper/read-sheet.ts';
import { paint, printSheet, strokeOn, type Sheet } from '../fixtures/printed-sheet.ts';
import { photograph, shadow, type Shot } from '../fixtures/sheet-photo.ts';
import { idealSample, likeness, writtenSheet, type WrittenSheet } from '../fixtures/written-sheet.ts';

/** Whole photographs are made and read: seconds each on a busy machine. */
const TIMEOUT = 180_000;

let written: WrittenSheet;
beforeAll(async () => {
  written = await writtenSheet();
}, TIMEOUT);

const SMALL = { width: 900, height: 1200 };

describe('a photograph of a sheet that MNIST’s writers wrote on', { timeout: TIMEOUT }, () => {
  const shots: [string, Shot, { turned?: number; mirrored?: boolean }][] = [
    ['scanned at 150 dots an inch', { width: 1240, height: 1754, fill: 1, blurs: 0, grain: 1 }, {}],
    [
      'by a phone: in perspective, in shadow, curled by 2 degrees',
      { width: 1500, height: 2000, pitch: 18, yaw: -9, roll: 7, curl: 2, light: shadow, grain: 3 },
      {},
    ],
    ['curled by 10 degrees along a slanting line', { ...SMALL, pitch: 15, yaw: 8, curl: 10, curlAlong: 25 }, {}],
    ['upside down', { ...SMALL, roll: 183, pitch: 10 }, { turned: 180 }],
    ['on its side', { width: 1200, height: 900, roll: 91 }, { turned: 270 }],
    ['a mirror image', { ...SMALL, roll: 5, mirrored: true }, { mirrored: true }],
    ['in the dark', { ...SMALL, light: () => 0.2, grain: 1.5 }, {}],
    ['with few pixels', { width: 700, height: 930, pitch: 6 }, {}],
  ];
  it.each(shots)(
    '%s: each box is found, and what was written in it',
    (_name, shot, { turned = 0, mirrored = false }) => {
      const reading = readSheet(photograph(written.sheet, shot), 'photo.jpg');
      expect(sheetReadingSchema.safeParse(reading).success).toBe(true);
      expect(reading).toMatchObject({ turned, mirrored });
      expect(reading.sheet).toMatchObject({ id: '0123abcd', page: 1, pages: 1, hand: null, format: 'a4' });
      expect(reading.samples.map(({ label }) => label)).toEqual(
        Array.from({ length: 100 }, (_, box) => String(Math.floor(box / 10))),
      );
      expect(reading.samples.map(({ state }) => state)).toEqual(written.states);
      const likenesses = reading.samples.flatMap(({ state, image }, box) =>
        state === 'written' ? [likeness(image, idealSample(written, box, reading.side))] : [],
      );
      expect(likenesses).toHaveLength(87);
      expect(Math.min(...likenesses)).toBeGreaterThan(0.8);
      expect(likenesses.reduce((a, b) => a + b) / likenesses.length).toBeGreaterThan(0.95);
      for (const { state, image } of reading.samples) expect(image.some((level) => level > 0)).toBe(state !== 'empty');
    },
  );

  it('says where each box lies in the straightened page', () => {
    const { picture, samples } = readSheet(photograph(written.sheet, { ...SMALL, pitch: 12 }), 'photo.jpg');
    // The page is bare where nothing is written, and printed black where its marks are.
    const levelAt = (x: number, y: number): number =>
      picture.levels[Math.floor(y * picture.height) * picture.width + Math.floor(x * picture.width)]!;
    const paper = levelAt(0.5, 0.06);
    samples.forEach(({ state, box }) => {
      if (state !== 'empty') return;
      for (const share of [0.1, 0.5, 0.9]) {
        expect(levelAt(box.x + share * box.width, box.y + share * box.height)).toBeGreaterThan(0.8 * paper);
      }
    });
    expect(levelAt(18 / 210, 18 / 297)).toBeLessThan(0.4 * paper);
    expect(levelAt(192 / 210, 279 / 297)).toBeLessThan(0.4 * paper);
  });
});

describe('a sheet of which a corner mark is covered', { timeout: TIMEOUT }, () => {
  const MIDDLES = markMiddles('a4');
  /** Something pale lies on a corner, and on nothing that is written. */
  const covered = (corner: number): Sheet => {
    const changed = { ...written.sheet, light: written.sheet.light.slice() };
    const [x, y] = MIDDLES[corner]!;
    paint(changed, { x: x - 7, y: y - 7, width: 14, height: 14 }, () => 0.9);
    return changed;
  };
  const SCAN = { width: 850, height: 1202, fill: 1, blurs: 0, grain: 1 };
  const shots: [string, number, Shot][] = [
    ['top left, scanned', 0, SCAN],
    ['bottom right, scanned', 2, SCAN],
    ['bottom left, upside down', 3, { ...SCAN, roll: 180 }],
    ['top left, a mirror image on its side', 0, { width: 1200, height: 900, roll: 89, mirrored: true }],
    ['top right, seen a little from the side', 1, { ...SMALL, pitch: 4, yaw: -3, roll: 5 }],
  ];
  it.each(shots)('is read whole all the same: %s', (_name, corner, shot) => {
    const { samples } = readSheet(photograph(covered(corner), shot), 'photo.jpg');
    expect(samples.map(({ state }) => state)).toEqual(written.states);
    const likenesses = samples.flatMap(({ state, image }, box) =>
      state === 'written' ? [likeness(image, idealSample(written, box, 96))] : [],
    );
    expect(likenesses.reduce((a, b) => a + b) / likenesses.length).toBeGreaterThan(0.93);
    expect(Math.min(...likenesses)).toBeGreaterThan(0.7);
  });

  it.each([
    ['from far aside', 1, { ...SMALL, pitch: 30, yaw: -20 }],
    ['with that corner out of the picture', 1, { ...SMALL, at: [0.62, 0.5], fill: 1 }],
  ] as [string, number, Shot][])('is refused where it is not sure: %s', (_name, corner, shot) => {
    expect(() => readSheet(photograph(covered(corner), shot), 'photo.jpg')).toThrow(
      expect.objectContaining({ code: 'sheet-cut-off' }),
    );
  });

  it('is refused where a quarter of it is covered too', () => {
    const sheet = covered(1);
    paint(sheet, { x: 105, y: 24, width: 95, height: 130 }, () => 0.9);
    expect(() => readSheet(photograph(sheet, SCAN), 'photo.jpg')).toThrow(
      expect.objectContaining({ code: 'sheet-cut-off', params: { file: 'photo.jpg', corners: 3 } }),
    );
  });
});

describe('the boxes of a sheet', { timeout: TIMEOUT }, () => {
  const HAND = { classes: ['.', 'I', '—'], times: 8, columns: 8, format: 'letter', hand: 'hand-0123abcd' } as const;

  /** A box's corner and side. */
  const place = (sheet: Sheet, box: number) => sheet.squares[box]!;

  it('are struck out by a line across or by being scribbled over, and not by a stroke that leaves them', async () => {
    const [sheet] = await printSheet({ ...HAND, classes: [...HAND.classes] });
    const states = Array<string>(24).fill('written');
    for (let box = 0; box < 8; box++) {
      const { x, y, width } = place(sheet!, box);
      strokeOn(sheet!, [x + width / 2, y + 0.8 * width], [x + width / 2, y + 0.8 * width]);
    }
    for (let box = 8; box < 16; box++) {
      const { x, y, width } = place(sheet!, box);
      // The first one runs out of its box at the bottom.
      strokeOn(sheet!, [x + width / 2, y + 0.2 * width], [x + width / 2, y + (box === 8 ? 1.1 : 0.8) * width]);
    }
    const flat = place(sheet!, 9);
    strokeOn(sheet!, [flat.x - 1.4, flat.y + 7], [flat.x + flat.width + 1.4, flat.y + 9]);
    states[9] = 'crossed';
    const full = place(sheet!, 10);
    for (let i = 0; i < 14; i++) {
      const [from, to] = i % 2 === 0 ? [0.2, 0.8] : [0.8, 0.2];
      const at = full.y + full.width * (0.2 + 0.045 * i);
      strokeOn(sheet!, [full.x + from * full.width, at], [full.x + to * full.width, at + 1]);
    }
    states[10] = 'crossed';
    for (let box = 16; box < 24; box++) {
      const { x, y, width } = place(sheet!, box);
      if (box < 20) strokeOn(sheet!, [x + 0.2 * width, y + width / 2], [x + 0.8 * width, y + width / 2]);
      else states[box] = 'empty';
    }
    // A speck of dirt is nothing that was written.
    strokeOn(
      sheet!,
      [place(sheet!, 21).x + 5, place(sheet!, 21).y + 6],
      [place(sheet!, 21).x + 5, place(sheet!, 21).y + 6],
      0.15,
    );
    const reading = readSheet(photograph(sheet!, { ...SMALL, width: 1200, height: 1500, pitch: 10, yaw: 4 }), 'x.png');
    expect(reading.sheet).toMatchObject({ hand: 'hand-0123abcd', format: 'letter', classes: ['.', 'I', '—'] });
    expect(reading.samples.map(({ state }) => state)).toEqual(states);
  });

  it('are read where they were written with a pencil', async () => {
    const [sheet] = await printSheet({ classes: ['I', 'L'], times: 10, columns: 10 });
    for (let box = 0; box < 20; box++) {
      const { x, y, width } = place(sheet!, box);
      strokeOn(sheet!, [x + 6, y + 3], [x + 6, y + width - 3], 0.5, 0.62);
      if (box >= 10) strokeOn(sheet!, [x + 6, y + width - 3], [x + 11, y + width - 3], 0.5, 0.62);
    }
    const { samples } = readSheet(photograph(sheet!, { width: 1200, height: 1600, light: shadow }), 'x.png');
    expect(samples.map(({ state }) => state)).toEqual(Array<string>(20).fill('written'));
    for (const { image } of samples) expect(Math.max(...image)).toBe(255);
  });

  it('are all empty on a sheet that nobody wrote on', async () => {
    const [, second] = await printSheet({ classes: [...'abcdefghijklmn'], times: 10 });
    const { sheet, samples } = readSheet(photograph(second!, { ...SMALL, light: shadow, grain: 5 }), 'x.png');
    expect(sheet).toMatchObject({ page: 2, pages: 2, classes: ['k', 'l', 'm', 'n'] });
    expect(new Set(samples.map(({ state }) => state))).toEqual(new Set(['empty']));
  });
});

describe('a picture that is no photograph of one whole sheet', { timeout: TIMEOUT }, () => {
  let another: Sheet;
  beforeAll(async () => {
    [another] = (await printSheet({ id: 'deadbeef', format: 'letter' })) as [Sheet];
  }, TIMEOUT);

  const cases: [string, () => Parameters<typeof readSheet>[0], string, object][] = [
    ['shows something else', () => photograph([], SMALL), 'sheet-not-found', {}],
    ['is all one colour', () => ({ ...SMALL, levels: new Uint8Array(900 * 1200).fill(200) }), 'sheet-not-found', {}],
    ['is a single pixel', () => ({ width: 1, height: 1, levels: new Uint8Array(1) }), 'sheet-not-found', {}],
    ['shows half of it', () => photograph(written.sheet, { ...SMALL, at: [0.5, 1] }), 'sheet-cut-off', { corners: 2 }],
    [
      'shows a corner of it',
      () => photograph(written.sheet, { ...SMALL, fill: 1, at: [0.95, 0.95] }),
      'sheet-cut-off',
      { corners: 1 },
    ],
    [
      'shows two',
      () =>
        photograph(
          [
            [written.sheet, { at: [0.27, 0.5], fill: 0.46 }],
            [another, { at: [0.75, 0.5], fill: 0.46 }],
          ],
          { width: 1600, height: 1100 },
        ),
      'sheet-several',
      {},
    ],
    [
      'shows one and half of another',
      () =>
        photograph(
          [
            [written.sheet, { at: [0.4, 0.5], fill: 0.75 }],
            [another, { at: [1.05, 0.5], fill: 0.75 }],
          ],
          { width: 1400, height: 1200 },
        ),
      'sheet-several',
      {},
    ],
    ['is blurred', () => photograph(written.sheet, { ...SMALL, blurs: 12 }), 'sheet-unreadable', {}],
    [
      'has too few pixels',
      () => photograph(written.sheet, { width: 260, height: 350 }),
      'sheet-too-small',
      { needed: 840, width: expect.any(Number) },
    ],
  ];
  it.each(cases)('%s: is told so', (_name, picture, code, params) => {
    expect(() => readSheet(picture(), 'photo.jpg')).toThrow(
      expect.objectContaining({ code, params: { file: 'photo.jpg', ...params } }),
    );
  });

  /** Puts something else where the band of a sheet's code is. */
  function withBand(sheet: Sheet, levelAt: (column: number, row: number) => number): Sheet {
    const changed = { ...sheet, light: sheet.light.slice() };
    const band = bandOf(sheet.wish.format);
    paint(changed, band, (x, y) => levelAt(Math.floor(x * BAND.columns), Math.floor(y * BAND.rows)));
    return changed;
  }

  it('has something lying on the code: is told so', () => {
    const covered = withBand(written.sheet, (column) => (column > 60 ? 0.5 : 1));
    expect(() => readSheet(photograph(covered, SMALL), 'x')).toThrow(
      expect.objectContaining({ code: 'sheet-unreadable' }),
    );
  });

  it('shows a sheet of a later form: is told so', () => {
    const modules = bandModules(Uint8Array.of(2, 0, 1, 2, 3));
    const newer = withBand(written.sheet, (column, row) => (modules[row * BAND.columns + column] === 1 ? 0.08 : 1));
    expect(() => readSheet(photograph(newer, SMALL), 'x')).toThrow(expect.objectContaining({ code: 'sheet-newer' }));
  });
});
