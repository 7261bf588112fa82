import type { Contrast } from '../ink/contrast.ts';
import { highest } from '../ink/extremum.ts';
import type { Size } from '../ink/frame.ts';
import { blur, enlarge, quantile, type GreyImage } from '../ink/grey-image.ts';

/** Contrast below this, of 255, or below so many times the grain that a blur leaves, is no ink. */
const FAINT = 20;
const ABOVE_GRAIN = 5 * 0.375;

/** Smaller pictures, along the shorter side, show no grain that could be smoothed without harm to strokes. */
const LEAST_SMOOTHED = 60;

/** Squares along the longer side in which strokes and what is behind them are measured, and their least side in pixels. */
const SQUARES = 125;
const LEAST_SQUARE = 8;

/** How strong ink is, is seen from so many squares around. */
const AROUND = 3;

/** A stroke is at least this share as strong as most of the page's; paler marks where there are no others are print or dirt. */
const PALEST = 0.5;

/** Ink begins at so many deviations above what is behind it; where no strong ink is around, at so many: all may be print. */
const DEVIATIONS = 1.3;
const WITHOUT_INK = 3;

/** Rules are looked for among what stands out by so many, or comes to this share of full ink: they may be paler. */
const MARKS = 1.6;
const MARKS_MOST = 0.35;

/** Ink begins within these shares of its full strength. */
const FLOOR = { least: 0.22, most: 0.75 };

/** Of the strongest pixels of a stroke, what counts as full ink. */
const FULL = 0.85;

/** How strong a page's marks are, and what is behind them. */
export interface Strengths {
  /** Pixels along a side of the squares that all else is told of. */
  readonly side: number;
  /** Contrast of full ink. */
  readonly full: GreyImage;
  /** From this on marks stand out from what is behind them, and ink. */
  readonly marksFrom: GreyImage;
  readonly inkFrom: GreyImage;
}

/** Measures a page's marks. Null: there are none. */
export function strengthsOf(contrast: Contrast): Strengths | null {
  const smooth = Math.min(contrast.width, contrast.height) >= LEAST_SMOOTHED ? blur(contrast) : contrast;
  const side = Math.max(LEAST_SQUARE, Math.round(Math.max(contrast.width, contrast.height) / SQUARES));
  const grain = contrast.grain.length === 0 ? 0 : quantile(everyth(contrast.grain, 997), 0.5);
  const least = Math.max(FAINT, ABOVE_GRAIN * grain);
  const peaks = strongest(smooth, side);
  const strong = peaks.levels.filter((peak) => peak >= least);
  if (strong.length === 0) return null;
  const usual = quantile(strong, 0.9);
  const around = highest(peaks.levels, peaks, AROUND);
  const pale = Math.max(PALEST * usual, 1.5 * least);
  const full = blur({ ...peaks, levels: around.map((peak) => Math.max(peak, pale)) });
  const { mean, deviation } = behind(smooth, full, side);
  const above = (times: (square: number) => number, most: number): GreyImage => ({
    ...peaks,
    levels: mean.map((level, i) =>
      Math.max(least / 2, Math.min(most * full.levels[i]!, level + times(i) * deviation[i]!)),
    ),
  });
  return {
    side,
    full,
    marksFrom: above(() => MARKS, MARKS_MOST),
    inkFrom: above((i) => (around[i]! > pale ? DEVIATIONS : WITHOUT_INK), FLOOR.most),
  };
}

/** 1 where contrast stands out from what is behind it, however pale: what rules are looked for in. */
export function marksOf({ levels, ...size }: Contrast, { side, marksFrom }: Strengths): Uint8Array {
  const least = enlarge(marksFrom, size, side);
  const mask = new Uint8Array(levels.length);
  for (let i = 0; i < mask.length; i++) if (levels[i]! >= Math.max(FAINT, least[i]!)) mask[i] = 1;
  return mask;
}

/**
 * Contrast as levels of ink, 0 paper to 255 full: a pale pencil comes out as dark as a felt pen elsewhere on the page, and what is
 * printed behind the writing is taken off by as much as it usually shows there.
 */
export function inkLevels({ levels, ...size }: Contrast, { side, full, inkFrom }: Strengths): Uint8Array {
  const fulls = enlarge(full, size, side);
  const bounded = inkFrom.levels.map((level, i) => Math.max(FLOOR.least * full.levels[i]!, level));
  const floor = enlarge({ ...inkFrom, levels: bounded }, size, side);
  const ink = new Uint8Array(levels.length);
  for (let i = 0; i < ink.length; i++) {
    const level = (255 * (levels[i]! - floor[i]!)) / (FULL * fulls[i]! - floor[i]!);
    ink[i] = level <= 0 ? 0 : level >= 255 ? 255 : level;
  }
  return ink;
}

const everyth = (levels: Float32Array, step: number): Float32Array =>
  Float32Array.from({ length: Math.ceil(levels.length / step) }, (_, i) => levels[i * step]!);

const squaresOf = ({ width, height }: Size, side: number): Size => ({
  width: Math.ceil(width / side),
  height: Math.ceil(height / side),
});

/** The highest level in each square. */
function strongest({ levels, width, height }: GreyImage, side: number): GreyImage & { levels: Float32Array } {
  const to = squaresOf({ width, height }, side);
  const peaks = new Float32Array(to.width * to.height);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / side) * to.width;
    for (let x = 0, at = row; x < width; at++) {
      const end = Math.min(width, x + side);
      let peak = peaks[at]!;
      for (; x < end; x++, i++) if (levels[i]! > peak) peak = levels[i]!;
      peaks[at] = peak;
    }
  }
  return { levels: peaks, ...to };
}

interface Behind {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** Of each square and its neighbours, what usually shows where no ink is. */
function behind({ levels, width, height }: GreyImage, full: GreyImage, side: number): Behind {
  const to = squaresOf({ width, height }, side);
  const [counts, sums, squares] = [0, 1, 2].map(() => new Float32Array(to.width * to.height)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / side) * to.width;
    for (let x = 0, at = row; x < width; at++) {
      const end = Math.min(width, x + side);
      const below = 0.5 * full.levels[at]!;
      let [count, sum, square] = [0, 0, 0];
      for (; x < end; x++, i++) {
        const level = levels[i]!;
        if (level >= below) continue;
        count += 1;
        sum += level;
        square += level * level;
      }
      counts[at]! += count;
      sums[at]! += sum;
      squares[at]! += square;
    }
  }
  const [count, sum, square] = [counts, sums, squares].map((part) => blur({ levels: part, ...to }).levels) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const mean = sum.map((total, i) => total / Math.max(1e-6, count[i]!));
  const deviation = square.map((total, i) =>
    Math.sqrt(Math.max(0, total / Math.max(1e-6, count[i]!) - mean[i]! * mean[i]!)),
  );
  return { mean, deviation };
}
