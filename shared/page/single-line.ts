import { shrink, type GreyImage } from '../ink/grey-image.ts';
import { cleanPage, type CleanOptions } from './clean-page.ts';
import { findLines } from './find-lines.ts';
import { lineImage } from './line-image.ts';
import { heightOf, widthOf, type LineImage, type Page, type PageLine } from './page.ts';

/** A line's picture is first looked at in about so many rows: fine print behind the signs runs together to an even grey. */
const ROWS = 60;

/** Digits of fewer rows than this are looked at again in all their pixels. */
const LEAST_DIGIT = 16;

/** A cut-out line is turned by no more than this, in degrees. */
const MOST_SKEW = 6;

export interface SingleLine {
  readonly page: Page;
  readonly line: PageLine;
  readonly image: LineImage;
}

/**
 * A picture of one line alone, a field or a cell cut from something larger: the line with most ink in it, whatever else of its
 * surroundings is seen at the edges. Null: nothing is written in it.
 */
export function singleLine(grey: GreyImage, options: Pick<CleanOptions, 'steps'> = {}): SingleLine | null {
  const factor = Math.max(1, Math.round(Math.min(grey.width, grey.height) / ROWS));
  const found = lineIn(grey, factor, options);
  return found && found.line.digit < LEAST_DIGIT && factor > 1 ? lineIn(grey, 1, options) : found;
}

function lineIn(grey: GreyImage, factor: number, options: CleanOptions): SingleLine | null {
  const coarse = cleanPage(shrink(grey, factor), { ...options, sheet: false, mostSkew: MOST_SKEW });
  const page: Page = {
    ...coarse,
    picture: { width: grey.width, height: grey.height },
    toPicture: (x, y) => {
      const [u, v] = coarse.toPicture(x, y);
      return [u * factor, v * factor];
    },
  };
  const lines = findLines(page);
  if (lines.length === 0) return null;
  const line = lines.reduce((best, other) => (weightOf(other) > weightOf(best) ? other : best));
  return { page, line, image: lineImage(page, line) };
}

/** How much of a line is of the size of signs: an edge's remains are long and low, or high and narrow. */
const weightOf = ({ parts, digit }: PageLine): number =>
  parts.reduce((sum, part) => sum + Math.min(heightOf(part), digit) * Math.min(widthOf(part), digit), 0);
