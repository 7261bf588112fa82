import { inSentence } from '../../charts/index.ts';
import { t } from '../../i18n/index.ts';

/** The class that an image was read as, by its name; words for none where the model's numbers say none. */
export const readAs = (classes: readonly string[], predicted: number | null): string =>
  predicted === null ? t('evaluate.noAnswer') : classes[predicted]!;

/** The same in a sentence. */
export const readAsInSentence = (classes: readonly string[], predicted: number | null): string =>
  inSentence(readAs(classes, predicted));
