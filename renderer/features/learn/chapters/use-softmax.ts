import { computed, ref, watch } from 'vue';
import { crossEntropy, softmax } from '../../../../shared/evaluation/softmax.ts';
import { logitGradient } from '../../../../shared/learn/loss.ts';
import { useLearn } from '../../../stores/learn.ts';
import { useLayerNumbers } from '../use-layer-numbers.ts';

/** Classes that have a line of their own. */
const SHOWN = 10;

/** The model's logits for the reader's image, which can be moved, and what follows from them. */
export function useSoftmax() {
  const learn = useLearn();
  const last = computed(() => learn.layers.filter(({ path }) => path.length === 1).at(-1) ?? null);
  const { numbers, error } = useLayerNumbers(() => last.value?.path ?? null);
  const own = computed(() => numbers.value?.output.values ?? null);

  /** What the reader has moved logits to, by class. */
  const moved = ref<ReadonlyMap<number, number>>(new Map());
  watch(own, () => (moved.value = new Map()));
  const logits = computed(() => own.value?.map((z, i) => moved.value.get(i) ?? z) ?? new Float32Array());
  function move(index: number, z: number): void {
    moved.value = new Map(moved.value).set(index, z);
  }
  const reset = (): void => void (moved.value = new Map());

  /** The class that is said to be the right one; at first what is read, the likeliest of the model's own. */
  const label = ref(0);
  watch([() => learn.reading?.index, () => learn.classes] as const, ([index]) => (label.value = index ?? 0), {
    immediate: true,
  });
  const probabilities = computed(() => softmax(logits.value, 0, logits.value.length));
  const loss = computed(() =>
    own.value === null ? 0 : crossEntropy(logits.value, 0, logits.value.length, label.value),
  );
  const gradient = computed(() => logitGradient(probabilities.value, label.value));

  /** All classes, or of many the likeliest of the model's own and the right one, in the task's order. */
  const shown = computed(() => {
    const all = own.value ? [...own.value.keys()] : [];
    if (all.length <= SHOWN + 2) return all;
    const likeliest = all.sort((a, b) => own.value![b]! - own.value![a]!).slice(0, SHOWN);
    return [...new Set([...likeliest, label.value])].sort((a, b) => a - b);
  });
  /** How far a logit may be moved. */
  const reach = computed(() => Math.max(12, ...Array.from(own.value ?? [], (z) => Math.ceil(Math.abs(z)))));
  return { own, error, moved, logits, move, reset, label, probabilities, loss, gradient, shown, reach };
}
