import { quantile, type GreyImage } from './grey-image.ts';

/** What lies along the edge, as a share of the shorter side. */
const EDGE = 0.03;

/** Of the levels along the edge the middle half differs by no more than this share of all the picture's: then the edge is paper. */
const ALIKE = 0.25;

/** Otherwise paper is what there is most of within this share of the longer side, around each pixel. */
const AROUND = 1 / 6;

/** Differences below this share of the largest are grain, or light that was not quite evened out: over a large sheet they add up. */
const CLEAR = 0.25;

/** Of what differs from an even paper so much more is on one side, usually, and from paper that was carried over from the edges: else they are uneven. */
const LIKELY = 0.6;
const DECIDED = 0.95;

/** Along an edge the paper's level is the usual one within this share of the longer side. */
const ALONG = 1 / 24;

/**
 * Whether ink is lighter than paper: ink is what differs from paper most in sum. The paper's level is that of the edge or,
 * where a shadow or the ink itself crosses the edge, one that changes over the picture: as the edges say on the way from the one to the
 * other or, where that leaves it undecided, as each pixel's surroundings say. For small images.
 */
export function isInkLight(image: GreyImage): boolean {
  const edge = levelsAlongEdge(image);
  const [low, paper, high] = [0.25, 0.5, 0.75].map((share) => quantile(edge, share)) as [number, number, number];
  let [darkest, lightest] = [Infinity, -Infinity];
  for (const level of image.levels) [darkest, lightest] = [Math.min(darkest, level), Math.max(lightest, level)];
  const usual = high - low <= ALIKE * (lightest - darkest) ? lightOf(image, () => paper) : null;
  if (usual !== null && Math.abs(usual) >= LIKELY) return usual > 0;
  const between = lightAmong(image, betweenEdges(image));
  if (Math.abs(between) >= DECIDED) return between > 0;
  return (usual ?? lightAmong(image, mediansAround(image))) > 0;
}

const lightAmong = (image: GreyImage, papers: Float32Array): number => lightOf(image, (i) => papers[i]!);

/** Of all that differs clearly from the paper: 1, all is lighter, to -1, all is darker. */
function lightOf({ levels }: GreyImage, paperAt: (i: number) => number): number {
  const differences = Float32Array.from(levels, (level, i) => level - paperAt(i));
  const most = differences.reduce((largest, difference) => Math.max(largest, Math.abs(difference)), 0);
  let [sum, all] = [0, 0];
  for (const difference of differences) {
    if (Math.abs(difference) < CLEAR * most) continue;
    sum += difference;
    all += Math.abs(difference);
  }
  return all === 0 ? 0 : sum / all;
}

/** The levels along the four edges, carried on over the picture (a patch after S. Coons): a straight shadow and even slopes of light are met. */
function betweenEdges(image: GreyImage): Float32Array {
  const { width, height } = image;
  const columns = (row: number): Float32Array => usualAlong(image, width, row, (along, y) => y * width + along, height);
  const rows = (column: number): Float32Array =>
    usualAlong(image, height, column, (along, x) => along * width + x, width);
  const [top, bottom, left, right] = [columns(0), columns(1), rows(0), rows(1)];
  const corner = (flat: Float32Array, upright: Float32Array, end: 0 | 1, side: 0 | 1): number =>
    (flat[end * (width - 1)]! + upright[side * (height - 1)]!) / 2;
  const [a, b] = [corner(top, left, 0, 0), corner(top, right, 1, 0)];
  const [c, d] = [corner(bottom, left, 0, 1), corner(bottom, right, 1, 1)];
  const papers = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const v = y / Math.max(1, height - 1);
    for (let x = 0; x < width; x++, i++) {
      const u = x / Math.max(1, width - 1);
      const flat = (1 - u) * left[y]! + u * right[y]!;
      const upright = (1 - v) * top[x]! + v * bottom[x]!;
      papers[i] = flat + upright - (1 - v) * ((1 - u) * a + u * b) - v * ((1 - u) * c + u * d);
    }
  }
  return papers;
}

/** For each place along an edge (`far` 0: the first one, 1: the one across) the median of the levels next to it. */
function usualAlong(
  { levels, width, height }: GreyImage,
  length: number,
  far: number,
  indexOf: (along: number, across: number) => number,
  across: number,
): Float32Array {
  const depth = Math.max(1, Math.round(EDGE * Math.min(width, height)));
  const reach = Math.max(1, Math.round(ALONG * Math.max(width, height)));
  return Float32Array.from({ length }, (_, place) => {
    const near: number[] = [];
    for (let along = Math.max(0, place - reach); along <= Math.min(length - 1, place + reach); along++)
      for (let deep = 0; deep < depth; deep++) near.push(levels[indexOf(along, far === 0 ? deep : across - 1 - deep)]!);
    return quantile(Float32Array.from(near), 0.5);
  });
}

function levelsAlongEdge({ levels, width, height }: GreyImage): Float32Array {
  const depth = Math.max(1, Math.round(EDGE * Math.min(width, height)));
  const edge: number[] = [];
  for (let y = 0; y < height; y++) {
    const isInside = y >= depth && y < height - depth;
    for (let x = 0; x < width; x++) {
      if (!isInside || x < depth || x >= width - depth) edge.push(levels[y * width + x]!);
    }
  }
  return Float32Array.from(edge);
}

/** The median of each pixel's surroundings, from a histogram that slides along the row (T. Huang 1979). */
function mediansAround({ levels, width, height }: GreyImage): Float32Array {
  const reach = Math.max(1, Math.round(AROUND * Math.max(width, height)));
  const bytes = Uint8Array.from(levels, (level) => Math.max(0, Math.min(255, level)));
  const result = new Float32Array(bytes.length);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(0, y - reach), Math.min(height - 1, y + reach)];
    const histogram = new Int32Array(256);
    let count = 0;
    const change = (x: number, by: 1 | -1): void => {
      if (x < 0 || x >= width) return;
      for (let row = top; row <= bottom; row++) histogram[bytes[row * width + x]!]! += by;
      count += by * (bottom - top + 1);
    };
    for (let x = 0; x < reach; x++) change(x, 1);
    for (let x = 0; x < width; x++) {
      change(x + reach, 1);
      change(x - reach - 1, -1);
      let [below, level] = [0, 0];
      while (below + histogram[level]! <= count / 2) below += histogram[level++]!;
      result[y * width + x] = level;
    }
  }
  return result;
}
