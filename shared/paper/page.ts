import type { PageFormat } from '../contract/schemas/paper.ts';
import type { Size } from '../ink/frame.ts';
import type { Point } from '../ink/types.ts';

/**
 * The page of a sheet. All lengths in shared/paper are millimetres, from the page's top left corner, unless something else is
 * said. What is printed lies at least 9 mm from the paper's edges, where every printer reaches.
 */
export const PAGES: Readonly<Record<PageFormat, Size>> = {
  a4: { width: 210, height: 297 },
  letter: { width: 215.9, height: 279.4 },
};

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/**
 * A corner mark is a square in a ring in a ring, black, white and black: 1, 1, 3, 1 and 1 modules across, as in the corners
 * of QR codes. It is found at any angle, and its middle is the same in all of them.
 */
export const MARK_MODULE = 1.5;
export const MARK_SIDE = 7 * MARK_MODULE;

/** From the page's edges to a mark's middle. */
export const MARK_INSET = 18;

/** The middles of the corner marks: top left, top right, bottom right, bottom left. */
export function markMiddles(format: PageFormat): readonly [Point, Point, Point, Point] {
  const { width, height } = PAGES[format];
  const [left, top, right, bottom] = [MARK_INSET, MARK_INSET, width - MARK_INSET, height - MARK_INSET];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/** Room for words, between the upper marks. */
export function headingOf(format: PageFormat): Rect {
  const beside = MARK_INSET + MARK_SIDE / 2 + 3;
  return { x: beside, y: 12, width: PAGES[format].width - 2 * beside, height: 12 };
}
