import { computed, ref, watch } from 'vue';
import { floatsFromBytes } from '../../../../shared/data/number-bytes.ts';
import { useHost } from '../../../stores/host.ts';
import { useLearn } from '../../../stores/learn.ts';
import { named } from '../own-names.ts';
import { inPath, type Numbers } from '../use-layer-numbers.ts';
import { useModelAnswer } from '../use-model-answer.ts';
import { useRightClass } from './use-right-class.ts';

/** A tensor and the gradient of the loss with respect to it; null where training does not change it. */
export interface Sloped extends Numbers {
  readonly gradient: Float32Array | null;
}

/** The chain through the model from the loss back, and one of its layers in full. */
export function useBackpropagation() {
  const host = useHost();
  const learn = useLearn();
  const right = useRightClass();

  const wished = ref<string | null>(null);
  watch(
    () => learn.card?.weightsSha256,
    () => (wished.value = null),
  );
  /** Null: the last layer, where the way back begins. */
  const standing = computed(
    () => learn.layers.find(({ path }) => path.join('.') === wished.value) ?? learn.layers.at(-1) ?? null,
  );
  const place = computed({
    get: () => standing.value?.path.join('.') ?? '',
    set: (path) => (wished.value = path),
  });
  const { answer, error } = useModelAnswer(
    {
      question: () => {
        const [path, label] = [inPath(standing.value?.path ?? null), right.label.value];
        return path === null || label === null ? null : { ...path, label };
      },
      subject: () => standing.value?.path.join('.'),
    },
    async (asked, signal) => {
      const told = await host.call('models.gradients', asked, { signal });
      return {
        ...{ loss: told.loss, chain: told.chain, label: asked.label },
        ...{ input: slopedOf(told.input), output: slopedOf(told.output) },
        weights: named(told.weights).map((weight) => ({
          ...{ path: weight.path, name: weight.name },
          ...slopedOf(weight),
        })),
      };
    },
  );
  /** The chain stays in sight while another of its layers is on its way. */
  const chain = ref<NonNullable<typeof answer.value>['chain']>([]);
  watch(answer, (told) => (chain.value = told?.chain ?? chain.value));
  watch(
    () => learn.card?.weightsSha256,
    () => (chain.value = []),
  );
  const isLast = computed(() => standing.value !== null && standing.value === learn.layers.at(-1));
  return { right, standing, place, isLast, chain, answer, error };
}

export type LayerAnswer = NonNullable<ReturnType<typeof useBackpropagation>['answer']['value']>;

const slopedOf = ({
  shape,
  values,
  gradient,
}: {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
  readonly gradient: Uint8Array | null;
}): Sloped => ({
  shape,
  values: floatsFromBytes(values),
  gradient: gradient && floatsFromBytes(gradient),
});
