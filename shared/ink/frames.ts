import { spread, type Blot, type Blots } from './blots.ts';
import type { Size } from './frame.ts';

/** What touches an edge and is smaller than this share of the picture is a corner of something. */
const CORNER = 0.005;

/** A frame runs along this share of an edge of the picture, and lies within this share of the shorter side from the edges. */
const ALONG = 0.8;
const NEAR = 0.1;
const INSIDE = 0.85;

/** A solid band of up to this share of the picture's depth along an edge, filled so much, is a table or a shadow beside the sheet. */
const DEEP = 0.4;
const SOLID = 0.85;

/** What touches an edge with more than this share of it is no sign, where there is another mark of this part of its area that touches none. */
const TOUCHES = 0.15;
const OTHER = 0.05;

/**
 * Marks that belong to the picture's edges and not to a sign: a scanner's black rim, a dark border, a shadow or a thing that
 * reaches in. 1 for their pixels and for the fade around them. Null: there are none. A sign that is cut off, or cropped so
 * tightly that it touches the edges, is none.
 */
export function findFrames(blots: Blots, size: Size): Uint8Array | null {
  const touching = blots.all.map((blot) => longestContact(blot, size) > TOUCHES);
  const nearEdge = pixelsNearEdge(blots, size);
  const isFrame = blots.all.map((blot, i) => {
    if (blot.area === 0) return false;
    if (longestContact(blot, size) > 0 && blot.area < CORNER * size.width * size.height) return true;
    if (longestContact(blot, size) >= ALONG && (nearEdge[i]! >= INSIDE * blot.area || isBand(blot, size))) return true;
    return touching[i]! && blots.all.some((other, k) => k > 0 && !touching[k]! && other.area >= OTHER * blot.area);
  });
  if (!isFrame.includes(true)) return null;
  const reach = Math.max(2, Math.round(Math.max(size.width, size.height) / 100));
  return spread(blots, (blot) => isFrame[blot]!, size, reach);
}

/** Share of an edge that is covered; of the edge that is covered most. */
function longestContact({ onEdge: [left, top, right, bottom] }: Blot, { width, height }: Size): number {
  return Math.max(left / height, right / height, top / width, bottom / width);
}

function isBand({ area, left, top, right, bottom }: Blot, { width, height }: Size): boolean {
  const [across, down] = [right - left + 1, bottom - top + 1];
  return area >= SOLID * across * down && Math.min(across / width, down / height) <= DEEP;
}

function pixelsNearEdge({ of, all }: Blots, { width, height }: Size): Float64Array {
  const depth = Math.max(1, NEAR * Math.min(width, height));
  const counts = new Float64Array(all.length);
  for (let y = 0, i = 0; y < height; y++) {
    const near = y < depth || y >= height - depth;
    for (let x = 0; x < width; x++, i++) {
      if (of[i] !== 0 && (near || x < depth || x >= width - depth)) counts[of[i]!]! += 1;
    }
  }
  return counts;
}
