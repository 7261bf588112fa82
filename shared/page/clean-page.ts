import { contrastOf, type Contrast } from '../ink/contrast.ts';
import type { Size } from '../ink/frame.ts';
import { shrink, type GreyImage } from '../ink/grey-image.ts';
import type { Point } from '../ink/types.ts';
import { homography, type Mapping } from '../paper/locate/homography.ts';
import { inkLevels, marksOf, strengthsOf } from './ink-levels.ts';
import type { Page, PageStep, StepImage } from './page.ts';
import { takeRules } from './rules.ts';
import { findSheet } from './find-sheet.ts';
import { skewOf } from './skew.ts';
import { warp } from './warp.ts';

export interface CleanOptions {
  /** Keep each step's image, for those who want to see it. */
  readonly steps?: boolean;
  /** Look for a sheet around the writing and straighten it; true if nothing is said. */
  readonly sheet?: boolean;
}

/** A page has no more pixels along its longer side: digits of a hundredth of it are still as large as a line model reads them. */
const LONGEST = 2600;

/** Skew is looked for in so many pixels along the longer side; less than this, in degrees, is left. */
const OVERVIEW = 700;
const LEAST_SKEW = 0.25;

/** Paper is looked for in so many pixels along the longer side. */
const PAPER_COARSE = 400;

/**
 * Strokes are narrower than this share of the longer side, or, where the picture is a line or two, of the shorter one up to so many pixels. In a low
 * picture a sign's strokes may have run into one.
 */
const BROADEST = 1 / 25;
const BROADEST_IN_LINE = { share: 1 / 3.5, most: 80 };
const BROADEST_IN_LOW_LINE = { share: 1 / 2, most: 40 };

/**
 * A picture of writing as a page of ink: upright, evenly lit, dark on light, without rules and boxes. `grey` is 0 black to 255 white,
 * any size; a photographed sheet whose four sides are seen is straightened. A picture without writing comes to a blank page.
 * Throws RangeError if the levels are not width x height.
 */
export function cleanPage(grey: GreyImage, options: CleanOptions = {}): Page {
  const { steps = false } = options;
  if (grey.levels.length !== grey.width * grey.height)
    throw new RangeError(`${grey.levels.length} levels are not ${grey.width} x ${grey.height}`);
  const kept: StepImage[] = [];
  const keep = (step: PageStep, image: () => GreyImage): void => {
    if (steps) kept.push({ step, image: image() });
  };
  const seen = overviewOf(grey);
  keep('picture', () => bytesOf(seen.image));
  const { straight, corners, turned, toSeen } = straightened(seen.image, options);
  const toPicture: Mapping = (x, y) => {
    const [u, v] = toSeen(x, y);
    return [u * seen.factor, v * seen.factor];
  };
  keep('straight', () => bytesOf(straight));
  const contrast = contrastOf(straight, null, searchIn(straight));
  keep('even', () => bytesOf(contrast));
  const plain = inkOf(contrast);
  const rules = takeRulesOff(contrast);
  keep('rules', () => bytesOf(contrast));
  const ink = inkOf(contrast);
  keep('ink', () => ({ ...sizeOf(straight), levels: ink }));
  return {
    ...sizeOf(straight),
    ink,
    plain,
    toPicture,
    picture: sizeOf(grey),
    inverted: contrast.isInkLight,
    corners: corners && corners.map(([x, y]) => [x * seen.factor, y * seen.factor] as const),
    turned,
    rules,
    steps: kept,
  };
}

/** The ink of a contrast without rules, 0 paper to 255. */
export function inkOf(contrast: Contrast): Uint8Array {
  const strengths = strengthsOf(contrast);
  return strengths ? inkLevels(contrast, strengths) : new Uint8Array(contrast.levels.length);
}

/** Takes the rules off the contrast itself, which changes. */
export function takeRulesOff(contrast: Contrast): Page['rules'] {
  const strengths = strengthsOf(contrast);
  if (!strengths) return { flat: [], upright: [] };
  const levels = Uint8Array.from(contrast.levels);
  const rules = takeRules(levels, marksOf(contrast, strengths), contrast);
  for (let i = 0; i < levels.length; i++) if (levels[i] === 0) contrast.levels[i] = 0;
  return rules;
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

function overviewOf(grey: GreyImage): { readonly image: GreyImage; readonly factor: number } {
  const factor = Math.max(1, Math.ceil(Math.max(grey.width, grey.height) / LONGEST));
  return { image: shrink(grey, factor), factor };
}

interface Straight {
  readonly straight: GreyImage;
  readonly corners: readonly Point[] | null;
  readonly turned: number;
  readonly toSeen: Mapping;
}

/** Perspective and skew are undone in one go, so that levels are mixed once. */
function straightened(picture: GreyImage, { sheet: isSheet = true }: CleanOptions): Straight {
  const sheet = isSheet ? findSheet(picture) : null;
  const image = sheet ? sheet.alone : picture;
  const corners = sheet && sheet.corners;
  const flat = corners && flattened(corners);
  const size = flat ? flat.size : sizeOf(image);
  const toImage: Mapping = flat ? flat.mapping : (x, y) => [x, y];
  const factor = Math.max(1, Math.ceil(Math.max(size.width, size.height) / OVERVIEW));
  const small = { width: Math.ceil(size.width / factor), height: Math.ceil(size.height / factor) };
  const coarse = shrink(image, factor);
  const look = flat
    ? warp(coarse, small, (x, y) => {
        const [u, v] = toImage(x * factor, y * factor);
        return [u / factor, v / factor];
      })
    : coarse;
  const contrast = contrastOf(look, null, searchIn(look));
  const strengths = strengthsOf(contrast);
  const skew = strengths ? skewOf(inkLevels(contrast, strengths), look) : 0;
  if (Math.abs(skew) < LEAST_SKEW) {
    if (!flat) return { straight: image, corners: null, turned: 0, toSeen: toImage };
    return { straight: warp(image, size, toImage), corners, turned: 0, toSeen: toImage };
  }
  const turn = turnedFrame(size, skew);
  const toSeen: Mapping = (x, y) => toImage(...turn.mapping(x, y));
  return { straight: warp(image, turn.size, toSeen), corners, turned: skew, toSeen };
}

/** The sheet as seen from straight above: its sides as long as they are seen on average. */
function flattened(corners: readonly Point[]): { readonly size: Size; readonly mapping: Mapping } | null {
  const [a, b, c, d] = corners as [Point, Point, Point, Point];
  const width = Math.round((distance(a, b) + distance(d, c)) / 2);
  const height = Math.round((distance(a, d) + distance(b, c)) / 2);
  // The sheet's very edge shows the table, and the shadow below it.
  const inset = Math.max(2, Math.round(0.006 * Math.max(width, height)));
  const mapping = homography(
    [
      [-inset, -inset],
      [width - inset, -inset],
      [width - inset, height - inset],
      [-inset, height - inset],
    ],
    corners,
  );
  return mapping && { size: { width: width - 2 * inset, height: height - 2 * inset }, mapping };
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** A frame that is turned by so many degrees and holds all of the other. */
function turnedFrame({ width, height }: Size, degrees: number): { readonly size: Size; readonly mapping: Mapping } {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const size = {
    width: Math.round(width * cos + height * Math.abs(sin)),
    height: Math.round(height * cos + width * Math.abs(sin)),
  };
  return {
    size,
    mapping: (x, y) => {
      const [dx, dy] = [x - size.width / 2, y - size.height / 2];
      return [width / 2 + dx * cos - dy * sin, height / 2 + dx * sin + dy * cos];
    },
  };
}

function searchIn({ width, height }: Size): Parameters<typeof contrastOf>[2] {
  const inLine = [BROADEST_IN_LINE, BROADEST_IN_LOW_LINE].map(({ share, most }) =>
    Math.min(most, share * Math.min(width, height)),
  );
  return {
    coarse: PAPER_COARSE,
    broadest: Math.max(BROADEST * Math.max(width, height), ...inLine),
    lights: [],
  };
}

const bytesOf = ({ levels, width, height }: GreyImage | Contrast): GreyImage => ({
  levels: Uint8Array.from(levels, (level) => Math.max(0, Math.min(255, Math.round(level)))),
  width,
  height,
});
