import { boxOf } from './box-of.ts';
import { transpose } from './grey-image.ts';
import type { Size } from './frame.ts';
import { straightMarks, thickestLine, type Line } from './straight-marks.ts';

/** In smaller pictures strokes are as thin as lines. */
const LARGE = 60;

/** This many parallel lines are paper that is ruled or squared; this many in all, the sides of a box. */
const RULED = 3;

/** A sign beside lines is at least this share of the picture, along its longer side. */
const LEAST_SIGN = 0.08;

/** A picture narrower than this share of its length holds a sign that fills it, not a line on paper. */
const NARROW = 0.25;

/**
 * The lines of ruled and squared paper and the sides of boxes: 1 for their pixels, and for the fade on either side. `mask` is 1
 * for ink. A stroke of a sign is no line: it is thick, or short, or begins or ends where another stroke does. Null: there are none.
 */
export function findLines(mask: Uint8Array, size: Size): Uint8Array | null {
  if (Math.max(size.width, size.height) < LARGE) return null;
  const turned = { width: size.height, height: size.width };
  const flat = straightMarks(mask, size);
  const upright = straightMarks(transpose(mask, size), turned).map((line) => turnedBack(line, turned));
  const isRuled = Math.max(flat.length, upright.length) >= RULED;
  const all = joined(
    [...flat, ...upright].flatMap(({ pixels, path }) => [pixels, path]),
    mask.length,
  );
  const lines = [...flat, ...upright].filter((line) => isRuled || isFree(line, mask, all, size));
  if (lines.length === 0) return null;
  const found = union(lines, mask.length);
  const [flatPaths, uprightPaths] = [pathsOf(lines, flat, mask.length), pathsOf(lines, upright, mask.length)];
  for (let i = 0; i < found.length; i++) found[i]! |= flatPaths[i]! & uprightPaths[i]!;
  const isPaper = lines.length >= RULED || lines.every((line) => isAcross(line, size));
  return isPaper || leavesSign(mask, found, size) ? found : null;
}

const turnedBack = ({ pixels, path, ends, ...line }: Line, turned: Size): Line => ({
  ...line,
  pixels: transpose(pixels, turned),
  path: transpose(path, turned),
  ends: [
    [ends[0][1], ends[0][0]],
    [ends[1][1], ends[1][0]],
  ],
});

/** Whether neither end meets ink that is no line: a ruled line goes on to the edge or just ends, a box's side meets another side. */
function isFree({ ends }: Line, mask: Uint8Array, lines: Uint8Array, { width, height }: Size): boolean {
  const reach = 2 * thickestLine({ width, height });
  return ends.every(([x, y]) => {
    let met = 0;
    for (let ny = Math.max(0, y - reach); ny <= Math.min(height - 1, y + reach); ny++) {
      for (let nx = Math.max(0, x - reach); nx <= Math.min(width - 1, x + reach); nx++) {
        met += mask[ny * width + nx]! & (1 - lines[ny * width + nx]!);
      }
    }
    return met <= reach;
  });
}

/** One line across paper that has nothing else on it. */
const isAcross = ({ spans }: Line, { width, height }: Size): boolean =>
  spans && Math.min(width, height) >= NARROW * Math.max(width, height);

function leavesSign(mask: Uint8Array, lines: Uint8Array, { width, height }: Size): boolean {
  const left = boxOf(
    mask.map((on, i) => on & (1 - lines[i]!)),
    width,
    height,
  );
  return left !== null && Math.max(left.width, left.height) >= LEAST_SIGN * Math.max(width, height);
}

const union = (lines: readonly Line[], length: number): Uint8Array =>
  joined(
    lines.map(({ pixels }) => pixels),
    length,
  );

/** Where two lines cross, neither is thin. */
const pathsOf = (lines: readonly Line[], group: readonly Line[], length: number): Uint8Array =>
  joined(
    lines.filter((line) => group.includes(line)).map(({ path }) => path),
    length,
  );

function joined(masks: readonly Uint8Array[], length: number): Uint8Array {
  const result = new Uint8Array(length);
  for (const mask of masks) for (let i = 0; i < length; i++) result[i]! |= mask[i]!;
  return result;
}
