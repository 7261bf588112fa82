import type { PageFormat } from '../../contract/schemas/paper.ts';
import { BAND, PILOT, PILOT_ROW, bandOf } from '../code/band.ts';
import { MARK_INSET, PAGES, type Rect } from '../page.ts';
import type { Sampler } from '../read/sampler.ts';
import type { Mapping } from './homography.ts';

/** Grey level of the picture at a place of the page. */
type Level = (x: number, y: number) => number;

/** A bent sheet shows the band's middle up to so many millimetres from where a flat one would. */
const BENT = 6;

/** A rail that is less dark than this, beside the paper above it (of 1), is none. */
const FAINT = 0.12;

/** After the whole band, so many columns at a time are looked for, up to so many millimetres beside. */
const PART = 15;
const NEAR = 0.8;

/** In a blurred picture each module has a part of its neighbours in it: so much of what they differ by is added. */
const SHARPER = [0, 0.5, 1] as const;

/** A sheet whose ends bend toward the camera or away from it shows its lower edge higher or lower by so much. */
const STRETCHES = [1, 0.97, 1.03, 0.94, 1.06, 0.9, 1.1] as const;

/**
 * The modules of the band, 1 for black, where `toPicture` says that the page's corner marks are, and the sheet may be bent
 * between them: how they are seen if it is not bent at that edge, and then if it is, more and more. None: there is no band.
 */
export function* bandReadings(sample: Sampler, toPicture: Mapping, format: PageFormat): Generator<Uint8Array> {
  const level: Level = (x, y) => sample(...toPicture(x, y));
  const band = bandOf(format);
  const bow = bowOf(level, band, format);
  if (bow === null) return;
  const parts = partsOf(level, band, bow);
  for (const stretch of STRETCHES) {
    const ink = inkOf(level, band, (x) => between(parts, x), stretch);
    for (const sharper of SHARPER) yield modulesOf(ink, sharper);
  }
}

/** How far what is printed at x lies from where it would on a flat sheet. */
type Shift = (x: number) => readonly [dx: number, dy: number];

/** The shift of the whole band: none at the marks, the most in the middle, as of a sheet that is bent evenly. */
function bowOf(level: Level, band: Rect, format: PageFormat): Shift | null {
  const half = PAGES[format].width / 2;
  const share = (x: number): number => 1 - ((x - half) / (half - MARK_INSET)) ** 2;
  const down = best(BENT, 0.2, (dy) => railAt(level, band, 0, BAND.columns, (x) => [0, dy * share(x)]));
  if (down.score < FAINT) return null;
  const bent: Shift = (x) => [0, down.shift * share(x)];
  const along = best(BENT, 0.1, (dx) => pilotAt(level, band, 0, BAND.columns, (x) => [dx * share(x), bent(x)[1]]));
  return (x) => [along.shift * share(x), bent(x)[1]];
}

interface Part {
  readonly x: number;
  readonly shift: readonly [dx: number, dy: number];
}

/** The shifts of parts of the band, each looked for around the whole one's. */
function partsOf(level: Level, band: Rect, bow: Shift): Part[] {
  return Array.from({ length: BAND.columns / PART }, (_, i) => {
    const [first, x] = [i * PART, band.x + (i + 0.5) * PART * BAND.module];
    const [dx, dy] = bow(x);
    const down = best(NEAR, 0.1, (by) => railAt(level, band, first, PART, () => [dx, dy + by])).shift;
    const along = best(NEAR, 0.1, (by) => pilotAt(level, band, first, PART, () => [dx + by, dy + down])).shift;
    return { x, shift: [dx + along, dy + down] };
  });
}

/** Between the parts' middles it runs straight, and on beyond the first and the last. */
function between(parts: readonly Part[], x: number): readonly [number, number] {
  const beyond = parts.findIndex((part) => part.x >= x);
  const next = beyond < 0 ? parts.length - 1 : Math.max(1, beyond);
  const [a, b] = [parts[next - 1]!, parts[next]!];
  const share = (x - a.x) / (b.x - a.x);
  return [a.shift[0] + share * (b.shift[0] - a.shift[0]), a.shift[1] + share * (b.shift[1] - a.shift[1])];
}

/** The best of all shifts up to `reach` both ways. */
function best(reach: number, step: number, scoreOf: (shift: number) => number): { shift: number; score: number } {
  let found = { shift: 0, score: scoreOf(0) };
  for (let i = 1; i * step <= reach + 1e-9; i++) {
    for (const shift of [i * step, -i * step]) {
      const score = scoreOf(shift);
      if (score > found.score) found = { shift, score };
    }
  }
  return found;
}

/** How much darker the rail is than the paper above it, as a share of that. */
function railAt(level: Level, band: Rect, first: number, count: number, shift: Shift): number {
  let sum = 0;
  const step = count > PART ? 2 : 1;
  for (let column = first; column < first + count; column += step) {
    const x = band.x + (column + 0.5) * BAND.module;
    const [dx, dy] = shift(x);
    const paper = level(x + dx, band.y - 0.9 * BAND.module + dy);
    const rail = level(x + dx, band.y + 0.5 * BAND.module + dy);
    sum += (paper - rail) / Math.max(16, paper);
  }
  return (sum * step) / count;
}

/** How well the pilot is met. */
function pilotAt(level: Level, band: Rect, first: number, count: number, shift: Shift): number {
  let sum = 0;
  for (let column = first; column < first + count; column++) {
    const x = band.x + (column + 0.5) * BAND.module;
    const [dx, dy] = shift(x);
    const paper = level(x + dx, band.y - 0.9 * BAND.module + dy);
    const seen = level(x + dx, band.y + (PILOT_ROW + 0.5) * BAND.module + dy);
    sum += (PILOT[column] === 1 ? -1 : 1) * (seen / Math.max(16, paper));
  }
  return sum / count;
}

/** How black each module is: 0 as the paper around the band, 1 as the rail. */
function inkOf(level: Level, band: Rect, shift: Shift, stretch: number): Float32Array {
  const [railed, above, below] = [-1, 0, 1].map(() => new Float32Array(BAND.columns)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const columns = Array.from({ length: BAND.columns }, (_, column) => {
    const x = band.x + (column + 0.5) * BAND.module;
    const [dx, dy] = shift(x);
    return { x: x + dx, y: band.y + dy };
  });
  columns.forEach(({ x, y }, i) => {
    railed[i] = level(x, y + 0.5 * BAND.module);
    above[i] = level(x, y - 0.9 * BAND.module);
    below[i] = level(x, y + (BAND.rows + 0.9) * stretch * BAND.module);
  });
  const [darkest, upper, lower] = [smooth(railed), smooth(above), smooth(below)];
  const ink = new Float32Array(BAND.columns * BAND.rows);
  for (let row = 0; row < BAND.rows; row++) {
    const share = (row + 0.5) / BAND.rows;
    columns.forEach(({ x, y }, i) => {
      const paper = upper[i]! * (1 - share) + lower[i]! * share;
      const black = (paper * darkest[i]!) / Math.max(16, upper[i]!);
      const middle = y + (row + 0.5) * stretch * BAND.module;
      ink[row * BAND.columns + i] = (paper - moduleAt(level, x, middle)) / Math.max(1, paper - black);
    });
  }
  return ink;
}

function modulesOf(ink: Float32Array, sharper: number): Uint8Array {
  const { columns, rows } = BAND;
  return Uint8Array.from(ink, (own, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const around =
      (column > 0 ? ink[i - 1]! : 0) +
      (column < columns - 1 ? ink[i + 1]! : 0) +
      (row > 0 ? ink[i - columns]! : 0) +
      (row < rows - 1 ? ink[i + columns]! : 0);
    return Number(own + sharper * (own - around / 4) > 0.5);
  });
}

/** Around a module's middle: its edges belong to its neighbours where the picture is not sharp. */
function moduleAt(level: Level, x: number, y: number): number {
  const by = 0.2 * BAND.module;
  return (2 * level(x, y) + level(x - by, y) + level(x + by, y) + level(x, y - by) + level(x, y + by)) / 6;
}

/** Each with its neighbours up to four columns away. */
const smooth = (values: Float32Array): Float32Array =>
  values.map((_, i) => {
    const near = values.subarray(Math.max(0, i - 4), i + 5);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
