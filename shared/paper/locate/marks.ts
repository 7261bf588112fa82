import { blotsOf, type Blot, type Blots } from '../../ink/blots.ts';
import { close } from '../../ink/extremum.ts';
import { enlarge, shrink, type GreyImage } from '../../ink/grey-image.ts';
import type { Point } from '../../ink/types.ts';

/** What looks like a corner mark: where its middle is, and its side, in pixels. */
export interface Mark {
  readonly middle: Point;
  readonly side: number;
}

/** The paper is looked for in so many pixels along the longer side. */
const COARSE = 400;

/** What is broader than this share of the longer side is paper, or what lies under it: the marks' squares are narrower. */
const BROADEST = 0.03;

/** Darker paper than this counts as this. */
const DARKEST = 24;

/** A square's ring is so many times as wide as it, 7 to 3 when it is printed; blur and slant change that. */
const RING = { least: 1.7, most: 3.3 };

/** So many times as much ink, 24 to 9 when it is printed. */
const INK = { least: 1.3, most: 4.6 };

/** Their middles are apart by no more than this share of the ring's side. */
const APART = 0.12;

/** In pixels: what is smaller is no square. */
const LEAST_SIDE = 4;

/** The marks in a picture; ink is what is darker than `threshold` times the paper around it. */
export function findMarks(image: GreyImage, threshold: number): Mark[] {
  const paper = paperOf(image);
  const mask = Uint8Array.from(image.levels, (level, i) => Number(level < threshold * paper[i]!));
  const blots = blotsOf(mask, image);
  const candidates = blots.all.map((blot, i) => ({ blot, i })).filter(({ blot }) => isSquarish(blot));
  const cores = candidates.filter(({ blot }) => fillOf(blot) >= 0.4);
  const rings = candidates.filter(({ blot }) => fillOf(blot) <= 0.8);
  return cores.flatMap((core) => {
    const ring = rings.find(({ blot }) => surrounds(blot, core.blot));
    return ring
      ? [{ middle: middleOf([core.i, ring.i], ring.blot, blots, image, paper), side: sideOf(ring.blot) }]
      : [];
  });
}

/** The paper's level at each pixel: the picture with all that is narrow filled. */
function paperOf(image: GreyImage): Float32Array {
  const longer = Math.max(image.width, image.height);
  const factor = Math.max(1, Math.ceil(longer / COARSE));
  const coarse = shrink(image, factor);
  const reach = Math.ceil((BROADEST * longer) / factor / 2);
  const closed = close(Float32Array.from(coarse.levels), coarse, reach);
  return enlarge({ ...coarse, levels: closed.map((level) => Math.max(DARKEST, level)) }, image, factor);
}

const widthOf = ({ left, right }: Blot): number => right - left + 1;
const heightOf = ({ top, bottom }: Blot): number => bottom - top + 1;
const sideOf = (blot: Blot): number => Math.sqrt(widthOf(blot) * heightOf(blot));
const fillOf = (blot: Blot): number => blot.area / (widthOf(blot) * heightOf(blot));

function isSquarish(blot: Blot): boolean {
  const [width, height] = [widthOf(blot), heightOf(blot)];
  return (
    blot.area > 0 && Math.min(width, height) >= LEAST_SIDE && Math.max(width, height) <= 2.2 * Math.min(width, height)
  );
}

function surrounds(ring: Blot, core: Blot): boolean {
  const times = sideOf(ring) / sideOf(core);
  const ink = ring.area / core.area;
  if (times < RING.least || times > RING.most || ink < INK.least || ink > INK.most) return false;
  const apart = Math.hypot(
    ring.left + ring.right - core.left - core.right,
    ring.top + ring.bottom - core.top - core.bottom,
  );
  return apart / 2 <= APART * sideOf(ring);
}

/** The middle of a mark's ink, the darker counting more: between the pixels. */
function middleOf(
  own: readonly number[],
  { left, right, top, bottom }: Blot,
  { of }: Blots,
  { levels, width }: GreyImage,
  paper: Float32Array,
): Point {
  let [mass, mx, my] = [0, 0, 0];
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const i = y * width + x;
      if (!own.includes(of[i]!)) continue;
      const ink = paper[i]! - levels[i]!;
      mass += ink;
      mx += ink * (x + 0.5);
      my += ink * (y + 0.5);
    }
  }
  return [mx / mass, my / mass];
}
