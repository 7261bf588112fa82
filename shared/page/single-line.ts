import type { GreyImage } from '../ink/grey-image.ts';
import { cleanPage, type CleanOptions } from './clean-page.ts';
import { findLines } from './find-lines.ts';
import { lineImage } from './line-image.ts';
import type { LineImage, Page, PageLine } from './page.ts';

export interface SingleLine {
  readonly page: Page;
  readonly line: PageLine;
  readonly image: LineImage;
}

/**
 * A picture of one line alone, a field or a cell cut from something larger: the line with most ink, and all that stands on its height.
 * Null: nothing is written in it.
 */
export function singleLine(grey: GreyImage, options: CleanOptions = {}): SingleLine | null {
  const page = cleanPage(grey, options);
  return lineOn(page);
}

/** The same of a page that is cleaned already. */
export function lineOn(page: Page): SingleLine | null {
  const lines = findLines(page);
  if (lines.length === 0) return null;
  const line = lines.reduce((best, other) => (weightOf(other) > weightOf(best) ? other : best));
  return { page, line, image: lineImage(page, line) };
}

const weightOf = ({ box, digit }: PageLine): number => (box.right - box.left) * digit;
