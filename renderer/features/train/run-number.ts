import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { t } from '../../i18n/index.ts';

/** Numbers only grow, so the newest runs have the highest; of thousands, their names are not read again and again. */
const LOOKED_AT = 500;

/**
 * The number that the next run's default name gets: one more than the highest in a name of that form, so that no two are
 * alike after some were deleted.
 */
export function nextRunNumber(runs: readonly RunSummary[]): number {
  const numbers = runs
    .slice(0, LOOKED_AT)
    .map(({ spec }) => numberOf(spec.name))
    .filter((n) => n !== null);
  return 1 + Math.max(runs.length, ...numbers);
}

/** The number at the end of a name that was given by default, in the language on screen; null in any other. */
function numberOf(name: string): number | null {
  const digits = /([\d,]+)\D*$/.exec(name)?.[1];
  if (digits === undefined) return null;
  const n = Number(digits.replaceAll(',', ''));
  return name.endsWith(t('train.plan.defaultName', { model: '', n })) ? n : null;
}
