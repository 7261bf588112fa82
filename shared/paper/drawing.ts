import type { Size } from '../ink/frame.ts';
import { OUTLINE, boxesOf } from './boxes.ts';
import { BAND, bandModules, bandOf } from './code/band.ts';
import { encodePage, labelsOf, type PageCode } from './code/payload.ts';
import { headingOf, MARK_MODULE, MARK_SIDE, markMiddles, PAGES, type Rect } from './page.ts';

/** A filled rectangle; grey 0 is black, 1 white. What comes later covers what came before. */
export interface Fill extends Rect {
  readonly grey: number;
}

/** One line of text, as large as fits into `rect`, at most as high as it. */
export interface Line {
  readonly text: string;
  readonly rect: Rect;
  readonly align: 'left' | 'middle';
  readonly grey: number;
}

/** What is printed on a page. */
export interface PageDrawing {
  readonly size: Size;
  readonly fills: readonly Fill[];
  readonly lines: readonly Line[];
}

/** Words at the top of each page: whose it is, what to do, and which page of how many. */
export interface Heading {
  readonly title: string;
  readonly advice: string;
  readonly place: string;
}

/** Neighbouring areas overlap by so much: printers and screens leave no pale seams between them. */
const OVERLAP = 0.02;

/** A page as it is printed. */
export function drawPage(code: PageCode, heading: Heading): PageDrawing {
  const labels = labelsOf(code);
  const boxes = boxesOf(code.format, code.columns).slice(0, code.boxes);
  const { x, y, width } = headingOf(code.format);
  const rows = [heading.title, heading.advice, heading.place].map((text, i): Line => ({
    text,
    rect: { x, y: y + [0, 5.4, 9.6][i]!, width, height: [4.4, 3, 2.6][i]! },
    align: 'left',
    grey: i === 0 ? 0 : 0.25,
  }));
  return {
    size: PAGES[code.format],
    fills: [
      ...markMiddles(code.format).flatMap(([mx, my]) => markAt(mx, my)),
      ...bandFills(code),
      ...boxes.flatMap(({ square }) => outlineOf(square)),
    ],
    lines: [
      ...rows.filter(({ text }) => text !== ''),
      ...boxes.map(({ label }, i): Line => ({ text: shortened(labels[i]!), rect: label, align: 'middle', grey: 0.3 })),
    ],
  };
}

/** Longer names would be too small to read above a box: their beginning says enough. */
const LONGEST = 14;

function shortened(name: string): string {
  const letters = Array.from(name);
  return letters.length <= LONGEST ? name : `${letters.slice(0, LONGEST - 1).join('')}…`;
}

const markAt = (x: number, y: number): Fill[] =>
  [0, 1, 2].map((ring) => {
    const side = MARK_SIDE - 2 * ring * MARK_MODULE;
    return { x: x - side / 2, y: y - side / 2, width: side, height: side, grey: ring === 1 ? 1 : 0 };
  });

/** The band's black modules, those side by side in one. */
function bandFills(code: PageCode): Fill[] {
  const modules = bandModules(encodePage(code));
  const band = bandOf(code.format);
  const fills: Fill[] = [];
  for (let row = 0; row < BAND.rows; row++) {
    for (let column = 0; column < BAND.columns;) {
      const first = column;
      while (column < BAND.columns && modules[row * BAND.columns + column] === 1) column++;
      if (column === first) {
        column++;
        continue;
      }
      fills.push({
        x: band.x + first * BAND.module,
        y: band.y + row * BAND.module,
        width: (column - first) * BAND.module + OVERLAP,
        height: BAND.module + OVERLAP,
        grey: 0,
      });
    }
  }
  return fills;
}

/** A square's four sides, their middle on its edge. */
function outlineOf({ x, y, width, height }: Rect): Fill[] {
  const { width: line, grey } = OUTLINE;
  const [left, top] = [x - line / 2, y - line / 2];
  return [
    { x: left, y: top, width: width + line, height: line, grey },
    { x: left, y: top + height, width: width + line, height: line, grey },
    { x: left, y: top, width: line, height: height + line, grey },
    { x: left + width, y: top, width: line, height: height + line, grey },
  ];
}
