import type { Size } from '../ink/frame.ts';

/** How far writing may be turned, and the steps in which that is looked for, in degrees. */
const MOST_SKEW = 15;
const STEP = 0.5;
const FINE_STEP = 0.1;

/** Ink from this level on counts. */
const INK = 96;

/** Turned writing must be so much more in rows, for each degree: a line of few signs is never quite level. */
const PER_DEGREE = 0.006;

/**
 * By how many degrees lines of writing climb (negative) or fall to the right: the turn that gathers the ink in the fewest rows.
 * `ink` is 0 paper to 255 ink; a few hundred pixels along the longer side are enough. 0 where nothing says it.
 */
export function skewOf(ink: Uint8Array, { width, height }: Size): number {
  const [xs, ys] = inked(ink, width, height);
  if (xs.length === 0) return 0;
  const score = (degrees: number): number => gathered(xs, ys, degrees) * (1 - PER_DEGREE * Math.abs(degrees));
  const coarse = best(score, 0, MOST_SKEW, STEP);
  const fine = best(score, coarse, STEP, FINE_STEP);
  return Math.abs(fine) > MOST_SKEW ? 0 : fine;
}

function best(score: (degrees: number) => number, middle: number, reach: number, step: number): number {
  let [found, most] = [middle, score(middle)];
  for (let by = step; by <= reach + 1e-9; by += step) {
    for (const degrees of [middle - by, middle + by]) {
      const value = score(degrees);
      if (value > most) [found, most] = [degrees, value];
    }
  }
  return found;
}

function inked(ink: Uint8Array, width: number, height: number): [xs: Float32Array, ys: Float32Array] {
  const count = ink.reduce((sum, level) => sum + Number(level >= INK), 0);
  const [xs, ys] = [new Float32Array(count), new Float32Array(count)];
  for (let y = 0, i = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (ink[i]! < INK) continue;
      xs[to] = x - width / 2;
      ys[to++] = y - height / 2;
    }
  }
  return [xs, ys];
}

/** The sum of the squares of what rows hold that fall by so many degrees to the right; between two rows a pixel counts in both. */
function gathered(xs: Float32Array, ys: Float32Array, degrees: number): number {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  let reach = 0;
  for (let i = 0; i < xs.length; i++) reach = Math.max(reach, Math.abs(xs[i]!) + Math.abs(ys[i]!));
  const middle = Math.ceil(reach) + 1;
  const rows = new Float32Array(2 * middle + 2);
  for (let i = 0; i < xs.length; i++) {
    const y = ys[i]! * cos - xs[i]! * sin + middle;
    const row = Math.floor(y);
    rows[row]! += 1 - (y - row);
    rows[row + 1]! += y - row;
  }
  return rows.reduce((sum, count) => sum + count * count, 0);
}
