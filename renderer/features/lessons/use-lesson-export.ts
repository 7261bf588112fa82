import type { LessonId } from '../../../shared/contract/schemas/lesson.ts';
import { useLessons } from '../../stores/lessons.ts';
import { useSaveFile } from '../../stores/save-file.ts';
import { useLongWork } from '../evaluate/use-long-work.ts';

/** Saves a lesson as one file: `before` is waited for, so that all of it is in it. */
export function useLessonExport(id: LessonId, before: () => Promise<void> = () => Promise.resolve()) {
  const lessons = useLessons();
  const save = useSaveFile();
  const { going, share, error, begin, cancel } = useLongWork(() => lessons.progress);
  const saveNow = (): Promise<void> =>
    begin(async (ticket, signal) => {
      await before();
      const { name, bytes } = await lessons.exported(id, ticket, signal);
      if (signal.aborted) return;
      await save(() => ({
        name,
        content: new Blob([new Uint8Array(bytes)], { type: 'application/x-inkstone-lesson' }),
      }));
    });
  return { going, share, error, save: saveNow, cancel };
}
