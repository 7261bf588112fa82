import { BOX, type Drawing, type Point } from '../../shared/ink/types.ts';
import { extentOf } from '../../shared/ink/fit.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import type { Random } from '../../shared/random/random.ts';

/** A digit that somebody drew with a pen. */
export interface PenDigit {
  readonly drawing: Drawing;
  /** 0 to 9. */
  readonly label: number;
  /** Who drew it. */
  readonly writer: number;
}

/**
 * The drawing as the same hand might have drawn it another time: a little more slanted, narrower, turned, its lower half
 * broader, the line swaying. Proportions go to about two standard deviations of what one writer does, so that a label stays
 * what it was.
 */
export function vary(drawing: Drawing, random: Random): Drawing {
  const extent = extentOf(drawing);
  if (extent === null) return drawing;
  const size = Math.max(extent.width, extent.height) || 1;
  const [slant, angle] = [random.normal(0, 0.11), random.normal(0, 0.07)];
  const [width, taper, sink] = [Math.exp(random.normal(0, 0.12)), random.normal(0, 0.09), random.normal(0, 0.1)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const sway = Array.from({ length: 4 }, () => [random.normal(0, 0.012), random.uniform(4, 9), random.uniform(0, 7)]);
  const wave = (at: number, from: number): number =>
    sway.slice(from, from + 2).reduce((sum, [size, turns, phase]) => sum + size! * Math.sin(turns! * at + phase!), 0);
  const move = ([px, py]: Point): Point => {
    const x = (px - extent.x - extent.width / 2) / size;
    const y = (py - extent.y - extent.height / 2) / size;
    const sunk = y + sink * (0.25 - y * y);
    const wide = x * (1 + 2 * taper * y) * width - slant * sunk;
    return [wide * cos - sunk * sin + wave(sunk, 0), wide * sin + sunk * cos + wave(x, 2)];
  };
  return drawing.map((stroke) => stroke.map(move));
}

/** The drawing's image, through the pad's own ink pipeline, with a pen of some width: in pixels log-normal around 2.45, as MNIST's. */
export function inkAnyPen(drawing: Drawing, random: Random): Uint8Array {
  const pixels = Math.min(4.2, Math.max(1.5, 2.45 * Math.exp(random.normal(0, 0.24))));
  const extent = extentOf(drawing);
  const size = extent === null ? 0 : Math.max(extent.width, extent.height);
  return size === 0 ? rasterize(drawing) : rasterize(drawing, { penWidth: (size * pixels) / (BOX - pixels) });
}
