import type { DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import type { LessonChapter, LessonContent, LessonInfo } from '../../../shared/contract/schemas/lesson.ts';
import type { ModelRef } from '../../../shared/contract/schemas/run-id.ts';
import { useLessons } from '../../stores/lessons.ts';
import { useRevisedDocument } from '../../stores/revised-document.ts';
import { chapterOf } from '../learn/chapters.ts';
import { contentOf, movedChapter, patchedChapter, withChapter, withData, withModel } from './lesson-edits.ts';

/** A lesson on its teacher's page, with undo and redo; it is saved by itself. */
export function useLessonEditor({ id, revision, ...start }: LessonInfo) {
  const lessons = useLessons();
  const kept = useRevisedDocument<LessonContent>(
    { revision, document: contentOf(start) },
    {
      theirs: () => {
        const now = lessons.byId.get(id);
        return now ? { revision: now.revision, document: contentOf(now) } : null;
      },
      save: async (expected, content) => (await lessons.save(id, expected, content)).revision,
      changed: 'lesson-changed',
      refresh: () => lessons.refresh(),
    },
  );
  const { document } = kept;
  /** What is being typed into: all of it is one step back. */
  let typing: string | null = null;
  function step(next: LessonContent, into: string | null = null): void {
    if (next !== document.value) kept.change(next, into !== null && into === typing);
    typing = into;
  }
  const stepped =
    (work: () => void): (() => void) =>
    () => {
      typing = null;
      work();
    };

  return {
    ...kept,
    undo: stepped(kept.undo),
    redo: stepped(kept.redo),
    /** An empty title is not kept: a lesson has one. */
    title: (title: string): void => {
      if (title.trim() !== '') step({ ...document.value, title }, 'title');
    },
    note: (note: string): void => step({ ...document.value, note }, 'note'),
    language: (language: LessonContent['language']): void => step({ ...document.value, language }),
    toggleChapter: (chapter: string): void =>
      step(withChapter(document.value, chapter, chapterOf(chapter)?.tryOuts ?? [])),
    move: (chapter: string, to: number): void => step(movedChapter(document.value, chapter, to)),
    patchChapter: (chapter: string, patch: Partial<Omit<LessonChapter, 'id'>>): void =>
      step(patchedChapter(document.value, chapter, patch), 'note' in patch ? `note of ${chapter}` : null),
    toggleModel: (ref: ModelRef): void => step(withModel(document.value, ref)),
    toggleData: (set: DatasetId): void => step(withData(document.value, set)),
  };
}

export type LessonEditor = ReturnType<typeof useLessonEditor>;
