import { blotsOf, spread } from '../../ink/blots.ts';
import { median, quantile } from '../../ink/grey-image.ts';
import type { Rect } from '../page.ts';
import type { Mapping } from '../locate/homography.ts';
import { meanAround } from './straighten.ts';
import type { Sampler } from './sampler.ts';

/** Side of a box's image, in pixels. */
export const SIDE = 96;

/** How far inside a square's outline its image begins, in millimetres: the outline is not in it. */
const INSET = 0.6;

/** Contrast below this, as a share of the paper, is a shadow or the paper's grain. */
const FAINT = 0.16;

/** The smallest mark that was written and not spilt: a full stop, in square millimetres. */
const LEAST_AREA = 0.12;

/** A blot smaller than this part of the largest one is dirt. */
const SPECK = 0.02;

/** A box's inside: SIDE x SIDE, 0 paper to 1 black. */
export interface Contrast {
  readonly levels: Float32Array;
  /** What the paper's grain comes to: a standard deviation. */
  readonly grain: number;
}

/** Contrast of so many times the grain is ink. */
const ABOVE_GRAIN = 5;

/** Bare paper is no darker than this, and no grainier: where a box looks so all over, it is full of ink. */
const MOST_BIAS = 0.25;
const MOST_GRAIN = 0.06;

export function contrastIn(sample: Sampler, paper: Sampler, toPicture: Mapping, square: Rect): Contrast {
  const { step, left, top } = gridOf(square);
  const levels = new Float32Array(SIDE * SIDE);
  for (let row = 0, i = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++, i++) {
      const [x, y] = [left + (column + 0.5) * step, top + (row + 0.5) * step];
      levels[i] = 1 - meanAround(sample, toPicture, x, y, step / 4) / paper(x, y);
    }
  }
  // The paper's level is that of its lightest grain, and most of a box is paper: its middle level says how far it lies above.
  const usual = median(levels);
  const bias = Math.min(MOST_BIAS, usual);
  const grain = 1.48 * median(levels.map((level) => Math.abs(level - usual)));
  return { levels: levels.map((level) => Math.max(0, level - bias)), grain: Math.min(MOST_GRAIN, grain) };
}

/** Where a box's image lies on the page. */
export const insideOf = ({ x, y, width, height }: Rect): Rect => ({
  x: x + INSET,
  y: y + INSET,
  width: width - 2 * INSET,
  height: height - 2 * INSET,
});

function gridOf(square: Rect): { step: number; left: number; top: number } {
  const inside = insideOf(square);
  return { step: inside.width / SIDE, left: inside.x, top: inside.y };
}

/** How black the pens of a page are: the usual contrast of the darkest marks in its boxes. Null: nothing is written on it. */
export function penOf(boxes: readonly Contrast[], squares: readonly Rect[]): number | null {
  const strengths = boxes.flatMap(({ levels, grain }, i) => {
    const least = Math.ceil(LEAST_AREA / gridOf(squares[i]!).step ** 2);
    const strength = levels.slice().sort()[levels.length - least]!;
    return strength >= Math.max(FAINT, ABOVE_GRAIN * grain) ? [strength] : [];
  });
  return strengths.length === 0 ? null : quantile(Float32Array.from(strengths), 0.5);
}

/** A box's ink: SIDE x SIDE bytes, 0 paper to 255 ink, with dirt left out. Null: nothing is written in it. `pen`: see penOf. */
export function inkIn({ levels, grain }: Contrast, square: Rect, pen: number): Uint8Array<ArrayBuffer> | null {
  const least = Math.max(FAINT, ABOVE_GRAIN * grain, pen / 2);
  const mask = Uint8Array.from(levels, (level) => Number(level >= least));
  const size = { width: SIDE, height: SIDE };
  const blots = blotsOf(mask, size);
  const largest = blots.all.reduce((most, { area }) => Math.max(most, area), 0);
  if (largest * gridOf(square).step ** 2 < LEAST_AREA) return null;
  const near = spread(blots, (blot) => blots.all[blot]!.area >= SPECK * largest, size, 2);
  const full = fullOf(levels.filter((_, i) => mask[i] === 1));
  const floor = full / 4;
  return Uint8Array.from(levels, (level, i) =>
    near[i] === 0 ? 0 : Math.round(255 * Math.max(0, Math.min(1, (level - floor) / (full - floor)))),
  );
}

/** The mean of the darker half: what counts as full ink. */
function fullOf(levels: Float32Array): number {
  const upper = levels.sort().subarray(Math.floor(levels.length / 2));
  return upper.reduce((sum, level) => sum + level, 0) / Math.max(1, upper.length);
}
