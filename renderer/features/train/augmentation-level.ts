import type { Augmentation, StrokeAugmentation } from '../../../shared/contract/schemas/recipe.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import { LIGHT, NO_AUGMENTATION, STRONG } from '../../../shared/data/augment.ts';
import { LIGHT_STROKES, NO_STROKE_AUGMENTATION } from '../../../shared/ink/change-strokes.ts';
import { fitAugmentation } from '../../stores/fit-augmentation.ts';

/** The augmentations that have a name, for MNIST's images. */
const AUGMENTATIONS = { none: NO_AUGMENTATION, light: LIGHT, strong: STRONG } as const;
export type AugmentationLevel = keyof typeof AUGMENTATIONS | 'custom';

export type StrokeLevel = 'none' | 'light' | 'custom';

const same = <T extends object>(a: T, b: T): boolean =>
  (Object.keys(a) as (keyof T)[]).every((key) => a[key] === b[key]);

/** A named augmentation for a task's images. */
export const augmentationOf = (level: keyof typeof AUGMENTATIONS, task: Task): Augmentation =>
  fitAugmentation(AUGMENTATIONS[level], task);

/** The name of an augmentation of a task's images; `custom` if it has none. */
export function levelOf(augmentation: Augmentation, task: Task): AugmentationLevel {
  const words = Object.keys(AUGMENTATIONS) as (keyof typeof AUGMENTATIONS)[];
  return words.find((word) => same(augmentationOf(word, task), augmentation)) ?? 'custom';
}

/** The name of an augmentation of strokes; `custom` if it has none. */
export function strokeLevelOf(limits: StrokeAugmentation): StrokeLevel {
  if (same(limits, NO_STROKE_AUGMENTATION)) return 'none';
  return same(limits, LIGHT_STROKES) ? 'light' : 'custom';
}
