import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { t, useFormat } from '../../i18n/index.ts';

/** A run's accuracy in a few words; empty while there is none. A validation accuracy is another figure than a test's: each says which it is. */
export function runFigure({ result, best }: RunSummary): string {
  const test = result?.tests[0]?.accuracy;
  const accuracy = test ?? best?.validation.accuracy;
  if (accuracy === undefined) return '';
  const words = { accuracy: useFormat().value.percent(accuracy, 2) };
  return t(test === undefined ? 'home.validated' : 'home.tested', words);
}
