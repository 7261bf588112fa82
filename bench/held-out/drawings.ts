import { BOX, type Drawing, type Point } from '../../shared/ink/types.ts';
import { extentOf } from '../../shared/ink/fit.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import type { Random } from '../../shared/random/random.ts';

/*
 * Drawings by other generators than shared/data/non-signs, from which detectors learn: what is measured with them was not
 * learnt by heart.
 */

/** A drawing's image through the pad's pipeline, 28 x 28, with a pen of 1.6 to 3.6 pixels. */
export function ink(drawing: Drawing, random: Random): Uint8Array {
  const extent = extentOf(drawing);
  const [size, pixels] = [extent ? Math.max(extent.width, extent.height) : 0, random.uniform(1.6, 3.6)];
  return size === 0 ? rasterize(drawing) : rasterize(drawing, { penWidth: (size * pixels) / (BOX - pixels) });
}

/** A glyph as a hand may draw it: slanted, narrower, its corners missed by up to a third of a unit in twenty. */
export function byHand(strokes: Drawing, random: Random): Drawing {
  const [slant, width, miss] = [random.normal(0.05, 0.15), Math.exp(random.normal(0, 0.12)), random.uniform(0, 0.35)];
  return strokes.map((stroke) =>
    stroke.map(([x, y]): Point => [(x - slant * y) * width + random.normal(0, miss), y + random.normal(0, miss)]),
  );
}

/** A scribble: sums of sines, a polyline between random points, Bézier curves, or a random walk; `i` chooses in turn. */
export function scribbleOf(i: number, random: Random): Drawing {
  return [sines, polyline, curves, walk][i % 4]!(random);
}

function sines(random: Random): Drawing {
  const [a, b] = [random.uniform(0.5, 4), random.uniform(0.5, 4)];
  const [c, d] = [random.uniform(0.5, 5), random.uniform(0.5, 5)];
  const [p, q, r, s] = [1, 2, 3, 4].map(() => random.uniform(0, 6)) as [number, number, number, number];
  return [
    Array.from({ length: 120 }, (_, i): Point => {
      const t = (i / 120) * 2 * Math.PI;
      return [Math.sin(a * t + p) + 0.6 * Math.sin(c * t + r), Math.sin(b * t + q) + 0.6 * Math.sin(d * t + s)];
    }),
  ];
}

const anyPoint = (random: Random): Point => [random.uniform(), random.uniform()];

const polyline = (random: Random): Drawing => [Array.from({ length: 5 + random.integer(12) }, () => anyPoint(random))];

function curves(random: Random): Drawing {
  const strokes = Array.from({ length: 1 + random.integer(4) }, () => bezier(random));
  return strokes.length > 1 ? strokes : [...strokes, [anyPoint(random), anyPoint(random)]];
}

function bezier(random: Random): Point[] {
  const [a, b, c, d] = [1, 2, 3, 4].map(() => anyPoint(random)) as [Point, Point, Point, Point];
  return Array.from({ length: 24 }, (_, i): Point => {
    const [t, u] = [i / 23, 1 - i / 23];
    const at = (axis: 0 | 1): number =>
      u * u * u * a[axis] + 3 * u * u * t * b[axis] + 3 * u * t * t * c[axis] + t * t * t * d[axis];
    return [at(0), at(1)];
  });
}

function walk(random: Random): Drawing {
  let [x, y] = [0, 0];
  return [
    Array.from({ length: 60 }, (): Point => {
      x += random.normal(0, 0.1);
      y += random.normal(0, 0.1);
      return [x, y];
    }),
  ];
}

/** A polygon of 3 to 5 corners, or a star of 6 to 8 points, turned by any angle; `i` chooses in turn. */
export function polygonOf(i: number, random: Random): Drawing {
  const corners = 3 + (i % 6);
  const turn = random.uniform(0, 2 * Math.PI);
  const around = (steps: number, radius: (step: number) => number): Drawing => [
    Array.from({ length: steps + 1 }, (_, step): Point => {
      const angle = turn + (2 * Math.PI * step) / steps;
      return [Math.cos(angle) * radius(step), Math.sin(angle) * radius(step)];
    }),
  ];
  return corners < 6
    ? around(corners, () => random.uniform(0.9, 1.1))
    : around(2 * corners, (step) => (step % 2 ? 0.4 : 1));
}
