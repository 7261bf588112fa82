/** What is amiss with images as a whole, and can be mended: samples that use only the lower of their bits, ink that is dark on light. */
export interface ImageWarning {
  readonly code: 'values-low' | 'values-0-1' | 'inverted';
}

export interface Mended {
  readonly images: Uint8Array;
  readonly warnings: readonly ImageWarning[];
}

/** A brightest level below this uses few of the bits. */
const LOW = 32;

/** The edge of an image of a sign is paper: lighter than this, in the mean over all images, it is white paper. */
const LIGHT_EDGE = 128;

/**
 * Images as models read them (0 paper to 255 ink) from images of a file that has them otherwise, and what was mended. `images`
 * is n x height x width bytes; what needs no mending is not copied.
 */
export function mendImages(images: Uint8Array, height: number, width: number): Mended {
  let brightest = 0;
  for (let i = 0; i < images.length; i++) if (images[i]! > brightest) brightest = images[i]!;
  if (brightest === 0) return { images, warnings: [] };
  const warnings: ImageWarning[] = [];
  if (brightest < LOW) warnings.push({ code: brightest === 1 ? 'values-0-1' : 'values-low' });
  const scaled = brightest < LOW ? images.map((level) => Math.round((255 * level) / brightest)) : images;
  if (meanEdge(scaled, height, width) <= LIGHT_EDGE) return { images: scaled, warnings };
  return { images: scaled.map((level) => 255 - level), warnings: [...warnings, { code: 'inverted' }] };
}

function meanEdge(images: Uint8Array, height: number, width: number): number {
  const size = height * width;
  let [sum, count] = [0, 0];
  for (let at = 0; at < images.length; at += size) {
    for (let x = 0; x < width; x++) sum += images[at + x]! + images[at + size - width + x]!;
    for (let y = 0; y < height; y++) sum += images[at + y * width]! + images[at + (y + 1) * width - 1]!;
    count += 2 * (width + height);
  }
  return sum / count;
}
