import type { ParsedInput } from '../../shared/contract/define.ts';
import type { ReaderCalls } from '../../shared/contract/reader.ts';
import type { LessonList } from '../../shared/contract/schemas/lesson-file.ts';
import { unpackLesson } from '../formats/lesson-file/unpack-lesson.ts';
import { telling, type Progress } from './telling.ts';

/** `lesson.unpack`: see shared/contract/reader.ts. */
export const unpackLessonFile = (
  request: ParsedInput<ReaderCalls, 'lesson.unpack'>,
  tell: (progress: Progress) => void,
): Promise<LessonList> =>
  telling(tell, (onProgress) => unpackLesson(request, (done, total) => onProgress({ done, total })));
