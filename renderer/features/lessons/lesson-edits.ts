import type { DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import { LESSON_LIMITS, type LessonChapter, type LessonContent } from '../../../shared/contract/schemas/lesson.ts';
import type { ModelRef } from '../../../shared/contract/schemas/run-id.ts';

/** A lesson that nothing is in yet. */
export const emptyLesson = (title: string, language: LessonContent['language']): LessonContent => ({
  ...{ title, language, note: '' },
  ...{ chapters: [], models: [], data: [] },
});

/** What a teacher writes and chooses of a lesson, without what else is kept of it. */
export const contentOf = ({ title, note, language, chapters, models, data }: LessonContent): LessonContent => ({
  ...{ title, note, language, chapters, models, data },
});

/** Puts a chapter behind those that are there, with all of its try-outs, or takes it out. */
export function withChapter(lesson: LessonContent, id: string, tryOuts: readonly string[]): LessonContent {
  const has = lesson.chapters.some((chapter) => chapter.id === id);
  const own: LessonChapter = { id, note: '', tryOuts: [...tryOuts], drawing: null, model: null };
  const chapters = has ? lesson.chapters.filter((chapter) => chapter.id !== id) : [...lesson.chapters, own];
  return { ...lesson, chapters: chapters.slice(0, LESSON_LIMITS.chapters) };
}

/** Moves a chapter to another place in the order, the nearest there is. */
export function movedChapter(lesson: LessonContent, id: string, to: number): LessonContent {
  const from = lesson.chapters.findIndex((chapter) => chapter.id === id);
  const place = Math.max(0, Math.min(lesson.chapters.length - 1, to));
  if (from < 0 || place === from) return lesson;
  const chapters = lesson.chapters.filter((_, i) => i !== from);
  chapters.splice(place, 0, lesson.chapters[from]!);
  return { ...lesson, chapters };
}

export const patchedChapter = (
  lesson: LessonContent,
  id: string,
  patch: Partial<Omit<LessonChapter, 'id'>>,
): LessonContent => ({
  ...lesson,
  chapters: lesson.chapters.map((chapter) => (chapter.id === id ? { ...chapter, ...patch } : chapter)),
});

/** Adds a model, or takes it out; chapters that looked at it look at the first one then. */
export const withModel = (lesson: LessonContent, ref: ModelRef): LessonContent => ({
  ...lesson,
  models: toggled(lesson.models, ref, LESSON_LIMITS.models),
  chapters: lesson.chapters.map((chapter) => (chapter.model === ref ? { ...chapter, model: null } : chapter)),
});

export const withData = (lesson: LessonContent, id: DatasetId): LessonContent => ({
  ...lesson,
  data: toggled(lesson.data, id, LESSON_LIMITS.data),
});

/** With the one, or without it if it is among them. Where there is no room for more, they stay as they are. */
export const toggled = <Id>(all: readonly Id[], one: Id, most = Infinity): Id[] =>
  all.includes(one) ? all.filter((each) => each !== one) : [...all, one].slice(0, most);
