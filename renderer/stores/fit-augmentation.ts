import { pixelLimits, type Augmentation } from '../../shared/contract/schemas/recipe.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { fitAugmentation as fitFrom } from '../../shared/model/fit-model.ts';
import { DIGITS } from '../../shared/task/digits.ts';

/** The changes that are measured in pixels, which grow with the images. */
const IN_PIXELS = ['shift', 'elastic', 'erase'] as const;
/** Whatever has a size. */
type Sized = Pick<Task, 'inputShape'>;
type InPixels = Pick<Augmentation, (typeof IN_PIXELS)[number]>;

/** An augmentation that was written down for MNIST's images, for a task's. */
export const fitAugmentation = (written: Augmentation, task: Sized): Augmentation =>
  fitFrom(written, DIGITS.inputShape, task.inputShape);

/**
 * The changes in pixels after the images' size has changed: those of a known augmentation are scaled; the user's own
 * stay, within the bounds of the new size.
 */
export function followSize(now: InPixels, known: readonly Augmentation[], before: Sized, after: Sized): InPixels {
  const own = known.find((written) => {
    const fitted = fitAugmentation(written, before);
    return IN_PIXELS.every((key) => fitted[key] === now[key]);
  });
  const { shift, elastic, erase } = own === undefined ? now : fitAugmentation(own, after);
  const most = pixelLimits(Math.min(after.inputShape[0], after.inputShape[1]));
  return {
    shift: Math.min(shift, most.shift),
    elastic: Math.min(elastic, most.elastic),
    erase: Math.min(erase, most.erase),
  };
}
