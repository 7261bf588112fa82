import { blotsOf, type Blot } from '../../ink/blots.ts';
import { digitHeight } from '../../page/digit-height.ts';
import type { LineInk, Place } from '../place-signs.ts';
import { seamsOf } from './seams.ts';

/** A piece of a line's ink that no cut goes through: a sign, or a part of one. */
export interface Atom extends Place {
  readonly area: number;
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

/** Only what is wider than this, in digit heights, may be more than one sign. */
const WIDE = 0.55;

/** What is less high than this, in digit heights, does not say where the line stands. */
const LOW = 0.6;

export function atomsOf(line: LineInk): Atoms {
  const { ink, width, height } = line;
  const level = Math.min(INK, INK_SHARE * ink.reduce((most, each) => Math.max(most, each), 0));
  const mask = Uint8Array.from(ink, (each) => Number(each > level));
  const blots = blotsOf(mask, { width, height });
  const boxes = blots.all.map((blot) => ({ ...blot, right: blot.right + 1, bottom: blot.bottom + 1 }));
  const signs = boxes.slice(1).filter(({ area }) => area >= DIRT);
  const digit = digitHeight(signs, 5) || Math.max(1, ...signs.map(({ top, bottom }) => bottom - top));
  const bottoms = signs
    .filter(({ top, bottom }) => bottom - top >= LOW * digit)
    .map(({ bottom }) => bottom)
    .sort((a, b) => a - b);
  const pieces = pieceOf(line, blots, boxes, digit);
  return { ...numbered(pieces, line), digit, base: bottoms[Math.floor(bottoms.length / 2)] ?? height };
}

/** For each pixel the number of its piece, from 1, in no order. */
function pieceOf(line: LineInk, blots: ReturnType<typeof blotsOf>, boxes: readonly Blot[], digit: number): Int32Array {
  const { width } = line;
  const piece = new Int32Array(blots.of.length);
  let count = 0;
  boxes.forEach((box, blot) => {
    if (blot === 0 || box.area < DIRT) return;
    const seams = box.right - box.left < WIDE * digit ? [] : seamsOf(line, box);
    for (let y = box.top; y < box.bottom; y++) {
      for (let x = box.left; x < box.right; x++) {
        const at = y * width + x;
        if (blots.of[at] === blot) piece[at] = count + 1 + seams.filter((seam) => x >= seam[y - box.top]!).length;
      }
    }
    count += seams.length + 1;
  });
  return piece;
}

/** Pieces that have enough ink, as atoms in their order. */
function numbered(pieces: Int32Array, { width, height }: LineInk): Pick<Atoms, 'all' | 'of'> {
  const found = new Map<number, { left: number; top: number; right: number; bottom: number; area: number }>();
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (pieces[at] === 0) continue;
      const box = found.get(pieces[at]!) ?? { left: x, top: y, right: 0, bottom: 0, area: 0 };
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.bottom = y + 1;
      box.area += 1;
      found.set(pieces[at]!, box);
    }
  }
  const sorted = [...found]
    .filter(([, { area }]) => area >= DIRT)
    .sort(([, a], [, b]) => a.left + a.right - b.left - b.right);
  const number = new Map(sorted.map(([piece], i) => [piece, i + 1]));
  return { all: sorted.map(([, atom]) => atom), of: pieces.map((piece) => number.get(piece) ?? 0) };
}
