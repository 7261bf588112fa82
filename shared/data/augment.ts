import { AppError } from '../contract/errors.ts';
import { pixelLimits, type Augmentation } from '../contract/schemas/recipe.ts';
import type { InputShape } from '../contract/schemas/task.ts';

/** Nothing is changed. */
export const NO_AUGMENTATION: Augmentation = {
  rotation: 0,
  shift: 0,
  zoom: 0,
  shear: 0,
  elastic: 0,
  erase: 0,
  noise: 0,
  thickness: 0,
};

/** Half of LIGHT: as much as a training of a few epochs can make use of. */
export const SLIGHT: Augmentation = { ...NO_AUGMENTATION, rotation: 6, shift: 1, zoom: 0.05, shear: 4 };

/** The differences between people's handwriting and no more: a 6 stays a 6, and hardly any ink leaves the image. */
export const LIGHT: Augmentation = { ...NO_AUGMENTATION, rotation: 12, shift: 2, zoom: 0.1, shear: 8 };

/** The strongest: useful for a long training of a large model. */
export const STRONG: Augmentation = {
  ...LIGHT,
  rotation: 14,
  shift: 2.5,
  zoom: 0.14,
  shear: 10,
  elastic: 1.6,
  thickness: 0.3,
};

/** Whether any image is changed at all. */
export const augments = (augmentation: Augmentation): boolean => Object.values(augmentation).some((limit) => limit > 0);

/** Throws `augmentation-too-large` {change, pixels, most, height, width} where a change does not fit images of this size. */
export function checkAugmentation(augmentation: Augmentation, [height, width]: InputShape): void {
  for (const [change, most] of Object.entries(pixelLimits(Math.min(height, width)))) {
    const pixels = augmentation[change as keyof Augmentation];
    if (pixels > most) throw new AppError('augmentation-too-large', { change, pixels, most, height, width });
  }
}
