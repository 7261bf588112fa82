import { computed, onScopeDispose, ref, watch } from 'vue';
import type { ModelCard, ModelRef } from '../../../shared/contract/schemas/predict.ts';
import { isLesson, type LessonModel } from '../../../shared/contract/schemas/run-id.ts';
import { standingLayers, useLearn, type Learn } from '../../stores/learn.ts';
import { useModels } from '../../stores/models.ts';
import { isShownBy, type Chapter } from './chapters.ts';

/**
 * The lesson models that a chapter has, of which one takes the place of a model without the layers that the chapter looks at; the reader may
 * choose one, too. The choice is the chapter's: other chapters go on with the reader's own model.
 */
export function useLessonModel(chapter: () => Chapter | null, learn: Learn = useLearn()) {
  const models = useModels();
  const cardOf = (ref: ModelRef): ModelCard | null => {
    const card = models.cardOf(ref);
    return card === null || 'error' in card ? null : card;
  };
  const refs = computed<readonly LessonModel[]>(() => chapter()?.lesson?.models ?? []);
  watch([refs, () => learn.own] as const, ([all, own]) => [own, ...all].forEach((one) => void models.fetchCard(one)), {
    immediate: true,
  });
  /** As far as they can be read. */
  const lessons = computed(() =>
    refs.value.flatMap((one) => {
      const card = cardOf(one);
      return card === null ? [] : [{ ref: one, name: card.name, test: card.tests[0] ?? null }];
    }),
  );
  /** Why none of them can be. */
  const error = computed(() => {
    const first = refs.value[0] === undefined ? null : models.cardOf(refs.value[0]);
    return lessons.value.length === 0 && first !== null && 'error' in first ? first.error : null;
  });
  const lacks = computed(() => {
    const card = cardOf(learn.own);
    const own = chapter();
    return card !== null && own !== null && !isShownBy(own, standingLayers(card));
  });

  const chosen = ref<LessonModel | null>(null);
  const standing = computed(() => {
    if (chosen.value !== null && refs.value.includes(chosen.value)) return chosen.value;
    return lacks.value ? (lessons.value[0]?.ref ?? null) : null;
  });
  watch(standing, (lesson) => (learn.lesson = lesson), { immediate: true, flush: 'sync' });
  onScopeDispose(() => (learn.lesson = null));

  /** Another model for this chapter; one that is no lesson model for all of them. */
  async function choose(model: ModelRef): Promise<void> {
    chosen.value = isLesson(model) ? model : null;
    if (chosen.value === null) await learn.choose(model);
  }
  return { lessons, error, lacks, choose };
}
