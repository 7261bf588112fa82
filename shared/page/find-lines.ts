import { blotsOf } from '../ink/blots.ts';
import { atLeast } from '../ink/grey-image.ts';
import { cellsOf } from './cells.ts';
import { digitHeight, lineHeight, type Blot } from './digit-height.ts';
import { heightOf, widthOf, type Box, type Page, type PageLine } from './page.ts';

/** Ink from this level on belongs to a mark. */
const INK = 96;

/** Of a digit's height: what is higher makes lines, what is lower (points, strokes) goes to the line that it is nearest to. */
const LOW = 0.5;

/** What is higher than so many digits, or wider, is a picture or a frame. */
const HIGHEST = 3;
const WIDEST = 14;

/** Marks smaller than this share of a digit's height, both ways, are dirt. */
const SPECK = 0.07;

/** Signs of a line are no farther apart than this, in digit heights, and stand beside each other by this share of the lower one's height. */
const APART = 3;
const BESIDE = 0.4;

/** Marks paler than this share of their line's usual ink, and higher than so many digits or low, are print behind it. */
const PALE = 0.68;
const PRINT = 1.4;

/** A line that is paler than this share of the page's usual ink is print or dirt. */
const PALEST_LINE = 0.55;

/** How far beyond a line's box its points and commas may be, in digit heights. */
const AROUND = { across: 0.8, above: 0.25, below: 0.45 };

/** Smaller writing is looked for among what the larger left over, so many times; of this share of its height, or it is dirt, */
const SIZES = 3;
const SMALLER = 0.3;

/** and alone a sign is at least this share as high as the largest. */
const ALONE = 0.55;

/** The lines of writing on a page in the order of reading: from the top, and what stands side by side from the left. */
export function findLines(page: Page): PageLine[] {
  const all = partsOf(page);
  const least = Math.max(5, Math.max(page.width, page.height) / 300);
  const ink = usualInk(all);
  let rest: readonly Part[] = all;
  const found: Group[] = [];
  let largest = 0;
  for (let size = 0; size < SIZES && rest.length > 0; size++) {
    const digit = size === 0 ? lineHeight(rest, least) : digitHeight(rest, Math.max(least, SMALLER * largest));
    if (digit === 0) break;
    const groups = grouped(rest, digit);
    if (groups.length === 0) break;
    largest = Math.max(largest, digit);
    found.push(
      ...groups.filter(
        ({ parts, box }) =>
          (parts.length > 1 || heightOf(box) >= ALONE * largest) && usualInk(parts) >= PALEST_LINE * ink,
      ),
    );
    const used = new Set(groups.flatMap(({ parts }) => parts));
    rest = rest.filter((box) => !used.has(box));
  }
  return inOrder(found).map((group) => lineOf(group, page));
}

/** Joined ink, and its mean level. */
interface Part extends Blot {
  readonly ink: number;
}

function partsOf(page: Page): Part[] {
  const { of, all } = blotsOf(atLeast(page.ink, INK), page);
  const sums = new Float64Array(all.length);
  for (let i = 0; i < of.length; i++) if (of[i] !== 0) sums[of[i]!]! += page.ink[i]!;
  return all.flatMap(({ area, left, top, right, bottom }, i) =>
    area === 0 ? [] : [{ left, top, right: right + 1, bottom: bottom + 1, ink: sums[i]! / area, area }],
  );
}

interface Group {
  readonly box: Box;
  readonly parts: Part[];
  readonly digit: number;
}

function grouped(boxes: readonly Part[], digit: number): Group[] {
  const high = boxes
    .filter((box) => heightOf(box) >= LOW * digit && heightOf(box) <= HIGHEST * digit && widthOf(box) <= WIDEST * digit)
    .sort((a, b) => a.left - b.left);
  const lines: Part[][] = [];
  for (const box of high) {
    let [best, most]: [Part[] | null, number] = [null, 0];
    for (const line of lines) {
      const gap = box.left - Math.max(...line.slice(-4).map(({ right }) => right));
      if (gap > APART * digit) continue;
      const beside = besides(box, line.slice(-3));
      if (beside >= BESIDE && beside > most) [best, most] = [line, beside];
    }
    if (best) best.push(box);
    else lines.push([box]);
  }
  const joinedLines = lines
    .map((line) => withoutPrint(line, digit))
    .map((line) => ({ line, box: around(line), parts: [...line] }));
  for (const box of boxes) {
    const [wide, tall] = [widthOf(box), heightOf(box)];
    if (tall >= LOW * digit || Math.max(wide, tall) < SPECK * digit || wide > 2 * digit) continue;
    const nearest = nearestTo(box, joinedLines, digit);
    if (nearest && box.ink >= PALE * usualInk(nearest.line)) nearest.parts.push(box);
  }
  return joinedLines.map(({ line, parts }) => ({
    box: around(parts),
    parts: parts.sort((a, b) => a.left - b.left),
    digit: digitHeight(line, 1) || Math.max(...line.map(heightOf)),
  }));
}

/** Without what is paler than most of the line's ink, and too high for a sign. */
function withoutPrint(line: readonly Part[], digit: number): Part[] {
  const usual = usualInk(line);
  const signs = line.filter((part) => part.ink >= PALE * usual || heightOf(part) <= PRINT * digit);
  return signs.length > 0 ? signs : [...line];
}

/** The mean level of the darker half of what is inked. */
function usualInk(parts: readonly Part[]): number {
  const half = parts.reduce((sum, { area }) => sum + area, 0) / 2;
  let [seen, sum] = [0, 0];
  for (const { area, ink } of [...parts].sort((a, b) => b.ink - a.ink)) {
    const taken = Math.min(area, half - seen);
    sum += taken * ink;
    seen += taken;
    if (seen >= half) break;
  }
  return half === 0 ? 0 : sum / half;
}

/** How much two stand side by side: the share of the lower one's height that both have in common. */
function beside(a: Pick<Box, 'top' | 'bottom'>, b: Pick<Box, 'top' | 'bottom'>): number {
  const common = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return common / Math.min(a.bottom - a.top, b.bottom - b.top);
}

const besides = (box: Box, others: readonly Box[]): number =>
  others.reduce((sum, other) => sum + Math.max(0, beside(box, other)), 0) / others.length;

const around = (boxes: readonly Box[]): Box => ({
  left: Math.min(...boxes.map(({ left }) => left)),
  top: Math.min(...boxes.map(({ top }) => top)),
  right: Math.max(...boxes.map(({ right }) => right)),
  bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
});

function nearestTo<T extends { readonly box: Box }>(small: Box, lines: readonly T[], digit: number): T | null {
  const [x, y] = [(small.left + small.right) / 2, (small.top + small.bottom) / 2];
  let [nearest, least]: [T | null, number] = [null, Infinity];
  for (const line of lines) {
    const { left, top, right, bottom } = line.box;
    const dx = Math.max(left - x, x - right, 0);
    const dy = Math.max(top - y, y - bottom, 0);
    if (dx > AROUND.across * digit || dy > (y < top ? AROUND.above : AROUND.below) * digit) continue;
    if (dx + dy < least) [nearest, least] = [line, dx + dy];
  }
  return nearest;
}

/** From the top; lines beside each other from the left. */
function inOrder(groups: readonly Group[]): Group[] {
  const rows: Group[][] = [];
  for (const group of [...groups].sort((a, b) => a.box.top + a.box.bottom - b.box.top - b.box.bottom)) {
    const row = rows.at(-1);
    if (row && row.some((other) => beside(other.box, group.box) >= 0.5)) row.push(group);
    else rows.push([group]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.box.left - b.box.left));
}

function lineOf({ box, parts, digit }: Group, page: Page): PageLine {
  const { left, top, right, bottom } = box;
  return {
    box,
    quad: [
      page.toPicture(left, top),
      page.toPicture(right, top),
      page.toPicture(right, bottom),
      page.toPicture(left, bottom),
    ],
    parts,
    digit,
    cells: cellsOf(box, digit, page.rules.upright),
  };
}
