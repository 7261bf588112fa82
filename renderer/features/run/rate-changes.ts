import type { Run } from '../../../shared/contract/schemas/run.ts';

/** Whether the run's learning rate is not the same in every step. */
export const rateChanges = ({ spec: { recipe } }: Run): boolean =>
  recipe.schedule.kind !== 'constant' || recipe.warmUpEpochs > 0;
