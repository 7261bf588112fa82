import type { Size } from '../ink/frame.ts';

/**
 * Images are nearly the same when they differ by this share of their ink, Σ|a - b| / Σ(a + b), at the best of the nine places
 * one may lie in by a pixel (centring rounds to whole pixels). A drawing whose points all move by up to 1 % of its height stays
 * within it; of the pairs that one writer makes of one digit (30 writers, 25 of each) less than 1 in 1,000 are as near, and 4 in
 * 1,000 of the ones.
 */
export const NEARLY_THE_SAME = 0.06;

/** An image and the sums that are compared first, of all its ink and of each row and column: they tell most pairs apart. */
export interface Outline {
  readonly image: Uint8Array;
  readonly ink: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

export function outlineOf(image: Uint8Array, { width, height }: Size): Outline {
  const [rows, columns] = [new Int32Array(height), new Int32Array(width)];
  let ink = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = image[y * width + x]!;
      rows[y]! += level;
      columns[x]! += level;
      ink += level;
    }
  }
  return { image, ink, rows, columns };
}

/** Whether two images of one size are nearly the same. */
export function areNearlyTheSame(a: Outline, b: Outline): boolean {
  const most = NEARLY_THE_SAME * (a.ink + b.ink);
  // Each of these differences is at most that of the images.
  if (Math.abs(a.ink - b.ink) > most) return false;
  const downs = SHIFTS.filter((shift) => profileDifference(a.rows, b.rows, shift) <= most);
  if (downs.length === 0) return false;
  const rights = SHIFTS.filter((shift) => profileDifference(a.columns, b.columns, shift) <= most);
  return downs.some((down) => rights.some((right) => isWithin(a, b, right, down, most)));
}

const SHIFTS = [0, -1, 1] as const;

function profileDifference(a: Int32Array, b: Int32Array, shift: number): number {
  let sum = 0;
  for (let i = Math.min(0, -shift); i < Math.max(a.length, a.length - shift); i++)
    sum += Math.abs((a[i] ?? 0) - (b[i + shift] ?? 0));
  return sum;
}

function isWithin(a: Outline, b: Outline, right: number, down: number, most: number): boolean {
  const [height, width] = [a.rows.length, a.columns.length];
  // What the shift brings beyond the edge of either image has nothing to be compared with.
  let sum = outside(b.rows, down) + outside(b.columns, right);
  for (let y = 0; y < height; y++) {
    const row = y + down;
    for (let x = 0; x < width; x++) {
      const column = x + right;
      const isIn = row >= 0 && row < height && column >= 0 && column < width;
      sum += Math.abs(a.image[y * width + x]! - (isIn ? b.image[row * width + column]! : 0));
    }
    if (sum > most) return false;
  }
  return true;
}

/** Ink of the line of `b` that no line of `a` lies on. */
const outside = (profile: Int32Array, shift: number): number =>
  shift === 0 ? 0 : shift > 0 ? profile[0]! : profile.at(-1)!;
