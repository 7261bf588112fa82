import { quantile, type GreyImage } from './grey-image.ts';

/** What lies along the edge, as a share of the shorter side. */
const EDGE = 0.03;

/** Of the levels along the edge the middle half differs by no more than this share of all the picture's: then the edge is paper. */
const ALIKE = 0.25;

/** Otherwise paper is what there is most of within this share of the longer side, around each pixel. */
const AROUND = 1 / 6;

/** Differences below this share of the largest are grain, or light that was not quite evened out: over a large sheet they add up. */
const CLEAR = 0.25;

/**
 * Whether ink is lighter than paper: ink is what differs from paper most in sum. The paper's level is that of the edge or,
 * where a shadow or the ink itself crosses the edge, that of each pixel's surroundings. For small images.
 */
export function isInkLight(image: GreyImage): boolean {
  const edge = levelsAlongEdge(image);
  const [low, paper, high] = [0.25, 0.5, 0.75].map((share) => quantile(edge, share)) as [number, number, number];
  let [darkest, lightest] = [Infinity, -Infinity];
  for (const level of image.levels) [darkest, lightest] = [Math.min(darkest, level), Math.max(lightest, level)];
  const papers = high - low <= ALIKE * (lightest - darkest) ? null : mediansAround(image);
  const differences = Float32Array.from(image.levels, (level, i) => level - (papers ? papers[i]! : paper));
  const most = differences.reduce((largest, difference) => Math.max(largest, Math.abs(difference)), 0);
  return differences.reduce((sum, difference) => sum + (Math.abs(difference) < CLEAR * most ? 0 : difference), 0) > 0;
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
