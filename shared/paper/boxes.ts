import type { PageFormat } from '../contract/schemas/paper.ts';
import { PAGES, type Rect } from './page.ts';

/** A place for one sign: a square to write in, and its label above. */
export interface Box {
  readonly square: Rect;
  readonly label: Rect;
}

/** Where boxes are, from the page's edges. */
const AREA = { left: 12, top: 26.5, right: 12, bottom: 29 };

/** Between the squares of neighbours: what runs out of one is not in the other yet. */
const GAP = 2.6;

/** Above each square: a little room, its label, and room to the square above. */
const LABEL = { room: 1.3, height: 3.8, above: 1.4 };

/** The squares' outline: pale, so that no stroke is taken for it and it is taken for no stroke. */
export const OUTLINE = { width: 0.35, grey: 0.72 };

/** The boxes of a page, row by row; `columns` of them side by side. */
export function boxesOf(format: PageFormat, columns: number): readonly Box[] {
  const page = PAGES[format];
  const pitch = (page.width - AREA.left - AREA.right) / columns;
  const side = pitch - GAP;
  const head = LABEL.room + LABEL.height + LABEL.above;
  const rows = Math.floor((page.height - AREA.top - AREA.bottom) / (side + head));
  return Array.from({ length: rows * columns }, (_, i) => {
    const x = AREA.left + GAP / 2 + pitch * (i % columns);
    const y = AREA.top + head + (side + head) * Math.floor(i / columns);
    return {
      square: { x, y, width: side, height: side },
      label: { x, y: y - LABEL.room - LABEL.height, width: side, height: LABEL.height },
    };
  });
}
