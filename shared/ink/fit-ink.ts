import type { Frame } from '../contract/schemas/task.ts';
import type { Ink } from './ink-on.ts';
import { frameScale, type Size } from './frame.ts';
import { resample } from './resample.ts';

/** The ink is first fitted into a box this many times finer than the frame's, where a thin pen can be thickened. */
const FINE = 4;

/** Lines thinner than hardly any of MNIST's, in pixels of its images, are made as thick as its thinner ones. */
const THIN = 1.3;
const THICKENED = 2.1;

export interface FitOptions {
  /** The picture, where the ink is to stay as it stands in it; without it the ink fills the box one way. */
  readonly sheet?: Size | undefined;
  /** Lines stay as thin as they are. */
  readonly asThin?: boolean | undefined;
}

/** Ink found in a picture, scaled into a box with its proportions kept, thin lines thickened: the box's bytes, 0 paper to 255 ink. */
export function fitInk(ink: Ink, box: Size, frame: Frame, { sheet, asThin = false }: FitOptions = {}): Uint8Array {
  const fine = { width: FINE * box.width, height: FINE * box.height };
  const from = sheet ?? ink.box;
  const whole = Math.min(fine.width / from.width, fine.height / from.height);
  const thin = (whole * strokeWidth(ink) * (ink.box.width / ink.width)) / (FINE * frameScale(frame));
  const added = thin < THIN && !asThin ? Math.round(((THICKENED - thin) * FINE * frameScale(frame)) / 2) : 0;
  // The pen that is added around the lines takes its room from the fit, as in fitToBox.
  const scale = sheet
    ? whole
    : Math.min((fine.width - 2 * added) / from.width, (fine.height - 2 * added) / from.height);
  const [width, height] = [ink.box.width, ink.box.height].map((side) => Math.max(1, Math.round(side * scale))) as [
    number,
    number,
  ];
  const [left, top] = sheet
    ? [
        (fine.width - scale * sheet.width) / 2 + scale * ink.box.x,
        (fine.height - scale * sheet.height) / 2 + scale * ink.box.y,
      ]
    : [(fine.width - width) / 2, (fine.height - height) / 2];
  const small = resample(ink.levels, ink.width, { x: 0, y: 0, width: ink.width, height: ink.height }, width, height);
  const levels = paste({ levels: small, width, height }, fine, Math.floor(left), Math.floor(top));
  return average(added > 0 ? thicken(full(levels), fine, added) : levels, box);
}

function paste(small: { levels: Float32Array } & Size, fine: Size, left: number, top: number): Float32Array {
  const levels = new Float32Array(fine.width * fine.height);
  const [first, last] = [Math.max(0, -left), Math.min(small.width, fine.width - left)];
  for (let y = Math.max(0, -top); y < Math.min(small.height, fine.height - top); y++) {
    if (last > first)
      levels.set(
        small.levels.subarray(y * small.width + first, y * small.width + last),
        (top + y) * fine.width + left + first,
      );
  }
  return levels;
}

/** Averages of FINE x FINE pixels, as bytes: what strokes' coverage comes to as well. */
function average(fine: Float32Array, box: Size): Uint8Array {
  const sums = new Float64Array(box.width * box.height);
  const fineWidth = FINE * box.width;
  for (let y = 0, at = 0; y < FINE * box.height; y++) {
    const row = Math.floor(y / FINE) * box.width;
    for (let x = 0; x < fineWidth; x++, at++) sums[row + Math.floor(x / FINE)]! += fine[at]!;
  }
  return Uint8Array.from(sums, (sum) => Math.round(Math.min(255, sum / (FINE * FINE))));
}

/** The lines' usual width in the ink's pixels: twice the area over the length of the outline, which is nearly right for long, thin shapes. */
export function strokeWidth({ levels, width, height }: Pick<Ink, 'levels' | 'width' | 'height'>): number {
  const isInk = (x: number, y: number): boolean =>
    x < width && y < height && x >= 0 && y >= 0 && levels[y * width + x]! >= 128;
  let [area, outline] = [0, 0];
  for (let y = 0; y <= height; y++) {
    for (let x = 0; x <= width; x++) {
      const here = isInk(x, y);
      if (here) area += 1;
      if (here !== isInk(x - 1, y)) outline += 1;
      if (here !== isInk(x, y - 1)) outline += 1;
    }
  }
  // A slanting outline counts its steps along both axes: pi/4 of that is its length, over all directions.
  return outline === 0 ? 0 : (2 * area) / (outline * (Math.PI / 4));
}

/** Lines finer than the fine box's pixels come out pale in it: brings them back to full ink. */
function full(fine: Float32Array): Float32Array {
  const inked = fine.filter((level) => level > 0).sort();
  const usual = inked[Math.floor(inked.length / 2)] ?? 255;
  return fine.map((level) => Math.min(255, (level * 255) / usual));
}

/** The highest level within `radius` pixels, for each pixel: a round pen's width more. */
export function thicken(fine: Float32Array, { width, height }: Size, radius: number): Float32Array {
  const result = new Float32Array(fine.length);
  for (let dy = -radius; dy <= radius; dy++) {
    const reach = Math.floor(Math.sqrt(radius * radius - dy * dy));
    for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
      for (let x = 0; x < width; x++) {
        const level = fine[y * width + x]!;
        if (level === 0) continue;
        const line = (y + dy) * width;
        const last = Math.min(width - 1, x + reach);
        for (let nx = Math.max(0, x - reach); nx <= last; nx++) {
          if (level > result[line + nx]!) result[line + nx] = level;
        }
      }
    }
  }
  return result;
}
