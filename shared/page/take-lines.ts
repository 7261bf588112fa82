import type { Size } from '../ink/frame.ts';
import { quantile } from '../ink/grey-image.ts';
import type { StraightLine } from './straight-lines.ts';

/** Where levels fall below this share of a line's own, it ends. */
const EDGE = 0.6;

/** A run is the line alone when it is no more than this thicker than the line usually is: in pixels, and as a share of it. */
const THICKER = 1;
const THICKER_SHARE = 0.25;

/** A line fades over so many pixels on either side. */
const FADE = 3;

/** Where a stroke meets a line that is paler than it, what is no darker than this times the line is the line, and the stroke this times as dark. */
const LINE = 1.2;
const STROKE = 1.5;

/**
 * Takes nearly level lines off the levels (0 paper to 255 black), which change. What crosses a line stays as it is: where ink goes on
 * above or below it, and where a stroke that passes slantingly has just these pixels in common with it.
 */
export function takeLines(levels: Uint8Array, size: Size, lines: readonly StraightLine[]): void {
  const found = lines.map((line) => runsOf(line, levels, size));
  for (const { alone, crossed, level } of found) {
    for (const run of alone) take(levels, size, run);
    for (const run of crossed) takePale(levels, size, run, level);
  }
}

/** A column's rows from `top` up to, not including, `bottom`. */
interface Run {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

interface Runs {
  /** How dark the line usually is. */
  readonly level: number;
  /** Of the line alone. */
  readonly alone: readonly Run[];
  /** Where signs cross it: the rows that it would have. */
  readonly crossed: readonly Run[];
}

function runsOf({ first, rows, thick }: StraightLine, levels: Uint8Array, { width, height }: Size): Runs {
  const last = rows.length - 1;
  const rowIn = (column: number): number =>
    Math.max(0, Math.min(height - 1, Math.floor(rows[Math.max(0, Math.min(last, column))]!)));
  const half = thick >> 1;
  const level = quantile(
    Uint8Array.from(rows, (_, column) => darkest(levels, { width, height }, first + column, rowIn(column), half)),
    0.5,
  );
  const least = Math.max(1, EDGE * level);
  const isInk = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && levels[y * width + x]! >= least;
  const most = thick + THICKER + THICKER_SHARE * thick;
  const reach = Math.ceil(thick / 2) + 1;
  const [alone, crossed]: [Run[], Run[]] = [[], []];
  // Where a line ends it meets another one, or is rounded.
  const [from, to] = [Math.max(0, first - thick - 1), Math.min(width - 1, first + last + thick + 1)];
  for (let x = from; x <= to; x++) {
    const row = rowIn(x - first);
    const y = nearest(row, reach, (at) => isInk(x, at));
    if (y === null) continue;
    // The sides of neighbouring boxes may be one line with a lighter middle.
    let [top, bottom] = [Math.max(0, Math.min(y, row - half)), Math.min(height, Math.max(y, row + half) + 1)];
    while (top < y && !isInk(x, top)) top++;
    while (bottom > y + 1 && !isInk(x, bottom - 1)) bottom--;
    while (isInk(x, top - 1) && bottom - top <= most) top--;
    while (isInk(x, bottom) && bottom - top <= most) bottom++;
    const run = { x, top, bottom };
    if (bottom - top <= most && !isPassed(run, isInk, thick)) alone.push(run);
    else crossed.push({ x, top: Math.max(0, row - reach), bottom: Math.min(height, row + reach + 1) });
  }
  return { level, alone, crossed };
}

/** The highest level in a column's rows around a row. */
function darkest(levels: Uint8Array, { width, height }: Size, x: number, row: number, reach: number): number {
  let most = 0;
  for (let y = Math.max(0, row - reach); y <= Math.min(height - 1, row + reach); y++) {
    most = Math.max(most, levels[y * width + x]!);
  }
  return most;
}

/** The row nearest to this one that is so. */
function nearest(row: number, reach: number, isSo: (row: number) => boolean): number | null {
  for (let by = 0; by <= reach; by++) {
    if (isSo(row - by)) return row - by;
    if (isSo(row + by)) return row + by;
  }
  return null;
}

/** Whether a stroke comes in on one side above the run and goes out on the other side below it. */
function isPassed({ x, top, bottom }: Run, isInk: (x: number, y: number) => boolean, thick: number): boolean {
  const sides = (y: number): readonly [left: boolean, right: boolean] => {
    let [left, right] = [false, false];
    for (let by = 0; by <= thick + 1; by++) {
      left ||= isInk(x - by, y);
      right ||= isInk(x + by, y);
    }
    return [left, right];
  };
  const [above, below] = [sides(top - 1), sides(bottom)];
  return (above[0] && below[1]) || (above[1] && below[0]);
}

/** Takes off a run, and its fade up to where levels rise again. */
function take(levels: Uint8Array, { width, height }: Size, { x, top, bottom }: Run): void {
  const fade = (from: number, step: 1 | -1): void => {
    let before = 255;
    for (
      let y = from;
      y >= 0 && y < height && Math.abs(y - from) < FADE && levels[y * width + x]! < before;
      y += step
    ) {
      before = levels[y * width + x]!;
      levels[y * width + x] = 0;
    }
  };
  for (let y = top; y < bottom; y++) levels[y * width + x] = 0;
  fade(top - 1, -1);
  fade(bottom, 1);
}

/** Takes off what is as pale as the line and not the fade of a stroke. */
function takePale(levels: Uint8Array, { width, height }: Size, run: Run, level: number): void {
  const isStroke = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && levels[y * width + x]! > STROKE * level;
  for (let y = run.top; y < run.bottom; y++) {
    const at = y * width + run.x;
    if (levels[at]! > LINE * level) continue;
    const isFade = [-1, 0, 1].some((by) => [-1, 0, 1].some((down) => isStroke(run.x + by, y + down)));
    if (!isFade) levels[at] = 0;
  }
}
