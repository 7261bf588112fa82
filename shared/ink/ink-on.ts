import { blotsOf, spread, type Blots } from './blots.ts';
import { boxOf } from './box-of.ts';
import { contrastOf } from './contrast.ts';
import { findFrames } from './frames.ts';
import type { Size } from './frame.ts';
import { blur, quantile, type GreyImage } from './grey-image.ts';
import { findLines } from './lines.ts';
import type { Crop } from './resample.ts';

/** Ink alone: levels 0 paper to 255 full ink, of the smallest box that holds it all. */
export interface Ink extends Size {
  readonly levels: Uint8Array;
  /** Where it lies in the picture, in the picture's pixels. */
  readonly box: Crop;
}

/** Less contrast between ink and paper than this, of 255, is a blank page; and so is less than this many times the grain. */
const FAINT = 20;
const ABOVE_GRAIN = 5;

/** Images from this size on, along the longer side, are blurred a little before marks are looked for in them. */
const BLURRED_FROM = 100;

/** How much of the grain is left by that. */
const GRAIN_LEFT = 0.375;

/** A blot smaller than this part of the largest one is dirt. */
const SPECK = 0.02;

/**
 * Lines may hide a frame, and a frame lines, so both are searched several times; what is left after so many rounds is
 * ink.
 */
const LOOKS = 6;

/** The ink of a picture at one scale; with `sheet`, where that is 1. Null: none is found. */
export function inkOn(image: GreyImage, sheet: Uint8Array | null): Ink | null {
  const contrast = contrastOf(image, sheet);
  const isLarge = Math.max(image.width, image.height) >= BLURRED_FROM;
  const levels = isLarge ? Float32Array.from(blur(contrast).levels) : contrast.levels.slice();
  if (sheet) erase(levels, sheet, 0);
  const least = contrast.grain.map((grain) => Math.max(FAINT, ABOVE_GRAIN * grain * (isLarge ? GRAIN_LEFT : 1)));
  for (let look = 0; ; look++) {
    const marks = findMarks(levels, least, image);
    if (marks === null) return null;
    const disturbing = look < LOOKS ? (findLines(marks.mask, image) ?? findFrames(marks.blots, image)) : null;
    if (disturbing === null) return cleaned(contrast.levels, levels, marks, image, isLarge ? 2 : 1);
    erase(levels, disturbing, 1);
  }
}

/** No contrast is left where `mask` has `value`. */
function erase(levels: Float32Array, mask: Uint8Array, value: 0 | 1): void {
  for (let i = 0; i < levels.length; i++) if (mask[i] === value) levels[i] = 0;
}

interface Marks {
  /** 1 where contrast is at least half of the strongest mark's. */
  readonly mask: Uint8Array;
  readonly blots: Blots;
}

/** Null: no mark is strong and large enough to be one. */
function findMarks(levels: Float32Array, least: Float32Array, size: Size): Marks | null {
  const faint = blotsOf(maskOf(levels, least, 0), size);
  const strength = new Float64Array(faint.all.length);
  for (let i = 0; i < levels.length; i++) {
    if (faint.of[i]! > 0) strength[faint.of[i]!]! += levels[i]! * levels[i]!;
  }
  const strongest = strength.indexOf(strength.reduce((a, b) => Math.max(a, b), 0));
  if (strongest <= 0 || faint.all[strongest]!.area < leastArea(size)) return null;
  const full = quantile(
    levelsOf(levels, faint, (blot) => blot === strongest),
    0.9,
  );
  const mask = maskOf(levels, least, full / 2);
  const blots = blotsOf(mask, size);
  return blots.all.some(({ area }) => area >= leastArea(size)) ? { mask, blots } : null;
}

/** 1 where a level reaches both the threshold at its place and the one for all places. */
function maskOf(levels: Float32Array, least: Float32Array, everywhere: number): Uint8Array {
  const mask = new Uint8Array(levels.length);
  for (let i = 0; i < mask.length; i++) if (levels[i]! >= Math.max(least[i]!, everywhere)) mask[i] = 1;
  return mask;
}

/** Marks of fewer pixels are noise. */
const leastArea = ({ width, height }: Size): number => Math.max(3, (width * height) / 20_000);

/** What remains of the contrast: `erased` is 0 where lines and frames were. Ink beside a blot's pixels, where it fades, belongs to it. */
function cleaned(
  contrast: Float32Array,
  erased: Float32Array,
  { blots }: Marks,
  size: Size,
  reach: number,
): Ink | null {
  const largest = blots.all.reduce((most, { area }) => Math.max(most, area), 0);
  const kept = (blot: number): boolean => blots.all[blot]!.area >= SPECK * largest;
  const full = upperMean(levelsOf(contrast, blots, kept));
  const near = spread(blots, kept, size, reach);
  const floor = full / 4;
  const ink = new Uint8Array(contrast.length);
  for (let i = 0; i < ink.length; i++) {
    if (near[i] === 0 || erased[i] === 0) continue;
    ink[i] = Math.max(0, Math.min(255, (255 * (contrast[i]! - floor)) / (full - floor)));
  }
  const box = boxOf(ink, size.width, size.height);
  if (box === null) return null;
  const levels = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (box.y + y) * size.width + box.x;
    levels.set(ink.subarray(from, from + box.width), y * box.width);
  }
  return { levels, width: box.width, height: box.height, box };
}

/** The levels of the chosen blots' pixels. */
function levelsOf(levels: Float32Array, { of, all }: Blots, chosen: (blot: number) => boolean): Float32Array {
  const isChosen = all.map((_, blot) => blot > 0 && chosen(blot));
  const found = new Float32Array(all.reduce((sum, { area }, blot) => sum + (isChosen[blot] ? area : 0), 0));
  for (let i = 0, to = 0; i < levels.length; i++) if (isChosen[of[i]!]) found[to++] = levels[i]!;
  return found;
}

/** The mean of the darker half: what counts as full ink. */
function upperMean(levels: Float32Array): number {
  const upper = levels.sort().subarray(Math.floor(levels.length / 2));
  return upper.reduce((sum, level) => sum + level, 0) / Math.max(1, upper.length);
}
