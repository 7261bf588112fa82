import type { DataChoice } from '../../../shared/contract/schemas/dataset.ts';
import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { chooseImages } from '../../../shared/data/choose.ts';
import { replayCount, replayedLines } from '../../../shared/data/replay.ts';
import { heldOutLines } from '../../../shared/lines/line-task.ts';
import { joinTasks } from '../../../shared/task/join.ts';
import { readTrainPlaces } from '../../files/image-set.ts';

export interface Plan {
  readonly trainCount: number;
  readonly validationCount: number;
  readonly replayCount?: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
}

/**
 * The size of a planned run, from the same choice of images as the trainer makes; `spec` is a fine-tune's. Throws `dataset-empty`,
 * `class-unknown`, storage errors.
 */
export async function planRun(
  data: DataChoice,
  recipe: Recipe,
  files: readonly DataFiles[],
  spec?: RunSpec,
): Promise<Plan> {
  const { limit, lines } = data;
  const tasks = files.map((set) => set.task);
  // Lines are composed of the images of signs, so these are counted.
  const task = lines || !spec ? joinTasks(tasks, data.transforms) : spec.task;
  const { labels, groups } = await readTrainPlaces(files, { task, data });
  const { train, validation } = chooseImages(labels, {
    limit,
    validation: recipe.validation,
    seed: recipe.seed,
    groups,
  });
  const share = spec?.from?.replay?.share;
  if (lines) {
    const { perEpoch } = lines;
    const stepsPerEpoch = Math.ceil(perEpoch / recipe.batchSize);
    const replayed = share === undefined ? undefined : replayedLines(perEpoch, share);
    return {
      trainCount: perEpoch - (replayed ?? 0),
      validationCount: heldOutLines(validation.length, lines),
      ...(replayed !== undefined && { replayCount: replayed }),
      stepsPerEpoch,
      totalSteps: stepsPerEpoch * recipe.epochs,
    };
  }
  const replayed = share === undefined ? undefined : replayCount(train.length, share);
  const stepsPerEpoch = Math.ceil((train.length + (replayed ?? 0)) / recipe.batchSize);
  return {
    trainCount: train.length,
    validationCount: validation.length,
    ...(replayed !== undefined && { replayCount: replayed }),
    stepsPerEpoch,
    totalSteps: stepsPerEpoch * recipe.epochs,
  };
}
