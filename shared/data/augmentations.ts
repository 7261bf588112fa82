import type { Augmentation } from '../contract/schemas/recipe.ts';

/** Images as they are. */
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

/** What different hands do to a digit, and no more: a 6 stays a 6, and hardly anything leaves the image. */
export const LIGHT_AUGMENTATION: Augmentation = { ...NO_AUGMENTATION, rotation: 12, shift: 2, zoom: 0.1, shear: 8 };
