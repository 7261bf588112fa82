import type { TransferChoice } from '../contract/schemas/experiment.ts';

/** The sizes of the tutorial's experiment, in images of each class; null: all. */
export const TRANSFER_SIZES: TransferChoice['sizes'] = [5, 10, 50, 500, null];
export const TRANSFER_SEEDS = 3;

/** The first half of the classes and the second, in their order: 0 to 4 and 5 to 9 of MNIST's. */
export function halvesOf(classes: readonly string[]): Pick<TransferChoice, 'first' | 'second'> {
  const half = Math.ceil(classes.length / 2);
  return { first: classes.slice(0, half), second: classes.slice(half) };
}

/** The sizes that classes with so many images have; all images are always there. */
export const sizesUpTo = (sizes: TransferChoice['sizes'], fewest: number): TransferChoice['sizes'] =>
  sizes.filter((size) => size === null || size <= fewest);
