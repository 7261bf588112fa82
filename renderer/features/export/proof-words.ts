import type { Verified } from '../../../shared/contract/schemas/export.ts';
import { powerText } from '../../../shared/words/numbers.ts';
import { t } from '../../i18n/index.ts';

/** Rounded up to one digit: nothing is said to be nearer than it is. */
export function upwards(difference: number): number {
  const unit = 10 ** Math.floor(Math.log10(difference));
  return Math.ceil(difference / unit) * unit;
}

/** What an export was compared by; `rounded`: its weights are, and so were the model's: how many answers are the model's own, and how near its probabilities are. */
export function proofWords(
  { agree, images, maxDifference }: Verified,
  rounded: boolean,
): { agree: string; within: string } {
  return {
    agree: t('modelExport.agree', { agree, images }),
    within:
      maxDifference === 0
        ? t(rounded ? 'modelExport.equalRounded' : 'modelExport.equal')
        : t(rounded ? 'modelExport.withinRounded' : 'modelExport.within', {
            difference: powerText(upwards(maxDifference), 1),
          }),
  };
}
