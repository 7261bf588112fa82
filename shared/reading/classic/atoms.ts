import { blotsOf, type Blot } from '../../ink/blots.ts';
import { quantile } from '../../ink/grey-image.ts';
import type { LineInk, Place } from '../place-signs.ts';
import { seamsOf } from './seams.ts';

/** A piece of a line's ink that no cut goes through: a sign, or a part of one. */
export interface Atom extends Place {
  readonly area: number;
  /** Joined ink that was not cut. */
  readonly whole: boolean;
}

/** A line's ink in pieces: joined ink, cut where neighbours may touch. More cuts than there are signs; which hold, the best path says. */
export interface Atoms {
  /** From left to right, by their middles. */
  readonly all: readonly Atom[];
  /** For each pixel its atom, counted from 1; 0 for paper. */
  readonly of: Int32Array;
  /** How high digits are, about, and the row that they stand on. */
  readonly digit: number;
  readonly base: number;
}

/** Ink from this level on belongs to a sign; of a pale line, from this share of its darkest. */
const INK = 96;
const INK_SHARE = 0.4;

/** Pieces smaller than this, in pixels, are dirt. */
const DIRT = 3;

/** Only what is wider than this, in digit heights, may be more than one sign, if it is not a level stroke; and what is still wider is no writing. */
const WIDE = 0.55;
const WIDEST = 30;

/** Of all that is joined this share is not as high as a digit: points, strokes, parts of broken signs. */
const HIGH = 0.8;

/** What is less high than this, in digit heights, is no digit and does not say where the line stands. */
const LOW = 0.6;

export function atomsOf(line: LineInk): Atoms {
  const { ink, width, height } = line;
  const level = Math.min(INK, INK_SHARE * ink.reduce((most, each) => Math.max(most, each), 0));
  const mask = Uint8Array.from(ink, (each) => Number(each > level));
  const blots = blotsOf(mask, { width, height });
  const boxes = blots.all.map((blot) => ({ ...blot, right: blot.right + 1, bottom: blot.bottom + 1 }));
  const signs = boxes.slice(1).filter(({ area }) => area >= DIRT);
  const heights = signs.map(({ top, bottom }) => bottom - top);
  const digit = heights.length > 0 ? quantile(Float32Array.from(heights), HIGH) : 1;
  const bottoms = signs.filter((_, i) => heights[i]! >= LOW * digit).map(({ bottom }) => bottom);
  return {
    ...numbered(pieceOf(line, blots, boxes, digit), line),
    digit,
    base: quantile(Float32Array.from(bottoms), 0.5) || height,
  };
}

interface Pieces {
  /** For each pixel the number of its piece, from 1, in no order. */
  readonly of: Int32Array;
  /** Those that are cut from larger ones. */
  readonly cut: ReadonlySet<number>;
}

function pieceOf(line: LineInk, blots: ReturnType<typeof blotsOf>, boxes: readonly Blot[], digit: number): Pieces {
  const { width } = line;
  const of = new Int32Array(blots.of.length);
  const cut = new Set<number>();
  let count = 0;
  boxes.forEach((box, blot) => {
    if (blot === 0 || box.area < DIRT) return;
    const [wide, high] = [(box.right - box.left) / digit, (box.bottom - box.top) / digit];
    const mayBeSeveral = wide >= WIDE && wide <= WIDEST && high >= LOW;
    const seams = mayBeSeveral ? seamsOf(line, box, digit) : [];
    for (let y = box.top; y < box.bottom; y++) {
      for (let x = box.left; x < box.right; x++) {
        const at = y * width + x;
        if (blots.of[at] === blot) of[at] = count + 1 + seams.filter((seam) => x >= seam[y - box.top]!).length;
      }
    }
    if (seams.length > 0) for (let i = 1; i <= seams.length + 1; i++) cut.add(count + i);
    count += seams.length + 1;
  });
  return { of, cut };
}

/** Pieces that have enough ink, as atoms in their order. */
function numbered({ of, cut }: Pieces, { width, height }: LineInk): Pick<Atoms, 'all' | 'of'> {
  const found = new Map<number, { left: number; top: number; right: number; bottom: number; area: number }>();
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (of[at] === 0) continue;
      const box = found.get(of[at]!) ?? { left: x, top: y, right: 0, bottom: 0, area: 0 };
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.bottom = y + 1;
      box.area += 1;
      found.set(of[at]!, box);
    }
  }
  const sorted = [...found]
    .filter(([, { area }]) => area >= DIRT)
    .sort(([, a], [, b]) => a.left + a.right - b.left - b.right);
  const number = new Map(sorted.map(([piece], i) => [piece, i + 1]));
  return {
    all: sorted.map(([piece, atom]) => ({ ...atom, whole: !cut.has(piece) })),
    of: of.map((piece) => number.get(piece) ?? 0),
  };
}
