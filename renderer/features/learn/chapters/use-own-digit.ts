import { computed, ref, watch } from 'vue';
import { atTemperature } from '../../../../shared/learn/judged.ts';
import { useLearn } from '../../../stores/learn.ts';

/** What the reader has written, where it lands in the matrix, and how sure the model is of it at a temperature. */
export function useOwnDigit(temperature: () => number) {
  const learn = useLearn();
  /** What the reader says it is; null: not said as yet. */
  const truth = ref<number | null>(null);
  watch([() => learn.image, () => learn.classes], () => (truth.value = null));
  const read = computed(() => learn.reading?.index ?? null);
  const probabilities = computed(() =>
    learn.reading === null
      ? null
      : atTemperature(learn.reading.probabilities, temperature(), learn.card?.temperature ?? 1),
  );
  const confidence = computed(() =>
    probabilities.value === null || read.value === null ? null : probabilities.value[read.value]!,
  );
  const cell = computed(() =>
    truth.value === null || read.value === null ? null : { truth: truth.value, predicted: read.value },
  );
  return { truth, read, confidence, cell };
}
