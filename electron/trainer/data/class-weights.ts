import { histogram, type LabelledImages } from '../../../shared/data/labelled-images.ts';

/** For each class the weight that makes all classes that occur count alike: n / (classes that occur · count of it), as scikit-learn's `balanced`. */
export function balancedClassWeights({ task, labels }: LabelledImages, indices: Uint32Array): number[] {
  const counts = histogram(
    task,
    Uint16Array.from(indices, (index) => labels[index]!),
  );
  const occurring = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 1 : indices.length / (occurring * count)));
}
