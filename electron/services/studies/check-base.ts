import { AppError } from '../../../shared/contract/errors.ts';
import type { FineTuneRequest, RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { StudySpec } from '../../../shared/contract/schemas/study.ts';
import { checkAugmentation } from '../../../shared/data/augment.ts';
import { describeModelFor } from '../../../shared/model/model-for-task.ts';
import { isReported } from '../../../shared/study/measure.ts';
import { without } from '../../../shared/without.ts';
import type { RunsDependencies } from '../runs/runs.ts';

export interface BaseChecks extends Pick<RunsDependencies, 'taskOf' | 'checkMemory'> {
  /** What a fine-tune would be. Throws as `Runs.fineTuneSpecOf` does, and `model-not-found`. */
  readonly tunedSpecOf: (request: FineTuneRequest) => Promise<RunSpec>;
}

/**
 * Throws what keeps a study's base from being a run, `model-invalid` and so on; and `search-unpruned` where ASHA has nothing to go by: several
 * objectives, or one that is not known after each epoch. A fine-tune goes to no queue, `search-tuning-queued`: its workers have not the
 * model that it goes on from.
 */
export async function checkBase(
  { base: { from, ...base }, objectives, pruner, queue }: StudySpec,
  { taskOf, checkMemory, tunedSpecOf }: BaseChecks,
): Promise<void> {
  if (pruner.kind === 'asha' && (objectives.length > 1 || !isReported(objectives[0]!.metric)))
    throw new AppError('search-unpruned');
  if (from && queue !== null) throw new AppError('search-tuning-queued');
  const spec = from
    ? await tunedSpecOf({ ...without(base, 'model'), from })
    : { ...(await taskOf(base.data)), model: base.model, recipe: base.recipe };
  describeModelFor(spec.task, spec.model);
  checkAugmentation(base.recipe.augmentation, spec.task.inputShape);
  await checkMemory(spec);
}
