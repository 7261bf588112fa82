import type { Run } from '../../../shared/contract/schemas/run.ts';
import { t } from '../../i18n/index.ts';

/** Which of a run's weights were tested and kept, in words. */
export function testedWeights({ spec: { recipe }, best }: Run): string {
  const averaged = recipe.ema !== null;
  if (recipe.earlyStopping?.restoreBest !== true || best === null) {
    return t(averaged ? 'run.result.lastAveraged' : 'run.result.lastEpoch');
  }
  return t(averaged ? 'run.result.bestAveraged' : 'run.result.bestEpoch', { n: best.epoch });
}
