import type { Random } from '../random/random.ts';
import { extentOf } from './fit.ts';
import type { Drawing, Point, Stroke } from './types.ts';

/** From one bend of the wobble to the next, along the pen's way, in shares of the drawing's size. */
const WAVE = 0.35;

/** Points farther apart than this share of the drawing's size get others between them, so that straight lines bend too. */
const STEP = 0.08;

/**
 * Moves the points of a drawing a little, smoothly along the pen's way, each stroke on its own: no point farther than `share` of the
 * drawing's size along an axis. 0 changes nothing and takes no random numbers.
 */
export function wobbled(drawing: Drawing, share: number, random: Random): Drawing {
  const extent = share > 0 ? extentOf(drawing) : null;
  const size = extent === null ? 0 : Math.max(extent.width, extent.height);
  return size === 0 ? drawing : drawing.map((stroke) => shaken(stroke, share * size, size, random));
}

function shaken(stroke: Stroke, most: number, size: number, random: Random): Stroke {
  const knot = (): Point => [most * random.uniform(-1, 1), most * random.uniform(-1, 1)];
  let [from, to] = [knot(), knot()];
  let way = 0;
  const result: Point[] = [];
  const put = ([x, y]: Point): void => {
    const share = smooth(way / WAVE);
    result.push([x + from[0] + share * (to[0] - from[0]), y + from[1] + share * (to[1] - from[1])]);
  };
  stroke.forEach((point, i) => {
    const before = stroke[i - 1];
    if (before === undefined) return put(point);
    // In sizes of the drawing: a step's own length is 0 for the smallest drawings that there can be, and they would get points without end.
    const length = Math.hypot(point[0] - before[0], point[1] - before[1]) / size;
    const parts = Math.max(1, Math.ceil(length / STEP));
    for (let part = 1; part <= parts; part++) {
      way += length / parts;
      if (way > WAVE) [from, to, way] = [to, knot(), way - WAVE];
      const back = 1 - part / parts;
      put([point[0] + back * (before[0] - point[0]), point[1] + back * (before[1] - point[1])]);
    }
  });
  return result;
}

/** From 0 to 1, level at both ends. */
const smooth = (share: number): number => share * share * (3 - 2 * share);
