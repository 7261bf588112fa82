import { computed, ref, watch } from 'vue';
import { useLearn } from '../../../stores/learn.ts';

/**
 * The class that is said to be the right one. Until the reader chooses it is the second likeliest: of what a model is sure of there is
 * next to nothing to learn. Null until the model has read the image.
 */
export function useRightClass() {
  const learn = useLearn();
  const chosen = ref<number | null>(null);
  watch(
    () => learn.classes,
    () => (chosen.value = null),
  );
  const second = computed(() => {
    if (learn.reading === null) return null;
    const { probabilities, index } = learn.reading;
    const others = [...probabilities.keys()].filter((place) => place !== index);
    return others.reduce(
      (best, place) => (probabilities[place]! > probabilities[best]! ? place : best),
      others[0] ?? 0,
    );
  });
  const label = computed(() => chosen.value ?? second.value);
  const wish = computed({
    get: () => String(label.value ?? ''),
    set: (value) => (chosen.value = Number(value)),
  });
  const options = computed(() => learn.classes.map((name, i) => ({ value: String(i), label: name })));
  const name = computed(() => (label.value === null ? '' : (learn.classes[label.value] ?? '')));
  return { label, wish, options, name };
}
