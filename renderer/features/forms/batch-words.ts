import type { BatchInfo } from '../../../shared/contract/schemas/batch.ts';
import { NO, YES } from '../../../shared/forms/field-reading.ts';
import { t } from '../../i18n/index.ts';

/** How many pages of a batch are done, of how many. */
export const pagesText = ({ counts: { read, failed, pages } }: BatchInfo): string =>
  pages === null ? t('forms.batch.counting') : t('forms.batch.pagesOf', { read: read + failed, pages });

/** What a tick box holds, in words; any other text as it is. */
export function markWords(text: string): string {
  if (text === YES) return t('forms.review.ticked');
  return text === NO ? t('forms.review.unticked') : text;
}
