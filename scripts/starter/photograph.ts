import sharp from 'sharp';
import type { Drawing } from '../../shared/ink/types.ts';
import { extentOf } from '../../shared/ink/fit.ts';
import { fromGrey } from '../../shared/ink/from-grey.ts';
import { resample } from '../../shared/ink/resample.ts';
import type { Random } from '../../shared/random/random.ts';

/** Ink on paper: 0 paper to 1 ink, row by row, somewhat larger than it will be photographed. */
export interface Page {
  readonly side: number;
  readonly ink: Float32Array;
}

const SIDE = 28;

/**
 * An image of 28 x 28 as a sheet that it may have been scanned from: enlarged smoothly, its outline drawn anew where the
 * grey passes a level, which makes the pen thinner or thicker.
 */
export function pageOfImage(image: Uint8Array, random: Random): Page {
  const side = Math.round(random.uniform(44, 150));
  const large = resample(image, SIDE, { x: 0, y: 0, width: SIDE, height: SIDE }, side, side);
  const level = random.uniform(70, 200);
  const soft = random.uniform(12, 40);
  return { side, ink: large.map((grey) => Math.min(1, Math.max(0, 0.5 + (grey - level) / (2 * soft)))) };
}

/** A drawing as a pen leaves it on paper: a pen of 2.5 to 9 % of its size. */
export function pageOfDrawing(drawing: Drawing, random: Random): Page {
  const side = Math.round(random.uniform(44, 150));
  const extent = extentOf(drawing)!;
  const size = Math.max(extent.width, extent.height) || 1;
  const scale = (side * random.uniform(0.55, 0.8)) / size;
  const [left, top] = [(side - scale * extent.width) / 2, (side - scale * extent.height) / 2];
  const half = (scale * size * random.uniform(0.025, 0.09)) / 2;
  const reach = half + 0.5;
  const ink = new Float32Array(side * side);
  for (const stroke of drawing) {
    const points = stroke.map(([x, y]) => [left + scale * (x - extent.x), top + scale * (y - extent.y)] as const);
    points.forEach((to, i) => inkSegment(ink, side, points[Math.max(0, i - 1)]!, to, half, reach));
  }
  return { side, ink };
}

type Place = readonly [x: number, y: number];

function inkSegment(ink: Float32Array, side: number, from: Place, to: Place, half: number, reach: number): void {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const perLength = dx * dx + dy * dy < 1e-9 ? 0 : 1 / (dx * dx + dy * dy);
  const [top, bottom] = [Math.min(from[1], to[1]) - reach, Math.max(from[1], to[1]) + reach];
  const [left, right] = [Math.min(from[0], to[0]) - reach, Math.max(from[0], to[0]) + reach];
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(side, bottom); y++) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(side, right); x++) {
      const [px, py] = [x + 0.5 - from[0], y + 0.5 - from[1]];
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) * perLength));
      const covered = Math.min(1, half + 0.5 - Math.hypot(px - along * dx, py - along * dy));
      if (covered > ink[y * side + x]!) ink[y * side + x] = covered;
    }
  }
}

/** Photographs that are less like their sheet than this, as a correlation of grey levels, have lost their digit. */
const ALIKE = 0.7;

/**
 * The sheet as a telephone or a scanner sees it, read back as the studio reads any picture (fromGrey): pale or dark ink on
 * paper that is not white, light that falls off to one side, a soft shadow, blur, grain and JPEG. 784 bytes. Null where
 * the digit was lost on the way: nothing can be learnt from such a picture.
 */
export async function photograph(page: Page, random: Random): Promise<Uint8Array | null> {
  const { side, ink } = page;
  const blurred = blur(ink, side, random.chance(0.6) ? side * random.uniform(0, 0.02) : 0);
  const paper = random.uniform(140, 252);
  const contrast = random.chance(0.4) ? random.uniform(0.18, 0.45) : random.uniform(0.45, 0.95);
  const light = shading(side, random);
  const grain = random.chance(0.7) ? random.uniform(0, 0.1 * contrast) * 255 : 0;
  const grey = Uint8Array.from(blurred, (covered, i) => {
    const level = paper * light(i % side, Math.floor(i / side)) * (1 - contrast * covered);
    return Math.round(Math.min(255, Math.max(0, level + random.normal(0, grain))));
  });
  const seen = random.chance(0.7) ? await throughJpeg(grey, side, Math.round(random.uniform(35, 92))) : grey;
  const read = fromGrey(seen, side, side);
  const clean = fromGrey(
    Uint8Array.from(ink, (covered) => 255 - Math.round(255 * covered)),
    side,
    side,
  );
  return correlation(read, clean) < ALIKE ? null : read;
}

/** Correlation of two images' grey levels, -1 to 1; 0 if one of them is blank. */
function correlation(a: Uint8Array, b: Uint8Array): number {
  const mean = (image: Uint8Array): number => image.reduce((sum, level) => sum + level, 0) / image.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [a[i]! - ma, b[i]! - mb];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return aa * bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

/** How bright each place is, 1 at the brightest: a slope, and at times the soft edge of a shadow. */
function shading(side: number, random: Random): (x: number, y: number) => number {
  const turn = random.uniform(0, 2 * Math.PI);
  const fall = random.chance(0.6) ? random.uniform(0, 0.35) : 0;
  const [edge, softness] = [random.uniform(-0.3, 0.3), random.uniform(0.05, 0.3)];
  const shadow = random.chance(0.25) ? random.uniform(0.05, 0.35) : 0;
  const [cos, sin] = [Math.cos(turn) / side, Math.sin(turn) / side];
  return (x, y) => {
    const along = (x - side / 2) * cos + (y - side / 2) * sin;
    const inShadow = Math.min(1, Math.max(0, 0.5 + (along - edge) / softness));
    return (1 - fall * (along + 0.5)) * (1 - shadow * inShadow);
  };
}

/** Three passes of a running mean, which come near to a Gaussian of this deviation in pixels. */
function blur(levels: Float32Array, side: number, deviation: number): Float32Array {
  const radius = Math.round((Math.sqrt(4 * deviation * deviation + 1) - 1) / 2);
  if (radius < 1) return levels;
  let result = levels;
  for (let pass = 0; pass < 3; pass++) {
    result = runningMean(runningMean(result, side, radius, 1, side), side, radius, side, 1);
  }
  return result;
}

function runningMean(levels: Float32Array, side: number, radius: number, step: number, line: number): Float32Array {
  const result = new Float32Array(levels.length);
  for (let row = 0; row < side; row++) {
    let sum = 0;
    for (let i = -radius; i < side + radius; i++) {
      if (i + radius < side) sum += levels[row * line + (i + radius) * step]!;
      if (i - radius > 0) sum -= levels[row * line + (i - radius - 1) * step]!;
      if (i >= 0 && i < side) result[row * line + i * step] = sum / (2 * radius + 1);
    }
  }
  return result;
}

async function throughJpeg(grey: Uint8Array, side: number, quality: number): Promise<Uint8Array> {
  const jpeg = await sharp(grey, { raw: { width: side, height: side, channels: 1 } })
    .jpeg({ quality })
    .toBuffer();
  return Uint8Array.from(await sharp(jpeg).greyscale().raw().toBuffer());
}
