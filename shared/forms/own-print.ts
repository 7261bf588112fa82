import type { Contrast } from '../ink/contrast.ts';
import { close, highest } from '../ink/extremum.ts';
import type { GreyImage } from '../ink/grey-image.ts';
import type { Page } from '../page/page.ts';

/** What is printed in a part of the empty form: its contrast, and the rules and sides of boxes among it. */
export interface Print {
  readonly contrast: Contrast;
  readonly rules: Page['rules'];
}

/** A place where the empty form is so dark, 0 to 255, is printed. */
const PRINT = 40;

/** Fewer pixels of print do not say how it lies, as a share of the crop. */
const LEAST_PRINT = 0.004;

/** Print is looked for so many pixels around where it should be. */
const REACH = 3;

/** Print is taken off by so much more than it is, and by this share of it so far beside itself, in pixels: edges are never quite the same. */
const MORE = 1.15;
const BESIDE = 1;
const EDGES = 0.6;

/** How much darker or paler than on the empty form's scan the print may be. */
const STRENGTH = { least: 0.5, most: 2 };

/** A stroke goes on below print that is up to twice so broad, as a share of the crop's height, where it is seen on both sides. */
const BRIDGED = 0.045;

/**
 * The contrast of a field's crop without what is printed on the empty form: lines, boxes and words are taken off where they are, and a stroke
 * that crosses them is closed again only below them. `empty`: the same crop of the empty form. Both have the same size.
 */
export function withoutPrint(filled: Contrast, empty: Contrast): Contrast {
  const { width, height } = filled;
  const print = shifted(empty, shiftOf(filled, empty));
  const strength = strengthOf(filled.levels, print);
  const own = highest(print, { width, height }, BESIDE);
  const left = new Float32Array(filled.levels.length);
  for (let i = 0; i < left.length; i++) {
    left[i] = Math.max(0, filled.levels[i]! - strength * Math.max(MORE * print[i]!, EDGES * own[i]!));
  }
  const whole = close(left, { width, height }, Math.max(2, Math.round(BRIDGED * height)));
  for (let i = 0; i < left.length; i++) {
    if (own[i]! >= PRINT / 2) left[i] = Math.min(filled.levels[i]!, whole[i]!);
  }
  return { ...filled, levels: left };
}

/** How far the print lies beside where it should, in whole pixels: none where there is too little of it to tell. */
function shiftOf(filled: GreyImage, empty: GreyImage): readonly [number, number] {
  const { width, height } = empty;
  const [places, levels]: [number[], number[]] = [[], []];
  for (let y = REACH; y < height - REACH; y++) {
    for (let x = REACH, at = y * width + REACH; x < width - REACH; x++, at++) {
      if (empty.levels[at]! < PRINT) continue;
      places.push(at);
      levels.push(empty.levels[at]!);
    }
  }
  if (places.length < LEAST_PRINT * width * height) return [0, 0];
  let [best, found]: [number, readonly [number, number]] = [-1, [0, 0]];
  for (let dy = -REACH; dy <= REACH; dy++) {
    for (let dx = -REACH; dx <= REACH; dx++) {
      let sum = 0;
      for (let i = 0; i < places.length; i++) sum += Math.min(levels[i]!, filled.levels[places[i]! + dy * width + dx]!);
      // Of places alike the nearest: along a single line all are.
      sum *= 1 - 0.004 * (Math.abs(dx) + Math.abs(dy));
      if (sum > best) [best, found] = [sum, [dx, dy]];
    }
  }
  return found;
}

function shifted({ levels, width, height }: GreyImage, [dx, dy]: readonly [number, number]): Float32Array {
  const result = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.min(height - 1, Math.max(0, y - dy)) * width;
    for (let x = 0; x < width; x++) result[y * width + x] = levels[row + Math.min(width - 1, Math.max(0, x - dx))]!;
  }
  return result;
}

/** How much darker the print is than on the empty form's scan: most of it has no ink on it. */
function strengthOf(filled: Float32Array, print: Float32Array): number {
  const ratios: number[] = [];
  for (let i = 0; i < print.length; i++) if (print[i]! >= 2 * PRINT) ratios.push(filled[i]! / print[i]!);
  if (ratios.length === 0) return 1;
  ratios.sort((a, b) => a - b);
  return Math.min(STRENGTH.most, Math.max(STRENGTH.least, ratios[Math.floor(ratios.length / 2)]!));
}
