import type { FieldBox } from '../contract/schemas/form.ts';
import { blotsOf } from '../ink/blots.ts';
import { contrastOf } from '../ink/contrast.ts';
import type { Size } from '../ink/frame.ts';
import type { GreyImage } from '../ink/grey-image.ts';
import { inkOf, takeRulesOff } from '../page/clean-page.ts';
import type { Page } from '../page/page.ts';
import { warp } from '../page/warp.ts';
import type { Mapping } from '../paper/locate/homography.ts';
import type { FoundForm, Template } from './find-form.ts';
import type { Halves } from './locate/halves.ts';
import { withoutPrint } from './own-print.ts';

/** A field as it is cut out of a page, upright. */
export interface FieldCut extends Size {
  /** As a person sees it, in even light: 0 black to 255 white. */
  readonly look: Uint8Array;
  /** What is written, without what the empty form has: 0 paper to 255 ink. */
  readonly ink: Uint8Array;
  /** From the crop's pixels to the picture's; the first pixel's middle is 0.5, 0.5 in both. */
  readonly toPicture: Mapping;
  /** The share of the field's own box that is ink. */
  readonly inked: number;
  /** How much of the form's print is seen around it, 0 to 1. */
  readonly placed: number;
  /** What is ruled on the empty form there, in the crop's pixels. */
  readonly rules: Page['rules'];
}

/** A field is cut out with so much around it, as a share of its height and in the template's pixels: people write across its edges. */
const AROUND = 0.18;
const LEAST_AROUND = 3;

/** A crop is no larger, in pixels; nor finer than the picture. */
const HIGHEST = 80;
const WIDEST = 1600;

/** Crops come in scales that are so far apart, so that those of one scanner's pages are all of one size. */
const SCALES = 2 ** 0.25;

/** Levels from here on are ink. */
const INK = 96;

/** What is smaller, as a share of the crop's height squared, is dirt. */
const DIRT = 0.0012;

/** Cuts a field out of a page and takes off what the empty form has there. */
export function cutField(template: Template, halves: Halves, found: FoundForm, box: FieldBox): FieldCut {
  const { toPicture } = found;
  const around = Math.max(LEAST_AROUND, AROUND * box.height);
  const frame = {
    x: box.x - around,
    y: box.y - around,
    width: box.width + 2 * around,
    height: box.height + 2 * around,
  };
  const seen = scaleAt(toPicture, frame.x + frame.width / 2, frame.y + frame.height / 2, frame.height / 2);
  const nearest = SCALES ** Math.round(Math.log(seen) / Math.log(SCALES));
  const scale = Math.min(nearest, HIGHEST / frame.height, WIDEST / frame.width);
  const size = {
    width: Math.max(8, Math.round(frame.width * scale)),
    height: Math.max(8, Math.round(frame.height * scale)),
  };
  const toTemplate: Mapping = (x, y) => [
    frame.x + (x * frame.width) / size.width,
    frame.y + (y * frame.height) / size.height,
  ];
  const mapping: Mapping = (x, y) => toPicture(...toTemplate(x, y));
  const page = laid(halves, seen / scale, size, mapping);
  const search = { coarse: 400, broadest: Math.max(0.06 * size.width, 0.4 * size.height), lights: [] };
  const contrast = contrastOf(page, null, search);
  const own = template.print(`${JSON.stringify(box)} ${size.width}`, () => {
    const print = contrastOf(laid(template.halves, 1 / scale, size, toTemplate), null, search);
    return { contrast: print, rules: takeRulesOff({ ...print, levels: print.levels.slice() }) };
  });
  const written = withoutPrint(contrast, own.contrast);
  const inner = {
    left: (around / frame.width) * size.width,
    top: (around / frame.height) * size.height,
    right: (1 - around / frame.width) * size.width,
    bottom: (1 - around / frame.height) * size.height,
  };
  const ink = inside(inkOf(written), size, inner);
  return {
    ...size,
    look: Uint8Array.from(contrast.levels, (level) => 255 - Math.min(255, Math.round(level))),
    ink,
    toPicture: mapping,
    inked: inkedShare(ink, size, inner),
    placed: found.qualityAt(box.x + box.width / 2, box.y + box.height / 2),
    rules: own.rules,
  };
}

/** Pixels of the other plane to one of this, around a place. */
function scaleAt(mapping: Mapping, x: number, y: number, by: number): number {
  const [a, b, c] = [mapping(x - by, y), mapping(x + by, y), mapping(x, y + by)];
  const area = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  return Math.sqrt(area / 2) / by;
}

/** An image laid into a crop whose steps are so many of its pixels. */
function laid(halves: Halves, step: number, size: Size, mapping: Mapping): GreyImage {
  const times = Math.max(0, Math.min(5, Math.round(Math.log2(step))));
  const by = 2 ** times;
  return warp(halves(times), size, (x, y) => {
    const [u, v] = mapping(x, y);
    return [u / by, v / by];
  });
}

interface Inner {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The ink that is in the field, or reaches into it: what stands beside it belongs to others, and specks to nobody. */
function inside(ink: Uint8Array, size: Size, { left, top, right, bottom }: Inner): Uint8Array {
  const mask = Uint8Array.from(ink, (level) => Number(level >= INK));
  const blots = blotsOf(mask, size);
  const isOwn = blots.all.map(
    (blot) =>
      blot.area >= DIRT * size.height ** 2 &&
      blot.right >= left &&
      blot.left <= right &&
      blot.bottom >= top &&
      blot.top <= bottom,
  );
  const kept = ink.slice();
  for (let i = 0; i < kept.length; i++) {
    const blot = blots.of[i]!;
    if (blot > 0 && !isOwn[blot]) kept[i] = 0;
    // The soft edge of what went goes, too.
    else if (blot === 0 && kept[i]! > 0 && !touchesOwn(blots.of, isOwn, i, size)) kept[i] = 0;
  }
  return kept;
}

function touchesOwn(of: Int32Array, isOwn: readonly boolean[], at: number, { width, height }: Size): boolean {
  const [x, y] = [at % width, Math.floor(at / width)];
  for (let ny = Math.max(0, y - 2); ny <= Math.min(height - 1, y + 2); ny++) {
    for (let nx = Math.max(0, x - 2); nx <= Math.min(width - 1, x + 2); nx++) {
      const blot = of[ny * width + nx]!;
      if (blot > 0 && isOwn[blot]) return true;
    }
  }
  return false;
}

function inkedShare(ink: Uint8Array, { width }: Size, { left, top, right, bottom }: Inner): number {
  let [count, all] = [0, 0];
  for (let y = Math.ceil(top); y < bottom; y++) {
    for (let x = Math.ceil(left); x < right; x++, all++) if (ink[y * width + x]! >= INK) count++;
  }
  return all === 0 ? 0 : count / all;
}
