export interface Patch {
  readonly top: number;
  readonly left: number;
  readonly side: number;
  /** The image with this patch as paper. */
  readonly image: Uint8Array;
}

/** Squares of about a fifth of the smaller side, half overlapping, that cover the image: those that have ink under them. */
export function occlusionPatches(image: Uint8Array, height: number, width: number): Patch[] {
  const side = Math.max(3, Math.round(Math.min(height, width) / 5));
  const patches: Patch[] = [];
  for (const top of startsOf(height, side)) {
    for (const left of startsOf(width, side)) {
      const covered = image.slice();
      for (let y = top; y < top + side; y++) covered.fill(0, y * width + left, y * width + left + side);
      // Paper over paper changes nothing.
      if (covered.some((level, i) => level !== image[i])) patches.push({ top, left, side, image: covered });
    }
  }
  return patches;
}

/** Where patches begin along a side: each half a patch on, the last one at the end. */
function startsOf(length: number, side: number): number[] {
  const stride = Math.max(1, Math.floor(side / 2));
  const starts = Array.from({ length: Math.floor((length - side) / stride) + 1 }, (_, i) => i * stride);
  return starts.at(-1) === length - side ? starts : [...starts, length - side];
}

/** For each pixel the mean drop over the patches that cover it; 0 where none does. */
export function spreadDrops(
  patches: readonly (Omit<Patch, 'image'> & { readonly drop: number })[],
  height: number,
  width: number,
): Float32Array {
  const [sums, counts] = [new Float64Array(height * width), new Uint16Array(height * width)];
  for (const { top, left, side, drop } of patches) {
    for (let y = top; y < top + side; y++) {
      for (let i = y * width + left; i < y * width + left + side; i++) {
        sums[i]! += drop;
        counts[i]!++;
      }
    }
  }
  return Float32Array.from(sums, (sum, i) => (counts[i] === 0 ? 0 : sum / counts[i]!));
}
