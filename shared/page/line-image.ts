import { LONGEST_LINE } from '../contract/schemas/line-images.ts';
import { strokeWidth, thicken } from '../ink/fit-ink.ts';
import { highest } from '../ink/extremum.ts';
import { cut, shrink, type GreyImage } from '../ink/grey-image.ts';
import { LINE_HEIGHT, type LineImage, type Page, type PageLine } from './page.ts';
import type { Mapping } from '../paper/locate/homography.ts';
import { climbOf } from './climb.ts';
import { warp } from './warp.ts';

/** How high digits are in the image: a line model learns from lines with 0.56 to 0.8. Lower only where the line would not fit else. */
const DIGIT = 0.68;
const LEAST_DIGIT = 0.42;

/** Paper on both sides, in digit heights, and rows above and below the highest ink. */
const MARGIN = 0.4;
const EDGE = 1;

/** Thinner lines than this, in the image's pixels, are made as thick as MNIST's thinner ones are. */
const THIN = 1.2;
const THICKENED = 1.9;

/**
 * A pen of a larger radius than this, in the page's pixels, is square: that takes no longer for any width, where a round one took minutes for a thin sign as
 * high as a page. Made as coarse as the image, both look alike.
 */
const BROAD = 12;

/**
 * A line of a page as a line model reads it: its digits of the size that it learnt, level, in the middle of the image's height. `levels`:
 * the page's, with the rules or without.
 */
export function lineImage(page: Page, line: PageLine, levels = page.ink): LineImage {
  const { row, slope, above, below } = climbOf(line);
  const wanted = (DIGIT * LINE_HEIGHT) / line.digit;
  const fits = (LINE_HEIGHT / 2 - EDGE) / Math.max(above, below, 1);
  const scale = Math.max(Math.min(wanted, fits), Math.min(wanted, (LEAST_DIGIT * LINE_HEIGHT) / line.digit));
  const margin = MARGIN * line.digit;
  const left = line.box.left - margin;
  const width = Math.max(8, Math.min(LONGEST_LINE, Math.ceil((line.box.right - line.box.left + 2 * margin) * scale)));
  const middle = (line.box.left + line.box.right) / 2;
  const toPage: Mapping = (x, y) => {
    const px = left + x / scale;
    return [px, row + slope * (px - middle) + (y - LINE_HEIGHT / 2) / scale];
  };
  return imageOf(page, levels, toPage, width, scale);
}

/** A picture of one line alone as it is, rules and all, its height the image's. */
export function wholeImage(page: Page): LineImage {
  const scale = LINE_HEIGHT / page.height;
  const width = Math.max(8, Math.min(LONGEST_LINE, Math.round(page.width * scale)));
  return imageOf(page, page.plain, (x, y) => [x / scale, y / scale], width, scale);
}

function imageOf(page: Page, levels: Uint8Array, toPage: Mapping, width: number, scale: number): LineImage {
  const warped = warpFrom({ levels, width: page.width, height: page.height }, toPage, width, scale);
  return {
    ink: Uint8Array.from(warped, (level) => Math.round(Math.max(0, Math.min(255, level)))),
    width,
    height: LINE_HEIGHT,
    toPicture: (x, y) => page.toPicture(...toPage(x, y)),
  };
}

/** Only the part of the page that the image shows is looked at, and first made as coarse as the image is. */
function warpFrom(page: GreyImage, toPage: Mapping, width: number, scale: number): ArrayLike<number> {
  const corners = [toPage(0, 0), toPage(width, 0), toPage(0, LINE_HEIGHT), toPage(width, LINE_HEIGHT)];
  const factor = Math.max(1, Math.round(1 / scale));
  const x = Math.max(0, Math.floor(Math.min(...corners.map(([cx]) => cx))) - factor);
  const y = Math.max(0, Math.floor(Math.min(...corners.map(([, cy]) => cy))) - factor);
  const right = Math.min(page.width, Math.ceil(Math.max(...corners.map(([cx]) => cx))) + factor);
  const bottom = Math.min(page.height, Math.ceil(Math.max(...corners.map(([, cy]) => cy))) + factor);
  const size = { width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
  const part = shrink(penned(cut(page, { x, y, ...size }), scale), factor);
  return warp(
    part,
    { width, height: LINE_HEIGHT },
    (u, v) => {
      const [px, py] = toPage(u, v);
      return [(px - x) / factor, (py - y) / factor];
    },
    0,
  ).levels;
}

/** Lines thinner than the image shows well are drawn by a broader pen: `scale` is the image's pixels for each of the part's. */
function penned(part: GreyImage, scale: number): GreyImage {
  const thin = scale * strokeWidth({ ...part, levels: Uint8Array.from(part.levels) });
  const radius = thin > 0 && thin < THIN ? Math.round((THICKENED - thin) / (2 * scale)) : 0;
  if (radius === 0) return part;
  const levels = Float32Array.from(part.levels);
  return { ...part, levels: radius > BROAD ? highest(levels, part, radius) : thicken(levels, part, radius) };
}
