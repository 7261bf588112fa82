import { median, quantile, type GreyImage } from './grey-image.ts';

/** Squares along the longer side, whose medians stand for the light. */
const SQUARES = 24;

/** Added to levels before their logarithm is taken, so that black stays finite. */
const BLACK = 8;

/** A light that falls by more than this factor across the picture is not light but two things of different colour. */
const STEEPEST = 16;

const ROUNDS = 12;

/**
 * How bright each pixel would be, as a multiple of what it is, if the light that falls on the darkest spot fell everywhere: falling light is a smooth surface (a polynomial of this
 * degree in the logarithm of the level), fitted to most of the picture. Ink, frames and shadows are the few that do not count.
 * Null: the picture follows no such surface.
 */
export function lightGain(image: GreyImage, degree: 2 | 4): Float32Array | null {
  const { levels, width, height } = image;
  const squares = medians(image);
  const powers = powersUpTo(degree);
  if (squares.length < 4 * powers.length) return null;
  const surface = fitSurface(squares, powers);
  const gain = new Float32Array(levels.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      gain[i] = surfaceAt(surface, powers, (2 * x + 1) / width - 1, (2 * y + 1) / height - 1);
    }
  }
  const most = gain.reduce((a, b) => Math.max(a, b));
  const least = gain.reduce((a, b) => Math.min(a, b));
  if (!(most - least < Math.log(STEEPEST))) return null;
  return gain.map((light) => Math.exp(least - light));
}

/** A square's middle, from -1 to 1 both ways, and the logarithm of its usual level. */
type Square = readonly [x: number, y: number, level: number];

function medians({ levels, width, height }: GreyImage): Square[] {
  const side = Math.max(1, Math.ceil(Math.max(width, height) / SQUARES));
  const found: Square[] = [];
  for (let top = 0; top < height; top += side) {
    for (let left = 0; left < width; left += side) {
      const [right, bottom] = [Math.min(width, left + side), Math.min(height, top + side)];
      const inside = new Float32Array((right - left) * (bottom - top));
      for (let y = top; y < bottom; y++) {
        inside.set(levels.subarray(y * width + left, y * width + right), (y - top) * (right - left));
      }
      found.push([(left + right) / width - 1, (top + bottom) / height - 1, Math.log(quantile(inside, 0.5) + BLACK)]);
    }
  }
  return found;
}

/** Exponents of x and y in each of the polynomial's terms; the constant term first. */
type Powers = readonly (readonly [x: number, y: number])[];

function powersUpTo(degree: number): Powers {
  const powers: [number, number][] = [];
  for (let sum = 0; sum <= degree; sum++) for (let x = 0; x <= sum; x++) powers.push([x, sum - x]);
  return powers;
}

const surfaceAt = (surface: readonly number[], powers: Powers, x: number, y: number): number =>
  powers.reduce((sum, [a, b], i) => sum + surface[i]! * x ** a * y ** b, 0);

/** Least absolute deviations by repeated weighted least squares: what differs from the most is outvoted. */
function fitSurface(squares: readonly Square[], powers: Powers): number[] {
  const terms = squares.map(([x, y]) => powers.map(([a, b]) => x ** a * y ** b));
  const size = powers.length;
  let surface = [median(Float32Array.from(squares, ([, , level]) => level)), ...new Array<number>(size - 1).fill(0)];
  for (let round = 0; round < ROUNDS; round++) {
    const matrix = Array.from({ length: size }, () => new Array<number>(size + 1).fill(0));
    squares.forEach(([, , level], s) => {
      const row = terms[s]!;
      const fitted = row.reduce((sum, term, i) => sum + term * surface[i]!, 0);
      const weight = 1 / Math.max(0.01, Math.abs(level - fitted));
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) matrix[i]![j]! += weight * row[i]! * row[j]!;
        matrix[i]![size]! += weight * row[i]! * level;
      }
    });
    // Few squares say little of slopes: a slight pull to none keeps the system solvable.
    for (let i = 1; i < size; i++) matrix[i]![i]! += 1e-4 * matrix[0]![0]!;
    surface = solve(matrix);
  }
  return surface;
}

/** Gauss's elimination with the largest pivot; the right side is the last column. */
function solve(matrix: number[][]): number[] {
  const size = matrix.length;
  for (let i = 0; i < size; i++) {
    let pivot = i;
    for (let k = i + 1; k < size; k++) if (Math.abs(matrix[k]![i]!) > Math.abs(matrix[pivot]![i]!)) pivot = k;
    [matrix[i], matrix[pivot]] = [matrix[pivot]!, matrix[i]!];
    for (let k = i + 1; k < size; k++) {
      const factor = matrix[k]![i]! / matrix[i]![i]!;
      for (let j = i; j <= size; j++) matrix[k]![j]! -= factor * matrix[i]![j]!;
    }
  }
  const result = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    let rest = matrix[i]![size]!;
    for (let k = i + 1; k < size; k++) rest -= matrix[i]![k]! * result[k]!;
    result[i] = rest / matrix[i]![i]!;
  }
  return result;
}
