import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import { imageBytes, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import { augmentsStrokes } from '../../../shared/ink/change-strokes.ts';
import { stream } from '../../../shared/random/random.ts';
import { DrawnAnew } from './drawn-anew.ts';

/** A training set of which other entries are shown in each epoch. */
export interface Redrawn<S> {
  readonly set: S;
  readonly drawing: Pick<DrawnAnew<unknown>, 'isReady' | 'draw'>;
}

/**
 * Images of which some were drawn with a pen: those that train are drawn anew for each epoch, their strokes changed; the images
 * that they are drawn from stay as they are. Null where no strokes are changed, or none of the images has any.
 */
export function redrawnImages(
  images: LabelledImages,
  training: Uint32Array,
  { strokeAugmentation, seed }: Pick<Recipe, 'strokeAugmentation' | 'seed'>,
): Redrawn<LabelledImages> | null {
  const { drawAnew } = images;
  if (!drawAnew || !augmentsStrokes(strokeAugmentation)) return null;
  const size = imageBytes(images.task);
  const set = { ...images, images: copyOf(images.images) };
  const drawing = new DrawnAnew<Uint8Array>(
    {
      count: training.length,
      random: (epoch) => stream(seed, 'strokes', epoch),
      make(n, random, into) {
        const index = training[n]!;
        const image = drawAnew(index, strokeAugmentation, random);
        if (image) into.set(image, index * size);
      },
      show: (made) => void (set.images = made),
    },
    { shown: set.images, free: copyOf(images.images) },
  );
  return { set, drawing };
}

/** Not by slice: of a Buffer, which files are read as, that is no copy. */
const copyOf = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);
