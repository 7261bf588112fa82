import type { Augmentation } from '../../../shared/contract/schemas/recipe.ts';
import { LIGHT, NO_AUGMENTATION, STRONG } from '../../../shared/data/augment.ts';

/** The augmentations that go by a word. */
export const AUGMENTATIONS = { none: NO_AUGMENTATION, light: LIGHT, strong: STRONG } as const;
export type AugmentationLevel = keyof typeof AUGMENTATIONS | 'custom';

const same = (a: Augmentation, b: Augmentation): boolean =>
  (Object.keys(a) as (keyof Augmentation)[]).every((key) => a[key] === b[key]);

/** The word for an augmentation; `custom` for what has none. */
export function levelOf(augmentation: Augmentation): AugmentationLevel {
  const words = Object.keys(AUGMENTATIONS) as (keyof typeof AUGMENTATIONS)[];
  return words.find((word) => same(AUGMENTATIONS[word], augmentation)) ?? 'custom';
}
