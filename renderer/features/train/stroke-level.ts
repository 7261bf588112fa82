import type { StrokeAugmentation } from '../../../shared/contract/schemas/recipe.ts';
import { LIGHT_STROKES, NO_STROKE_AUGMENTATION } from '../../../shared/ink/change-strokes.ts';

export type StrokeLevel = 'none' | 'light' | 'custom';

const same = (a: StrokeAugmentation, b: StrokeAugmentation): boolean =>
  (Object.keys(a) as (keyof StrokeAugmentation)[]).every((key) => a[key] === b[key]);

/** The name of an augmentation of strokes; `custom` if it has none. */
export function strokeLevelOf(limits: StrokeAugmentation): StrokeLevel {
  if (same(limits, NO_STROKE_AUGMENTATION)) return 'none';
  return same(limits, LIGHT_STROKES) ? 'light' : 'custom';
}
