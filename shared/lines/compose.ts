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
  const digit = height * random.uniform(0.48, 0.84);
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
    const drawn = atSize(glyph, size, broad, lean + random.normal(0, writing.leanSpread), base + drop, height);
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

/** Scaled so that a digit would be `size` pixels high, leaning by `lean` (widths for each height), bilinearly. */
function atSize(glyph: Glyph, size: number, broad: number, lean: number, base: number, rows: number): Placed {
  const scaleY = (glyph.tall * size) / glyph.height;
  const scaleX = scaleY * broad;
  const top = base - glyph.top * size;
  const [first, last] = [Math.max(0, Math.floor(top)), Math.min(rows, Math.ceil(top + glyph.tall * size) + 1)];
  const height = Math.max(1, last - first);
  const reach = Math.abs(lean) * glyph.tall * size;
  const width = Math.max(1, Math.ceil(glyph.width * scaleX + reach));
  const ink = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const v = (first + y + 0.5 - top) / scaleY - 0.5;
    // What leans to the right is furthest to the right at its upper edge.
    const shift = lean > 0 ? lean * (glyph.tall * size - (first + y - top)) : -lean * (first + y - top);
    for (let x = 0; x < width; x++) {
      const u = (x + 0.5 - shift) / scaleX - 0.5;
      ink[y * width + x] = levelAt(glyph.ink, glyph.width, glyph.height, u, v);
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
