import { AppError } from '../../../shared/contract/errors.ts';
import type { StudySpec } from '../../../shared/contract/schemas/study.ts';
import { checkAugmentation } from '../../../shared/data/augment.ts';
import { describeModelFor } from '../../../shared/model/shapes.ts';
import { isReported } from '../../../shared/study/measure.ts';
import type { RunsDependencies } from '../runs/runs.ts';

/**
 * Throws what keeps a study's base from being a run, `model-invalid` and so on; and `search-unpruned` where ASHA has nothing to go by: several
 * objectives, or one that is not known after each epoch.
 */
export async function checkBase(
  { base, objectives, pruner }: StudySpec,
  { taskOf, checkMemory }: Pick<RunsDependencies, 'taskOf' | 'checkMemory'>,
): Promise<void> {
  if (pruner.kind === 'asha' && (objectives.length > 1 || !isReported(objectives[0]!.metric)))
    throw new AppError('search-unpruned');
  const reads = await taskOf(base.data);
  describeModelFor(reads.task, base.model);
  checkAugmentation(base.recipe.augmentation, reads.task.inputShape);
  await checkMemory({ ...reads, model: base.model, recipe: base.recipe });
}
