import type { Crop } from './resample.ts';

/** The smallest box that holds all that is above `floor`. Null: nothing is. */
export function boxOf(levels: ArrayLike<number>, width: number, height: number, floor = 0): Crop | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!(levels[y * width + x]! > floor)) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
