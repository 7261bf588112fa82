import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { fromLocal, nextHour, toLocal } from '../ui/local-time.ts';

/** The hour before which what the Train screen starts does not begin. It is for one start, and no part of the draft. */
export const useStartTime = defineStore('start-time', () => {
  /** What stands in the field; null: it begins as soon as it can. */
  const text = ref<string | null>(null);
  /** Milliseconds since the Unix epoch; null: as soon as it can, or the field is half filled in. */
  const moment = computed(() => (text.value === null ? null : fromLocal(text.value)));
  const isLater = computed({
    get: () => text.value !== null,
    set: (later) => (text.value = later ? toLocal(nextHour()) : null),
  });
  return { text, moment, isLater };
});
