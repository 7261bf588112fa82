import { shallowRef } from 'vue';
import type { LessonInfo } from '../../../shared/contract/schemas/lesson.ts';
import { t } from '../../i18n/index.ts';
import { useLessons } from '../../stores/lessons.ts';
import { useToasts, useWithUndo } from '../../ui/index.ts';

/** Removes a lesson: at once with a way back, or after a question where it brought models or data that may go with it. */
export function useRemoveLesson(removed: () => void) {
  const lessons = useLessons();
  const toasts = useToasts();
  const withUndo = useWithUndo();
  const removing = shallowRef<LessonInfo | null>(null);

  function ask(lesson: LessonInfo): void {
    const { origin } = lesson;
    if (origin && origin.models.length + origin.data.length > 0) removing.value = lesson;
    else void remove(lesson, false);
  }
  async function remove(lesson: LessonInfo, brought: boolean): Promise<void> {
    const { id, title } = lesson;
    removing.value = null;
    if (!brought) {
      const done = await withUndo({
        act: () => lessons.remove(id, false),
        words: () => ({ title: t('lessons.removed', { title }) }),
        undo: () => lessons.restore(id),
        restored: t('lessons.restored', { title }),
      });
      if (done) removed();
      return;
    }
    try {
      const kept = await lessons.remove(id, true);
      const text = kept.length > 0 ? t('lessons.kept', { names: kept.join(', ') }) : undefined;
      toasts.show({ title: t('lessons.removed', { title }), ...(text !== undefined && { text }) });
      removed();
    } catch (thrown) {
      toasts.error(thrown);
    }
  }
  return { removing, ask, remove };
}
