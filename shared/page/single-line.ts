import { shrink, type GreyImage } from '../ink/grey-image.ts';
import { cleanPage, type CleanOptions } from './clean-page.ts';
import { findLines } from './find-lines.ts';
import { lineImage } from './line-image.ts';
import { heightOf, widthOf, type LineImage, type Page, type PageLine } from './page.ts';

/** A cut-out line is looked at in about so many rows: fine print behind the signs runs together to an even grey. */
const ROWS = 60;

/** Digits of fewer rows than this are looked at again in all their pixels. */
const LEAST_DIGIT = 16;

/** A picture of no more rows is cut out around a line; a larger one, where digits are this share of its height. */
const CUT_OUT = 260;
const FILLED = 0.3;

export interface SingleLine {
  readonly page: Page;
  readonly line: PageLine;
  readonly image: LineImage;
}

/**
 * A picture of one line: a field or a cell cut from something larger, or a photograph of a sheet with one line on it. The line with
 * most ink in it, whatever else of its surroundings is seen. Null: nothing is written in it.
 */
export function singleLine(grey: GreyImage, options: Pick<CleanOptions, 'steps'> = {}): SingleLine | null {
  if (Math.min(grey.width, grey.height) <= CUT_OUT)
    return cutOutLine(grey, options) ?? lineOn(cleanPage(grey, options));
  const found = lineOn(cleanPage(grey, options));
  const fills = found !== null && found.page.corners === null && found.line.digit >= FILLED * found.page.height;
  return (fills ? cutOutLine(grey, options) : null) ?? found;
}

/** The line of a page that is cleaned already. */
export function lineOn(page: Page): SingleLine | null {
  const lines = findLines(page);
  if (lines.length === 0) return null;
  const line = lines.reduce((best, other) => (weightOf(other) > weightOf(best) ? other : best));
  return { page, line, image: lineImage(page, line) };
}

function cutOutLine(grey: GreyImage, options: CleanOptions): SingleLine | null {
  const factor = Math.max(1, Math.round(Math.min(grey.width, grey.height) / ROWS));
  const coarse = cleanPage(shrink(grey, factor), { ...options, sheet: false });
  const found = lineOn({
    ...coarse,
    picture: { width: grey.width, height: grey.height },
    toPicture: (x, y) => {
      const [u, v] = coarse.toPicture(x, y);
      return [u * factor, v * factor];
    },
  });
  return found && (factor === 1 || found.line.digit >= LEAST_DIGIT) ? found : null;
}

/** How much of a line is of the size of signs: an edge's remains are long and low, or high and narrow. */
const weightOf = ({ parts, digit }: PageLine): number =>
  parts.reduce((sum, part) => sum + Math.min(heightOf(part), digit) * Math.min(widthOf(part), digit), 0);
