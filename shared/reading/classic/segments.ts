import { MNIST_FRAME } from '../../ink/frame.ts';
import { reframe } from '../../ink/reframe.ts';
import type { LineInk, Place } from '../place-signs.ts';
import type { Atom, Atoms } from './atoms.ts';

/** Neighbouring atoms that may be one sign: from `first` up to, not including, `end`. */
export interface Segment {
  readonly first: number;
  readonly end: number;
  readonly place: Place;
  /** A mark that its shape and place tell: no model of digits knows it. Null: a sign to be read. */
  readonly mark: '.' | ',' | '-' | null;
  /** What a model of single signs is to read: MNIST's frame. Null for a mark. */
  readonly image: Uint8Array | null;
  /** log of how well its size suits a sign's: 0 or below. */
  readonly prior: number;
}

/** A sign has no more atoms. */
const MOST_ATOMS = 7;

/** In digit heights: parts of one sign are no farther apart, and no sign is wider. */
const GAP = 0.2;
const WIDEST = 1.3;

/** Of a digit's height: what is lower is a mark, or a part of a sign. */
const LOW = 0.45;

/** Each tenth of a digit's height that a sign is wider than usual, or lower. */
const PENALTY = 0.4;
const USUAL = { widest: 0.9, lowest: 0.7 };

/** All segments of a line. */
export function segmentsOf(line: LineInk, atoms: Atoms): Segment[] {
  const segments: Segment[] = [];
  for (let first = 0; first < atoms.all.length; first++) {
    let place: Place | null = null;
    for (let end = first + 1; end <= Math.min(atoms.all.length, first + MOST_ATOMS); end++) {
      const atom = atoms.all[end - 1]!;
      if (place && atom.left - place.right > GAP * atoms.digit) break;
      place = place ? around(place, atom) : atom;
      if (end > first + 1 && place.right - place.left > WIDEST * atoms.digit) break;
      segments.push(segmentOf(line, atoms, { first, end, place: { ...place } }));
    }
  }
  return segments;
}

const around = (a: Place, b: Place): Place => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
});

function segmentOf(
  line: LineInk,
  atoms: Atoms,
  { first, end, place }: Pick<Segment, 'first' | 'end' | 'place'>,
): Segment {
  const [wide, high] = [(place.right - place.left) / atoms.digit, (place.bottom - place.top) / atoms.digit];
  const mark = end === first + 1 ? markOf(atoms.all[first]!, atoms) : null;
  const off = Math.max(0, wide - USUAL.widest) + Math.max(0, USUAL.lowest - high);
  return {
    ...{ first, end, mark },
    place: { left: place.left, top: place.top, right: place.right, bottom: place.bottom },
    image: mark === null ? imageOf(line, atoms, first, end, place) : null,
    prior: mark === null ? -PENALTY * 10 * off : 0,
  };
}

/** A full stop or comma on the base line, a stroke in the middle. */
function markOf({ left, top, right, bottom, whole }: Atom, { digit, base }: Atoms): Segment['mark'] {
  const [wide, high] = [(right - left) / digit, (bottom - top) / digit];
  const middle = (base - (top + bottom) / 2) / digit;
  if (!whole || high > LOW || (wide > LOW && wide < 1.5 * high)) return null;
  if (middle < 0.25 && wide <= LOW) return high > 0.28 || bottom - base > 0.15 * digit ? ',' : '.';
  return middle > 0.25 && middle < 0.75 && wide > 1.5 * high ? '-' : null;
}

function imageOf({ ink, width }: LineInk, { of }: Atoms, first: number, end: number, place: Place): Uint8Array {
  // A pixel more on each side: the fade of the ink belongs to it.
  const [left, top] = [Math.max(0, place.left - 1), Math.max(0, place.top - 1)];
  const [right, bottom] = [Math.min(width, place.right + 1), Math.min(ink.length / width, place.bottom + 1)];
  const size = { width: right - left, height: bottom - top };
  const image = new Uint8Array(size.width * size.height);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const atom = of[y * width + x]!;
      if (atom === 0 || (atom > first && atom <= end)) image[(y - top) * size.width + x - left] = ink[y * width + x]!;
    }
  }
  return reframe(image, size, MNIST_FRAME);
}
