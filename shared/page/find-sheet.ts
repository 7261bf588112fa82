import { blotsOf } from '../ink/blots.ts';
import { close } from '../ink/extremum.ts';
import type { Size } from '../ink/frame.ts';
import { enlarge, shrink, type GreyImage } from '../ink/grey-image.ts';
import { filled, shrunk } from '../ink/sheet.ts';
import type { Point } from '../ink/types.ts';

/** The sheet is looked for in so many pixels along the longer side; what is written on it is narrower than twice so many of these. */
const COARSE = 320;
const WRITTEN = 4;

/** Two pixels beside each other but one are on an edge if one is so many times as light as the other: a shadow fades more slowly. */
const EDGE = 1.15;

/** Added to levels before they are compared: in the dark, grain is no edge. */
const BLACK = 12;

/** It covers at least so much of the picture, and its outline fills so much of the four sides around it. */
const LEAST = 0.12;
const FOUR_SIDED = 0.95;

/** Its corners are at least this share of the longer side away from the picture's edges: where it is cut off nothing is known. */
const INSIDE = 0.004;

/** The sine of a corner's angle, at least. */
const LEAST_CORNER = 0.6;

/** A sheet that is seen in part only covers at least so much of the picture. */
const LEAST_PART = 0.4;

/** The rim that shows what is under the sheet, and its shadow, in coarse pixels. */
const RIM = 3;

export interface Sheet {
  /** Its corners in the picture, from the upper left one clockwise. Null: not all of its four sides are seen. */
  readonly corners: readonly [Point, Point, Point, Point] | null;
  /** The picture with the sheet's own level beside the sheet, too. */
  readonly alone: GreyImage;
}

/**
 * The sheet that lies in a picture, where there is something else around it: of all that an edge surrounds the largest that has four
 * sides, or else, where the sheet leaves the picture, the largest. A shadow may lie over it and over what is around it. Null: the
 * picture is all sheet, as far as can be seen.
 */
export function findSheet(image: GreyImage): Sheet | null {
  const factor = Math.max(1, Math.ceil(Math.max(image.width, image.height) / COARSE));
  const coarse = shrink(image, factor);
  const bare = { ...coarse, levels: close(Float32Array.from(coarse.levels), coarse, WRITTEN) };
  const blots = blotsOf(insides(bare), coarse);
  const maskOf = (blot: number): Uint8Array =>
    filled(
      Uint8Array.from(blots.of, (of) => Number(of === blot)),
      coarse,
    );
  const large = blots.all
    .map(({ area }, blot) => ({ area, blot }))
    .filter(({ area }) => area >= LEAST * bare.levels.length)
    .sort((a, b) => b.area - a.area);
  for (const { blot } of large) {
    const corners = fourSides(maskOf(blot), coarse);
    if (!corners) continue;
    const places = corners.map(([x, y]) => [x * factor, y * factor] as const);
    return { corners: places as unknown as Sheet['corners'], alone: image };
  }
  const [largest] = large;
  if (!largest || largest.area < LEAST_PART * bare.levels.length) return null;
  const mask = maskOf(largest.blot);
  return mask.includes(0)
    ? { corners: null, alone: withoutRest(image, bare, shrunk(mask, coarse, RIM), factor) }
    : null;
}

/** In each row what is not on the sheet takes the level of the sheet that is next to it. */
function withoutRest(image: GreyImage, bare: GreyImage, mask: Uint8Array, factor: number): GreyImage {
  const around = Float32Array.from(bare.levels);
  let known = -1;
  for (let y = 0; y < bare.height; y++) {
    const line = y * bare.width;
    const first = mask.subarray(line, line + bare.width).indexOf(1);
    if (first < 0) {
      if (known >= 0) around.copyWithin(line, known, known + bare.width);
      continue;
    }
    around.fill(around[line + first]!, line, line + first);
    for (let x = first + 1; x < bare.width; x++) if (mask[line + x] === 0) around[line + x] = around[line + x - 1]!;
    // Rows above the sheet's first one have none to take it from yet.
    for (let above = known < 0 ? 0 : line; above < line; above += bare.width)
      around.copyWithin(above, line, line + bare.width);
    known = line;
  }
  const [light, levels] = [enlarge({ ...bare, levels: around }, image, factor), Float32Array.from(image.levels)];
  for (let y = 0, i = 0; y < image.height; y++) {
    const row = Math.floor(y / factor) * bare.width;
    for (let x = 0; x < image.width; x++, i++) if (mask[row + Math.floor(x / factor)] === 0) levels[i] = light[i]!;
  }
  return { levels, width: image.width, height: image.height };
}

/** 1 for what lies on no edge. */
function insides({ levels, width, height }: GreyImage): Uint8Array {
  const light = Float32Array.from(levels, (level) => Math.log(level + BLACK));
  const least = Math.log(EDGE);
  const result = new Uint8Array(light.length);
  for (let y = 0, i = 0; y < height; y++) {
    const [up, down] = [y > 0 ? width : 0, y < height - 1 ? width : 0];
    for (let x = 0; x < width; x++, i++) {
      const across = light[x < width - 1 ? i + 1 : i]! - light[x > 0 ? i - 1 : i]!;
      result[i] = Number(Math.abs(across) < least && Math.abs(light[i + down]! - light[i - up]!) < least);
    }
  }
  return result;
}

function fourSides(mask: Uint8Array, size: Size): Point[] | null {
  const hull = hullOf(outlineOf(mask, size));
  const area = mask.reduce((sum, on) => sum + on, 0);
  const quad = withFourSides(hull);
  if (!quad || area < FOUR_SIDED * areaOf(quad)) return null;
  const margin = INSIDE * Math.max(size.width, size.height);
  const isInside = quad.every(
    ([x, y]) => x >= margin && y >= margin && x <= size.width - margin && y <= size.height - margin,
  );
  const isSquare = quad.every((point, i) => turn(quad[(i + 3) % 4]!, point, quad[(i + 1) % 4]!) >= LEAST_CORNER);
  return isInside && isSquare ? upright(quad.map((point) => beyond(point, quad))) : null;
}

/** The edge itself is a pixel wide on either side. */
function beyond([x, y]: Point, quad: readonly Point[]): Point {
  const middle = [0, 1].map((axis) => quad.reduce((sum, point) => sum + point[axis]! / quad.length, 0));
  return [x + Math.sign(x - middle[0]!), y + Math.sign(y - middle[1]!)];
}

/** Both ends of each row's part of the mask. */
function outlineOf(mask: Uint8Array, { width, height }: Size): Point[] {
  const points: Point[] = [];
  for (let y = 0; y < height; y++) {
    const row = mask.subarray(y * width, (y + 1) * width);
    const [first, last] = [row.indexOf(1), row.lastIndexOf(1)];
    if (first >= 0) points.push([first, y], [last + 1, y], [first, y + 1], [last + 1, y + 1]);
  }
  return points;
}

/** The convex hull, clockwise as the picture shows it (Andrew's monotone chain). */
function hullOf(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (all: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of all) {
      while (chain.length >= 2 && cross(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

/** A hull's sides taken away one after the other, each where its neighbours meet beyond it with the least gain, until four are left. */
function withFourSides(hull: readonly Point[]): Point[] | null {
  const points = [...hull];
  while (points.length > 4) {
    let [least, at, met]: [number, number, Point | null] = [Infinity, -1, null];
    points.forEach((from, i) => {
      const [before, to, after] = [
        points.at(i - 1)!,
        points[(i + 1) % points.length]!,
        points[(i + 2) % points.length]!,
      ];
      const point = meet(before, from, after, to);
      if (!point) return;
      const gain = Math.abs(cross(from, point, to)) / 2;
      if (gain < least) [least, at, met] = [gain, i, point];
    });
    if (met === null) return null;
    const next = (at + 1) % points.length;
    points[at] = met;
    points.splice(next, 1);
  }
  return points.length === 4 ? points : null;
}

/** Where the way from a over b and the one from c over d meet, beyond both b and d. */
function meet(a: Point, b: Point, c: Point, d: Point): Point | null {
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const determinant = ux * vy - uy * vx;
  if (Math.abs(determinant) < 1e-9) return null;
  const along = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / determinant;
  const other = ((c[0] - a[0]) * uy - (c[1] - a[1]) * ux) / determinant;
  return along >= 1 && other >= 1 ? [a[0] + along * ux, a[1] + along * uy] : null;
}

const cross = (a: Point, b: Point, c: Point): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

const turn = (a: Point, b: Point, c: Point): number =>
  cross(a, b, c) / (Math.hypot(b[0] - a[0], b[1] - a[1]) * Math.hypot(c[0] - b[0], c[1] - b[1]));

const areaOf = (quad: readonly Point[]): number =>
  Math.abs(quad.reduce((sum, [x, y], i) => sum + (x * quad[(i + 1) % 4]![1] - quad[(i + 1) % 4]![0] * y) / 2, 0));

/** The corner nearest to the picture's upper left first. */
function upright(quad: readonly Point[]): Point[] {
  const first = quad.reduce((best, [x, y], i) => (x + y < quad[best]![0] + quad[best]![1] ? i : best), 0);
  return [0, 1, 2, 3].map((i) => quad[(first + i) % 4]!);
}
