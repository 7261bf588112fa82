import { augmentationSchema, type Augmentation } from '../../../shared/contract/schemas/recipe.ts';
import { LIGHT, NO_AUGMENTATION, STRONG } from '../../../shared/data/augment.ts';
import { UsageError } from '../usage.ts';
import { checked, readOptions } from './notation.ts';

const NAMED: Readonly<Record<string, Augmentation>> = { none: NO_AUGMENTATION, light: LIGHT, strong: STRONG };

/** `--augment`: `none`, `light`, `strong`, limits by name (`rotation=10,shift=2`; the others 0), or both (`light,elastic=3`). */
export function chooseAugmentation(text: string): Augmentation {
  const [first = '', ...others] = text.split(',');
  const named = Object.hasOwn(NAMED, first) ? NAMED[first] : undefined;
  const parts = named ? others : [first, ...others];
  const names = Object.keys(augmentationSchema.shape);
  if (parts.some((part) => !part.includes('='))) {
    throw new UsageError(`--augment is ${Object.keys(NAMED).join(', ')}, or limits by name: ${names.join(', ')}`);
  }
  const limits = parts.length > 0 ? readOptions('--augment', parts.join(','), names) : {};
  return checked('--augment', { ...(named ?? NO_AUGMENTATION), ...limits }, augmentationSchema);
}
