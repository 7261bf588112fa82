import { lightGain } from './even-light.ts';
import { close, lowest } from './extremum.ts';
import type { Size } from './frame.ts';
import { enlarge, grainOf, median, shrink, type GreyImage } from './grey-image.ts';
import { isInkLight } from './is-ink-light.ts';

/** How much darker than the paper around it each pixel is. */
export interface Contrast extends Size {
  /** 0 paper to 255 black, as shares of the paper's own level: the same ink in shadow and in light. */
  readonly levels: Float32Array;
  /** The paper's grain at each pixel, as a standard deviation of `levels`: in the dark it counts for more. */
  readonly grain: Float32Array;
  /** Whether ink is lighter than paper. */
  readonly isInkLight: boolean;
}

/** How the paper is told from what is written on it. */
export interface PaperSearch {
  /** The paper is looked for in an image of so many pixels along the longer side. */
  readonly coarse: number;
  /** Marks up to this many of the picture's pixels across are ink; what is broader is paper, or something that lies on it. */
  readonly broadest: number;
  /** Light may fall by a surface of such a degree (see lightGain). Narrow marks need none: paper is seen all around them. */
  readonly lights: readonly (2 | 4)[];
}

/** For a sign that fills its picture. */
const aroundSign = ({ width, height }: Size): PaperSearch => ({
  coarse: 96,
  broadest: Math.max(width, height) / 3,
  lights: [2, 4],
});

/** Whether ink is light is looked for in an image of so many pixels along the longer side. */
const OVERVIEW = 128;

/** In a tiny image even thin strokes are broad. In its pixels, half of the breadth. */
const LEAST_REACH = 3;

/** Levels of paper below this count as this: this keeps the division finite on black. */
const DARKEST_PAPER = 32;

/** A more complicated model of the light is used only if it leaves so much less as ink. */
const SIMPLER = 0.85;

/**
 * Contrast of ink to the paper around it, dark on light or light on dark. The light is evened out, and the paper is what then
 * remains when all that is narrower than broad strokes is filled with its surroundings. With `sheet`, only where it is 1.
 */
export function contrastOf(image: GreyImage, sheet: Uint8Array | null, search = aroundSign(image)): Contrast {
  const { width, height } = image;
  const seen = sheet ? onSheet(image, sheet) : image;
  const factor = Math.max(1, Math.ceil(Math.max(width, height) / search.coarse));
  const ground = groundOf(shrink(seen, factor), search.broadest / factor, search.lights);
  // Where the paper's level jumps, at a shadow's edge, the coarse image blurs the jump: the darker side is taken for paper on both.
  const darker = factor === 1 ? ground.paper : lowest(ground.paper, ground, 1);
  const paper = enlarge({ ...ground, levels: darker }, image, factor);
  const gain = ground.gain && enlarge({ ...ground, levels: ground.gain }, image, factor);
  const [levels, grain] = [new Float32Array(paper.length), new Float32Array(paper.length)];
  const seenGrain = grainOf(seen, sheet);
  for (let i = 0; i < levels.length; i++) {
    const times = gain ? gain[i]! : 1;
    const even = times * seen.levels[i]!;
    const scale = 255 / Math.max(DARKEST_PAPER, paper[i]!);
    levels[i] = scale * (paper[i]! - (ground.isInkLight ? Math.max(0, 255 - even) : even));
    grain[i] = scale * times * seenGrain;
  }
  // The highest of many grainy levels lies above the usual one; most of the picture is paper and tells by how much.
  const bias = Math.max(0, Math.min(median(levels), 4 * median(grain)));
  for (let i = 0; i < levels.length; i++) levels[i] = Math.max(0, levels[i]! - bias);
  return { levels, grain, isInkLight: ground.isInkLight, width, height };
}

/** The picture with the sheet's usual level around the sheet. */
function onSheet({ levels, width, height }: GreyImage, sheet: Uint8Array): GreyImage {
  const usual = median(Float32Array.from(levels).filter((_, i) => sheet[i] === 1));
  return { levels: Float32Array.from(levels, (level, i) => (sheet[i] === 1 ? level : usual)), width, height };
}

interface Ground extends Size {
  /** How much brighter the pixels are under an even light; null: it is even. */
  readonly gain: Float32Array | null;
  /** Whether ink is lighter than paper: then all levels are turned round. */
  readonly isInkLight: boolean;
  /** The paper's level, the light evened out and ink dark. */
  readonly paper: Float32Array;
}

/**
 * Paper and light, estimated from the coarse picture: of several models of the light the one that leaves the least ink.
 */
function groundOf(coarse: GreyImage, broadest: number, lights: PaperSearch['lights']): Ground {
  const reach = Math.max(LEAST_REACH, Math.round(broadest / 2));
  const guesses = [null, ...lights.map((degree) => lightGain(coarse, degree))].map((gain, i) => {
    if (gain === null && i > 0) return null;
    const even = Float32Array.from(coarse.levels, (level, k) => level * (gain ? gain[k]! : 1));
    return { gain, even, marks: marksIn(even, coarse, reach) };
  });
  const { gain, even } = guesses.reduce((best, guess) =>
    guess && guess.marks < SIMPLER * best!.marks ? guess : best,
  )!;
  const isLight = isInkLight(
    shrink({ ...coarse, levels: even }, Math.ceil(Math.max(coarse.width, coarse.height) / OVERVIEW)),
  );
  const paper = close(isLight ? even.map((level) => Math.max(0, 255 - level)) : even, coarse, reach);
  return { gain, isInkLight: isLight, paper, width: coarse.width, height: coarse.height };
}

/** All that is narrow, dark marks and light ones, as shares of what is around them. */
function marksIn(levels: Float32Array, size: Size, reach: number): number {
  const lightest = close(levels, size, reach);
  const darkest = close(
    levels.map((level) => -level),
    size,
    reach,
  );
  let marks = 0;
  for (let i = 0; i < levels.length; i++) marks += (lightest[i]! + darkest[i]!) / Math.max(DARKEST_PAPER, lightest[i]!);
  return marks;
}
