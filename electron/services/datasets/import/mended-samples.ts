import type { Mend } from '../../../../shared/contract/schemas/import.ts';
import { LOW_LEVEL, mendedSize, mendImages } from '../../../../shared/data/mends.ts';
import type { Pending } from './inspections.ts';
import { readImages, readItems } from './staging-files.ts';

/** An image of the world, dark and light, rows and columns put right: height x width bytes, 0 paper to 255 ink. */
export interface MendedSample {
  readonly image: Uint8Array;
  readonly height: number;
  readonly width: number;
  /** The name of its class. */
  readonly label: string;
  /** One level all over. */
  readonly blank: boolean;
}

/** Images that are read at a time. */
const PIECE = 1000;

/**
 * What is mended of the pixels where nobody is asked: paper that is light in most images, levels that use few of their bits, and
 * rows and columns only where there is no doubt. Classes and copies stay as they are.
 */
export function sampleMends({ staged, warnings }: Pick<Pending, 'staged' | 'warnings'>): Mend[] {
  const { count, light, blank, highest, framed } = staged;
  const isTransposed = warnings.some(({ code, on }) => code === 'transposed' && on);
  return [
    ...(!framed && 2 * light > count - blank ? ['inverted' as const] : []),
    ...(isTransposed ? ['transposed' as const] : []),
    ...(!framed && highest > 0 && highest < LOW_LEVEL ? ['values-low' as const] : []),
  ];
}

/** All images of an import that was read, one after the other, whichever part they are of. Throws `inspection-gone` and storage errors. */
export async function* mendedSamples(
  { staged, folder }: Pending,
  mends: readonly Mend[],
): AsyncGenerator<MendedSample> {
  const { labels, blank } = await readItems(folder);
  const { height, width } = mendedSize(staged, mends);
  const bytes = height * width;
  for (let first = 0; first < staged.count; first += PIECE) {
    const places = Array.from({ length: Math.min(PIECE, staged.count - first) }, (_, i) => first + i);
    const images = mendImages(await readImages(folder, staged, places), staged, staged.highest, mends);
    for (const [i, place] of places.entries()) {
      const image = images.subarray(i * bytes, (i + 1) * bytes);
      yield { image, height, width, label: staged.classes[labels[place]!]!, blank: blank[place] === 1 };
    }
  }
}
