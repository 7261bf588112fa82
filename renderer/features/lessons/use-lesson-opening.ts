import { useLessons } from '../../stores/lessons.ts';
import { useFileTaking } from '../datasets/use-file-taking.ts';

/** Opens a lesson's file, by dialog or drop. */
export function useLessonOpening() {
  const lessons = useLessons();
  const { taken: opened, ...rest } = useFileTaking('lesson', ({ handle }, signal) =>
    lessons.open(handle, crypto.randomUUID(), signal),
  );
  return { opened, ...rest };
}
