import { blur, type GreyImage } from '../../ink/grey-image.ts';
import { resample } from '../../ink/resample.ts';
import { stream } from '../../random/random.ts';

/** Words of 32 bits in a description. */
export const WORDS = 8;

/** Corners of an image with what is around them, described so that it is the same however the image is turned. */
export interface KeyPoints {
  readonly count: number;
  /** In pixels of the whole image. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Where it is darker, radians. */
  readonly angle: Float32Array;
  /** Pixels of the whole image to one of the size that it was seen in. */
  readonly scale: Float32Array;
  /** WORDS words each. */
  readonly bits: Uint32Array;
}

/** Levels are compared by their logarithms, so that a shadow changes nothing. */
const OCTAVE = 64;
const BLACK = 8;

/** A ring's points differ from its middle by this much, in such levels: an eighth darker or lighter. */
const CONTRAST = 12;

/** The ring of FAST (Rosten 2006): so many of its 16 points in a row are all lighter or all darker. */
const ARC = 9;
const RING: readonly (readonly [number, number])[] = [
  [0, -3],
  [1, -3],
  [2, -2],
  [3, -1],
  [3, 0],
  [3, 1],
  [2, 2],
  [1, 3],
  [0, 3],
  [-1, 3],
  [-2, 2],
  [-3, 1],
  [-3, 0],
  [-3, -1],
  [-2, -2],
  [-1, -3],
];

/** What is described around a corner, in pixels; nothing nearer to the edge is one. */
const REACH = 13;
const EDGE = REACH + 3;

/** Of corners in a cell of so many pixels so many are kept, so that they lie all over the page. */
const CELL = 40;
const IN_CELL = 4;

/** Turns are counted in so many steps. */
const TURNS = 30;

/** Pairs of places whose levels are compared (BRIEF, Calonder 2010; turned as ORB does, Rublee 2011), turned in each way. */
const PAIRS: readonly Int8Array[] = (() => {
  const random = stream(14, 'sample');
  const place = (): number => Math.max(-REACH, Math.min(REACH, random.normal(0, REACH / 2.5)));
  const pairs = Array.from({ length: 32 * WORDS }, () => [place(), place(), place(), place()] as const);
  return Array.from({ length: TURNS }, (_, turn) => {
    const [sin, cos] = [Math.sin((2 * Math.PI * turn) / TURNS), Math.cos((2 * Math.PI * turn) / TURNS)];
    const turned = (x: number, y: number): number[] =>
      [x * cos - y * sin, x * sin + y * cos].map((at) => Math.max(-REACH, Math.min(REACH, Math.round(at))));
    return Int8Array.from(pairs.flatMap(([ax, ay, bx, by]) => [...turned(ax, ay), ...turned(bx, by)]));
  });
})();

/** The corners of an image, seen with so many pixels along its longer side, one size after the other. */
export function keyPointsOf(image: GreyImage, sides: readonly number[]): KeyPoints {
  const [x, y, angle, scale, bits]: [number[], number[], number[], number[], number[]] = [[], [], [], [], []];
  const longer = Math.max(image.width, image.height);
  for (const side of sides) {
    const by = Math.max(1, longer / side);
    const [width, height] = [Math.round(image.width / by), Math.round(image.height / by)];
    const whole = { x: 0, y: 0, width: image.width, height: image.height };
    const levels = resample(image.levels, image.width, whole, width, height);
    for (let i = 0; i < levels.length; i++) levels[i] = OCTAVE * Math.log2(levels[i]! + BLACK);
    const smooth = Float32Array.from(blur(blur({ levels, width, height })).levels);
    for (const at of cornersOf(levels, width, height)) {
      const [column, row] = [at % width, Math.floor(at / width)];
      const turn = angleAt(smooth, width, at);
      x.push((column + 0.5) * by);
      y.push((row + 0.5) * by);
      angle.push(turn);
      scale.push(by);
      describe(smooth, width, at, turn, bits);
    }
  }
  return {
    count: x.length,
    x: Float32Array.from(x),
    y: Float32Array.from(y),
    angle: Float32Array.from(angle),
    scale: Float32Array.from(scale),
    bits: Uint32Array.from(bits),
  };
}

/** Places of corners, the clearest of each cell. */
function cornersOf(levels: Float32Array, width: number, height: number): number[] {
  const ring = Int32Array.from(RING, ([x, y]) => y * width + x);
  const scores = new Float32Array(width * height);
  for (let row = EDGE; row < height - EDGE; row++) {
    for (let at = row * width + EDGE; at < (row + 1) * width - EDGE; at++) scores[at] = cornerness(levels, at, ring);
  }
  const cells = new Map<number, { at: number; score: number }[]>();
  const across = Math.ceil(width / CELL);
  for (let row = EDGE; row < height - EDGE; row++) {
    for (let at = row * width + EDGE; at < (row + 1) * width - EDGE; at++) {
      const score = scores[at]!;
      if (score === 0 || !isPeak(scores, at, width)) continue;
      const cell = Math.floor(row / CELL) * across + Math.floor((at % width) / CELL);
      const own = cells.get(cell);
      if (own) own.push({ at, score });
      else cells.set(cell, [{ at, score }]);
    }
  }
  return [...cells.values()].flatMap((own) =>
    own
      .sort((a, b) => b.score - a.score)
      .slice(0, IN_CELL)
      .map(({ at }) => at),
  );
}

/** 0: no corner. */
function cornerness(levels: Float32Array, at: number, ring: Int32Array): number {
  const [lower, upper] = [levels[at]! - CONTRAST, levels[at]! + CONTRAST];
  // Of four points across an arc of nine holds two.
  let [darker, lighter] = [0, 0];
  for (let i = 0; i < 16; i += 4) {
    const level = levels[at + ring[i]!]!;
    if (level < lower) darker++;
    else if (level > upper) lighter++;
  }
  if (darker < 2 && lighter < 2) return 0;
  let [sign, run, longest, sum] = [0, 0, 0, 0];
  for (let i = 0; i < 16 + ARC; i++) {
    const level = levels[at + ring[i & 15]!]!;
    const now = level < lower ? -1 : level > upper ? 1 : 0;
    run = now !== 0 && now === sign ? run + 1 : now === 0 ? 0 : 1;
    sign = now;
    if (run > longest) longest = run;
    if (i < 16 && now !== 0) sum += now < 0 ? lower - level : level - upper;
  }
  return longest >= ARC ? sum : 0;
}

function isPeak(scores: Float32Array, at: number, width: number): boolean {
  const score = scores[at]!;
  for (const to of [-width - 1, -width, -width + 1, -1]) if (scores[at + to]! >= score) return false;
  for (const to of [1, width - 1, width, width + 1]) if (scores[at + to]! > score) return false;
  return true;
}

/** The direction from a corner to the middle of the darkness around it. */
function angleAt(levels: Float32Array, width: number, at: number): number {
  let [across, down] = [0, 0];
  for (let y = -REACH; y <= REACH; y++) {
    const half = Math.floor(Math.sqrt(REACH * REACH - y * y));
    for (let x = -half; x <= half; x++) {
      const level = levels[at + y * width + x]!;
      across -= x * level;
      down -= y * level;
    }
  }
  return Math.atan2(down, across);
}

function describe(levels: Float32Array, width: number, at: number, angle: number, bits: number[]): void {
  const turn = (Math.round((angle / (2 * Math.PI)) * TURNS) + TURNS) % TURNS;
  const pairs = PAIRS[turn]!;
  for (let word = 0, i = 0; word < WORDS; word++) {
    let value = 0;
    for (let bit = 0; bit < 32; bit++, i += 4) {
      const a = levels[at + pairs[i + 1]! * width + pairs[i]!]!;
      const b = levels[at + pairs[i + 3]! * width + pairs[i + 2]!]!;
      value = (value << 1) | (a < b ? 1 : 0);
    }
    bits.push(value >>> 0);
  }
}
