import { levelAt } from '../ink/distort.ts';
import type { Size } from '../ink/frame.ts';
import type { Random } from '../random/random.ts';
import type { Glyph } from './glyph.ts';

/** How the signs of a line stand together. Lengths are shares of a digit's height. */
export interface Writing {
  /** The gap between neighbours at its narrowest, and how much it differs; below 0 they overlap. */
  readonly gap: number;
  readonly gapSpread: number;
  /** How much signs differ in height, stand above or below the line, and lean apart, standard deviations. */
  readonly sizeSpread: number;
  readonly baselineSpread: number;
  readonly leanSpread: number;
  /** How far the line climbs over its length, in digit heights for each digit height along it; standard deviation. */
  readonly climb: number;
  /** How far a sign's strokes run beside those of its image, as if another had written it; standard deviation. 0: they do not. */
  readonly bend: number;
}

export interface Line extends Size {
  /** 0 paper to 255 ink, row by row. */
  readonly ink: Uint8Array;
  /** Each glyph's extent in the line, in pixels: `left` up to, not including, `right`. */
  readonly spans: readonly { readonly left: number; readonly right: number }[];
}

/** A glyph at the size that it has in the line: rows from `y`, in pixels of the line. */
interface Placed extends Size {
  readonly ink: Float32Array;
  readonly y: number;
}

/**
 * Writes glyphs on a line `height` pixels high, as one hand would: of one size and slant, but for what differs from sign to sign.
 * They are set by their narrowest gap, as hands do, so that a 7 reaches over the 4 beside it. As wide as they are, plus some margin.
 */
export function composeLine(random: Random, glyphs: readonly Glyph[], height: number, writing: Writing): Line {
  const digit = height * random.uniform(0.54, 0.76);
  const base = (height + digit) / 2 + random.normal(0, 0.04) * height;
  const lean = random.normal(0, 0.16);
  const broad = Math.exp(random.normal(0, 0.2));
  const climb = random.normal(0, writing.climb);
  const margin = Math.round(digit * random.uniform(0.1, 0.7));
  const rights = new Float64Array(height).fill(-Infinity);
  const placed: { glyph: Placed; x: number }[] = [];
  let end = margin;
  for (const glyph of glyphs) {
    const size = digit * Math.exp(random.normal(0, writing.sizeSpread));
    const drop = random.normal(0, writing.baselineSpread) * digit - climb * (end - margin);
    const leaning = lean + random.normal(0, writing.leanSpread);
    const shape = { broad, lean: leaning, bend: writing.bend > 0 ? drawBend(random, writing.bend) : null };
    const drawn = atSize(glyph, size, shape, base + drop, height);
    const room = digit * (writing.gap + random.normal(0, writing.gapSpread));
    // Nobody writes a full stop into the digit before it.
    const gap = glyph.tall < LOW ? Math.max(1, room) : room;
    const x =
      placed.length === 0 ? margin : Math.max(placed.at(-1)!.x + 1, Math.round(nearest(drawn, rights, end) + gap));
    markRights(drawn, x, rights);
    placed.push({ glyph: drawn, x });
    end = Math.max(end, x + drawn.width);
  }
  const width = end + margin;
  const ink = new Uint8Array(width * height);
  for (const { glyph, x } of placed) lay(glyph, x, ink, { width, height });
  return { ink, width, height, spans: placed.map(({ glyph, x }) => ({ left: x, right: x + glyph.width })) };
}

/** Of a digit's height: what is less tall is a mark between the signs. */
const LOW = 0.5;

/** A level from which on ink counts for the gap between neighbours. */
const SOLID = 96;

/** How a sign stands on the line, besides its size. */
interface Shape {
  /** Times as wide for its height as in its image. */
  readonly broad: number;
  /** Widths for each height; above 0 to the right. */
  readonly lean: number;
  readonly bend: Bend | null;
}

/** A smooth displacement of a sign's points: a small turn, and two waves in each direction. Lengths are shares of the sign's height. */
interface Bend {
  /** How far it may reach beyond the sign. */
  readonly reach: number;
  /** How far a point is moved down for each height to the right of the middle, and to the left for each below it. */
  readonly turn: number;
  /** The first two move points to the right, the others down. */
  readonly waves: readonly Wave[];
}

interface Wave {
  readonly high: number;
  /** Waves in a sign's width and in its height. */
  readonly across: number;
  readonly down: number;
  readonly from: number;
}

/** Waves in a sign; where they are more, it looks torn. */
const [SLOWEST, FASTEST] = [0.3, 1.4];

function drawBend(random: Random, deviation: number): Bend {
  const turn = random.normal(0, 1.5 * deviation);
  const waves = Array.from({ length: 4 }, () => ({
    high: random.normal(0, deviation),
    across: random.uniform(SLOWEST, FASTEST) * (random.chance(0.5) ? 1 : -1),
    down: random.uniform(SLOWEST, FASTEST),
    from: random.uniform(0, 1),
  }));
  return { turn, waves, reach: Math.abs(turn) / 2 + Math.max(...waves.map(({ high }) => Math.abs(high))) };
}

/** A bend's displacement [right, down] at the columns of a row. A wave along both is of sines and cosines of either: two products a pixel. */
function bentRows({ turn, waves }: Bend, columns: number, step: number) {
  const circle = 2 * Math.PI;
  const angles = waves.map(({ across }) =>
    Float64Array.from({ length: columns }, (_, x) => circle * across * step * x),
  );
  const sines = angles.map((angle) => angle.map(Math.sin));
  const cosines = angles.map((angle) => angle.map(Math.cos));
  /** The row that begins at `x` and lies at `y`, in the sign's width and height. */
  return (x: number, y: number): ((column: number) => readonly [number, number]) => {
    const starts = waves.map(({ high, across, down, from }) => {
      const angle = circle * (across * x + down * y + from);
      return [high * Math.sin(angle), high * Math.cos(angle)] as const;
    });
    const at = (wave: number, column: number): number =>
      starts[wave]![0] * cosines[wave]![column]! + starts[wave]![1] * sines[wave]![column]!;
    return (column) => [
      at(0, column) + at(1, column) - turn * (y - 0.5),
      at(2, column) + at(3, column) + turn * (x + step * column - 0.5),
    ];
  };
}

const unmoved = (): readonly [number, number] => [0, 0];

/** Scaled so that a digit would be `size` pixels high, in this shape, bilinearly. */
function atSize(glyph: Glyph, size: number, { broad, lean, bend }: Shape, base: number, rows: number): Placed {
  const scaleY = (glyph.tall * size) / glyph.height;
  const scaleX = scaleY * broad;
  const tall = glyph.tall * size;
  const room = bend === null ? 0 : Math.ceil(bend.reach * tall);
  const top = base - glyph.top * size;
  const [first, last] = [Math.max(0, Math.floor(top) - room), Math.min(rows, Math.ceil(top + tall) + 1 + room)];
  const height = Math.max(1, last - first);
  const reach = Math.abs(lean) * tall;
  const width = Math.max(1, Math.ceil(glyph.width * scaleX + reach) + 2 * room);
  const bentRow = bend && bentRows(bend, width, 1 / (scaleX * glyph.width));
  const ink = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const v = (first + y + 0.5 - top) / scaleY - 0.5;
    // What leans to the right is furthest to the right at its upper edge.
    const shift = lean > 0 ? lean * (tall - (first + y - top)) : -lean * (first + y - top);
    const start = (0.5 - room - shift) / scaleX - 0.5;
    const moved = bentRow ? bentRow(start / glyph.width, v / glyph.height) : unmoved;
    for (let x = 0; x < width; x++) {
      const [du, dv] = moved(x);
      const u = start + x / scaleX;
      ink[y * width + x] = levelAt(glyph.ink, glyph.width, glyph.height, u + du * glyph.height, v + dv * glyph.height);
    }
  }
  return { ink, width, height, y: first };
}

/** The x at which the glyph just does not touch what stands before it, in any row; `end` if no row has ink of both. */
function nearest({ ink, width, height, y }: Placed, rights: Float64Array, end: number): number {
  let x = -Infinity;
  for (let row = 0; row < height; row++) {
    // Ink that is a row away touches too.
    const before = Math.max(rights[y + row - 1] ?? -Infinity, rights[y + row]!, rights[y + row + 1] ?? -Infinity);
    if (before === -Infinity) continue;
    const left = ink.subarray(row * width, (row + 1) * width).findIndex((level) => level >= SOLID);
    if (left >= 0) x = Math.max(x, before - left);
  }
  return x === -Infinity ? end : x;
}

function markRights({ ink, width, height, y }: Placed, x: number, rights: Float64Array): void {
  for (let row = 0; row < height; row++) {
    let right = width;
    while (right > 0 && ink[row * width + right - 1]! < SOLID) right--;
    if (right > 0) rights[y + row] = Math.max(rights[y + row]!, x + right);
  }
}

/** Ink on ink is ink. */
function lay({ ink, width, height, y }: Placed, x: number, line: Uint8Array, size: Size): void {
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = (y + row) * size.width + x + column;
      if (x + column < size.width) line[at] = Math.max(line[at]!, ink[row * width + column]!);
    }
  }
}
