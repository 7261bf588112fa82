import { CLASSES } from '../../../shared/data/idx.ts';
import type { ImageSet } from './image-set.ts';

/** For each digit the weight that makes all digits that occur count alike: n / (digits that occur · count of it), as scikit-learn's `balanced`. */
export function balancedClassWeights({ labels }: ImageSet, indices: Uint32Array): number[] {
  const counts = new Array<number>(CLASSES).fill(0);
  for (const index of indices) counts[labels[index]!]!++;
  const occurring = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 1 : indices.length / (occurring * count)));
}
