import { t } from '../../i18n/index.ts';
import { chapterOf } from '../learn/chapters.ts';

/** What a chapter is called; the id of one that this studio does not know. */
export function chapterTitle(id: string): string {
  const chapter = chapterOf(id);
  return chapter === null ? id : t(`learn.chapters.${chapter.id}.title`);
}
