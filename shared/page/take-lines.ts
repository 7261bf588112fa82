import type { Size } from '../ink/frame.ts';
import { heightsOfRuns, type StraightLine } from './straight-lines.ts';

/** A run of ink is the line alone when it is no more than this thicker than the line usually is: in pixels, and as a share of it. */
const THICKER = 1;
const THICKER_SHARE = 0.25;

/** Beside the mask's pixels a line fades over so many. */
const FADE = 2;

/**
 * Takes nearly level lines off the ink, which changes, as does its mask. What crosses a line stays as it is: where ink goes on above
 * or below it, and where a stroke that passes slantingly has just these pixels in common with it.
 */
export function takeLines(ink: Uint8Array, mask: Uint8Array, size: Size, lines: readonly StraightLine[]): void {
  const heights = heightsOfRuns(mask, size);
  const taken = lines.map((line) => runsToTake(line, mask, heights, size));
  for (const runs of taken) for (const { x, top, bottom } of runs) take(ink, mask, size, x, top, bottom);
}

interface Run {
  readonly x: number;
  readonly top: number;
  /** The first row below it. */
  readonly bottom: number;
}

function runsToTake({ first, rows, thick }: StraightLine, mask: Uint8Array, heights: Uint16Array, size: Size): Run[] {
  const { width, height } = size;
  const most = thick + THICKER + THICKER_SHARE * thick;
  const reach = Math.ceil(thick / 2) + 1;
  const runs: Run[] = [];
  rows.forEach((middle, column) => {
    const [x, row] = [first + column, Math.floor(middle)];
    const y = nearestInk(mask, width, height, x, row, reach);
    if (y < 0 || heights[y * width + x]! > most) return;
    let top = y;
    while (top > 0 && mask[(top - 1) * width + x] === 1) top--;
    const run = { x, top, bottom: top + heights[y * width + x]! };
    if (!isPassed(run, mask, size, thick)) runs.push(run);
  });
  return runs;
}

function nearestInk(mask: Uint8Array, width: number, height: number, x: number, row: number, reach: number): number {
  for (let by = 0; by <= reach; by++) {
    for (const y of by === 0 ? [row] : [row - by, row + by]) {
      if (y >= 0 && y < height && mask[y * width + x] === 1) return y;
    }
  }
  return -1;
}

/** Whether a stroke comes in on one side above the run and goes out on the other side below it. */
function isPassed({ x, top, bottom }: Run, mask: Uint8Array, { width, height }: Size, thick: number): boolean {
  if (top < 1 || bottom >= height) return false;
  const reach = thick + 1;
  const sides = (y: number): readonly [left: boolean, right: boolean] => {
    let [left, right] = [false, false];
    for (let by = 0; by <= reach; by++) {
      left ||= x - by >= 0 && mask[y * width + x - by] === 1;
      right ||= x + by < width && mask[y * width + x + by] === 1;
    }
    return [left, right];
  };
  const [above, below] = [sides(top - 1), sides(bottom)];
  return (above[0] && below[1]) || (above[1] && below[0]);
}

function take(
  ink: Uint8Array,
  mask: Uint8Array,
  { width, height }: Size,
  x: number,
  top: number,
  bottom: number,
): void {
  for (let y = top; y < bottom; y++) {
    mask[y * width + x] = 0;
    ink[y * width + x] = 0;
  }
  for (let y = top - 1; y >= Math.max(0, top - FADE) && mask[y * width + x] === 0; y--) ink[y * width + x] = 0;
  for (let y = bottom; y < Math.min(height, bottom + FADE) && mask[y * width + x] === 0; y++) ink[y * width + x] = 0;
}
