import { onScopeDispose, ref, watch } from 'vue';
import type { Augmentation } from '../../../../shared/contract/schemas/recipe.ts';
import { MOST_DRAWS } from '../../../../shared/contract/schemas/augmented.ts';
import { useEngine } from '../../../stores/engine.ts';
import { useHost } from '../../../stores/host.ts';
import { createLatest } from '../../../stores/latest.ts';
import { useLearn } from '../../../stores/learn.ts';

/** The reader's image as training would change it: some draws, and others when they are asked for. */
export function useAugmentedImage(augmentation: () => Augmentation) {
  const host = useHost();
  const engine = useEngine();
  const learn = useLearn();
  /** Training steps, each of which changes the image anew. */
  const step = ref(1);
  const { answer, error, ask, forget } = createLatest<null, readonly Uint8Array[]>(async (_, signal) => {
    const { height, width } = learn.frame;
    const { images } = await host.call(
      'engine.augment',
      {
        inputShape: [height, width, 1],
        images: learn.image,
        ...{ augmentation: augmentation(), seed: 1, firstStep: step.value, draws: MOST_DRAWS },
      },
      { signal },
    );
    const bytes = height * width;
    return Array.from({ length: MOST_DRAWS }, (__, i) => images.subarray(i * bytes, (i + 1) * bytes));
  });
  watch(
    [() => learn.image, augmentation, step, () => engine.unusable] as const,
    ([, , , unusable]) => {
      if (!unusable) ask(null);
    },
    { immediate: true },
  );
  onScopeDispose(forget);
  const others = (): void => void (step.value += MOST_DRAWS);
  return { images: answer, error, others };
}
