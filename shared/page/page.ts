import type { Size } from '../ink/frame.ts';
import type { GreyImage } from '../ink/grey-image.ts';
import type { Point } from '../ink/types.ts';
import type { Mapping } from '../paper/locate/homography.ts';

/** A part of a page's frame, in its pixels; `right` and `bottom` are not in it. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What was done to a picture on its way to a page, in this order. Each step's image is kept where it is asked for. */
export const PAGE_STEPS = ['picture', 'straight', 'even', 'rules', 'ink'] as const;
export type PageStep = (typeof PAGE_STEPS)[number];

/**
 * Of a step: `picture` as it came, made smaller; `straight` after perspective and skew; `even` the contrast to the paper around,
 * 0 paper to 255 black; `rules` the same without rules and boxes; `ink` the writing alone, 0 paper to 255 ink. Levels are 0 to 255.
 */
export interface StepImage {
  readonly step: PageStep;
  readonly image: GreyImage;
}

/** A rule or a side of a box that was taken off the page: its middle line from end to end, and its thickness, in the page's pixels. */
export interface Rule {
  readonly from: Point;
  readonly to: Point;
  readonly thick: number;
}

/** A picture's writing, in the page's own frame: upright, and evenly lit. */
export interface Page extends Size {
  /** 0 paper to 255 ink, row by row, without the rules. */
  readonly ink: Uint8Array;
  /** The same with the rules left in: what takes rules off may take a stroke for one. */
  readonly plain: Uint8Array;
  /** From the page's pixels to the picture's; the first pixel's middle is 0.5, 0.5 in both. */
  readonly toPicture: Mapping;
  readonly picture: Size;
  /** Ink was lighter than paper. */
  readonly inverted: boolean;
  /** The sheet's corners in the picture, from its upper left one clockwise, where it was seen in perspective. */
  readonly corners: readonly Point[] | null;
  /** By how many degrees the writing was turned back, clockwise where it climbed. */
  readonly turned: number;
  /** What was ruled on it: nearly level ones, and upright ones. */
  readonly rules: { readonly flat: readonly Rule[]; readonly upright: readonly Rule[] };
  /** Empty unless they were asked for. */
  readonly steps: readonly StepImage[];
}

/** A line of writing on a page. */
export interface PageLine {
  /** The extent of its ink in the page's frame. */
  readonly box: Box;
  /** The same as four points of the picture, from the upper left one clockwise as one reads. */
  readonly quad: readonly [Point, Point, Point, Point];
  /** Joined ink, from left to right. */
  readonly parts: readonly Box[];
  /** How high its digits are, in the page's pixels. */
  readonly digit: number;
  /** Squares of a row of boxes or of a comb that it is written in, from left to right, the empty ones too; none for a line that stands free. */
  readonly cells: readonly Box[];
}

/** Height of the images that a line model learns from and reads, in pixels: a digit has some twenty of them, as in MNIST. */
export const LINE_HEIGHT = 32;

/** A line as a line model reads it. */
export interface LineImage {
  /** LINE_HEIGHT rows of `width` bytes, 0 paper to 255 ink. */
  readonly ink: Uint8Array;
  readonly width: number;
  readonly height: typeof LINE_HEIGHT;
  /** From the image's pixels to the picture's. */
  readonly toPicture: Mapping;
}

export const widthOf = ({ left, right }: Box): number => right - left;
export const heightOf = ({ top, bottom }: Box): number => bottom - top;
