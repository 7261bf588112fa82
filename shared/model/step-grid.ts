import type { ModelSpec } from '../contract/schemas/model.ts';

/** How the steps of a sequence lie in the image: as a grid of patches, or as rows where they are no patches. */
export function stepGrid({ layers, inputShape }: ModelSpec, steps: number): { height: number; width: number } {
  const patches = layers.find((layer) => layer.type === 'PatchEmbedding');
  if (!patches) return { height: steps, width: 1 };
  const [height, width] = [inputShape[0] / patches.patchSize[0], inputShape[1] / patches.patchSize[1]];
  return height * width === steps ? { height, width } : { height: steps, width: 1 };
}
