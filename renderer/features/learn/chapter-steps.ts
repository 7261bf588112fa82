import type { RouteLocationRaw } from 'vue-router';
import type { LessonInfo } from '../../../shared/contract/schemas/lesson.ts';
import { CHAPTERS, chapterOf } from './chapters.ts';
import type { Chapter } from './chapters.ts';

/** A chapter on the reader's way: all of them, or a lesson's. */
export interface ChapterStep {
  readonly chapter: Chapter;
  readonly to: RouteLocationRaw;
}

/** The chapters in the order in which they are read; a lesson's that this studio does not know are left out. */
export function stepsOf(lesson: Pick<LessonInfo, 'id' | 'chapters'> | null): readonly ChapterStep[] {
  if (lesson === null)
    return CHAPTERS.map((chapter) => ({ chapter, to: { name: 'chapter', params: { id: chapter.id } } }));
  return lesson.chapters.flatMap(({ id }) => {
    const chapter = chapterOf(id);
    return chapter ? [{ chapter, to: { name: 'lesson-chapter', params: { lesson: lesson.id, id } } }] : [];
  });
}
