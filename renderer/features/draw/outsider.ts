import type { Outsider } from '../../../shared/contract/schemas/predict.ts';
import { DIGITS } from '../../../shared/task/digits.ts';
import { t } from '../../i18n/index.ts';

/** The words for a drawing that the model takes for no sign of its task: "digit" if all its classes are digits. */
export function outsiderWords(outsider: Outsider, classes: readonly string[]): string {
  const digits = classes.every((name) => DIGITS.classes.includes(name));
  if (outsider === 'several') return t(digits ? 'draw.severalDigits' : 'draw.severalSigns');
  return t(digits ? 'draw.noDigit' : 'draw.noSign');
}
