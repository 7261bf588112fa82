import type { Cost } from '../../../shared/contract/schemas/export.ts';
import { numberText } from '../../../shared/words/numbers.ts';
import { type Format, t } from '../../i18n/index.ts';
import { upwards } from './proof-words.ts';

/** What rounded weights cost a model, a sentence a line: other answers, other probabilities, and how many of the labelled images it reads right. */
export function costWords({ images, changed, maxDifference, accuracy }: Cost, format: Format): string[] {
  const right = ({ correct, interval }: NonNullable<Cost['accuracy']>['full']): string =>
    `${format.percent(correct / accuracy!.images)} (${format.perCentRange(interval)})`;
  const answers =
    changed === 0 ? t('modelExport.noneChanged', { images }) : t('modelExport.changed', { n: changed, images });
  const moved =
    maxDifference === 0 ? [] : [t('modelExport.moved', { difference: numberText(upwards(maxDifference), 1) })];
  const read = accuracy
    ? t('modelExport.accuracy', {
        images: accuracy.images,
        full: right(accuracy.full),
        rounded: right(accuracy.rounded),
      })
    : t('modelExport.noLabels');
  return [answers, ...moved, read];
}
