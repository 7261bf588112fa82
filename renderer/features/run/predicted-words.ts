import type { Run } from '../../../shared/contract/schemas/run.ts';
import { epochSeconds, predictionError, realEpoch, type EpochTold } from '../../../shared/runs/epoch-time.ts';
import type { Format } from '../../i18n/index.ts';
import { t } from '../../i18n/index.ts';
import type { RunNote } from '../../stores/run-series.ts';
import { lastNote } from './last-note.ts';

/** The epoch's time that a probe had said before the run, beside the real one; null without both. */
export function predictedWords(
  { predicted }: Run,
  notes: readonly RunNote[],
  epochs: readonly EpochTold[],
  format: Format,
): string | null {
  const started = lastNote(notes, 'started');
  const real = started && realEpoch(started, epochs);
  if (!predicted || !real) return null;
  const error = predictionError(predicted, real);
  const seconds = (value: number): string =>
    value < 90 ? t('editor.totals.seconds', { n: format.number(value, value < 10 ? 1 : 0) }) : format.duration(value);
  const share = format.percent(Math.abs(error), 0);
  return t('editor.predicted.value', {
    predicted: seconds(epochSeconds(real.images, predicted.imagesPerSecond)),
    real: seconds(real.seconds),
    error: t(error > 0 ? 'editor.predicted.longer' : 'editor.predicted.shorter', { share }),
  });
}
