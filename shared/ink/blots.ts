import type { Size } from './frame.ts';

/** Joined pixels of a mask (all eight neighbours count). */
export interface Blot {
  readonly area: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Pixels of it on each edge of the image: left, top, right, bottom. */
  readonly onEdge: readonly [number, number, number, number];
}

export interface Blots {
  /** For each pixel its blot, counted from 1; 0 for none. */
  readonly of: Int32Array;
  /** Blot 1 is at place 1; place 0 is empty. */
  readonly all: readonly Blot[];
}

/** The blots of the pixels where `mask` is not 0. */
export function blotsOf(mask: Uint8Array, { width, height }: Size): Blots {
  const of = new Int32Array(mask.length);
  const all: Blot[] = [{ area: 0, left: 0, top: 0, right: 0, bottom: 0, onEdge: [0, 0, 0, 0] }];
  const stack = new Int32Array(mask.length);
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || of[start] !== 0) continue;
    const blot = all.length;
    let [area, left, top, right, bottom, open] = [0, width, height, 0, 0, 1];
    const onEdge: [number, number, number, number] = [0, 0, 0, 0];
    stack[0] = start;
    of[start] = blot;
    while (open > 0) {
      const pixel = stack[--open]!;
      const y = Math.floor(pixel / width);
      const x = pixel - y * width;
      area += 1;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      if (x === 0) onEdge[0] += 1;
      if (y === 0) onEdge[1] += 1;
      if (x === width - 1) onEdge[2] += 1;
      if (y === height - 1) onEdge[3] += 1;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx;
          if (mask[next] === 0 || of[next] !== 0) continue;
          of[next] = blot;
          stack[open++] = next;
        }
      }
    }
    all.push({ area, left, top, right, bottom, onEdge });
  }
  return { of, all };
}

/** 1 for the pixels of the chosen blots and for their neighbours up to `reach` pixels away, both ways. */
export function spread(
  blots: Blots,
  chosen: (blot: number) => boolean,
  { width, height }: Size,
  reach = 1,
): Uint8Array {
  const result = new Uint8Array(blots.of.length);
  const isChosen = blots.all.map((_, blot) => blot > 0 && chosen(blot));
  for (let pixel = 0; pixel < blots.of.length; pixel++) {
    if (!isChosen[blots.of[pixel]!]) continue;
    const y = Math.floor(pixel / width);
    const x = pixel - y * width;
    const [first, last] = [Math.max(0, x - reach), Math.min(width - 1, x + reach) + 1];
    for (let ny = Math.max(0, y - reach); ny <= Math.min(height - 1, y + reach); ny++) {
      result.fill(1, ny * width + first, ny * width + last);
    }
  }
  return result;
}
