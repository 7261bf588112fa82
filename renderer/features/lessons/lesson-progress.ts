import type { LessonInfo } from '../../../shared/contract/schemas/lesson.ts';
import { chapterOf } from '../learn/chapters.ts';

/** How far a lesson's reader has come in one of its chapters: of its try-outs how many are solved, and how many were only shown. */
export interface ChapterProgress {
  readonly id: string;
  readonly known: boolean;
  readonly read: boolean;
  readonly asked: number;
  readonly solved: number;
  readonly shown: number;
}

export const progressOf = ({ chapters, marks }: Pick<LessonInfo, 'chapters' | 'marks'>): ChapterProgress[] =>
  chapters.map(({ id, tryOuts }) => {
    const solved = tryOuts.filter((tryOut) => marks.solved.includes(`${id}/${tryOut}`));
    const shown = tryOuts.filter((tryOut) => !solved.includes(tryOut) && marks.shown.includes(`${id}/${tryOut}`));
    const known = chapterOf(id) !== null;
    return {
      ...{ id, known, read: marks.read.includes(id) },
      ...{ asked: tryOuts.length, solved: solved.length, shown: shown.length },
    };
  });

/** All that this studio can show was read, and each try-out was solved or its answer looked at. */
export function isFinished(progress: readonly ChapterProgress[]): boolean {
  const own = progress.filter(({ known }) => known);
  return own.length > 0 && own.every(({ read, asked, solved, shown }) => read && solved + shown === asked);
}

/** Of all chapters together. */
export const sumOf = (progress: readonly ChapterProgress[]): Pick<ChapterProgress, 'asked' | 'solved' | 'shown'> =>
  progress.reduce(
    (sum, { asked, solved, shown }) => ({
      asked: sum.asked + asked,
      solved: sum.solved + solved,
      shown: sum.shown + shown,
    }),
    { asked: 0, solved: 0, shown: 0 },
  );
