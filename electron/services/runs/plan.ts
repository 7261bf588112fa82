import type { DataChoice } from '../../../shared/contract/schemas/dataset.ts';
import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { chooseImages } from '../../../shared/data/choose.ts';
import { joinTasks } from '../../../shared/task/join.ts';
import { readTrainLabels } from '../../files/image-set.ts';

export interface Plan {
  readonly trainCount: number;
  readonly validationCount: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
}

/**
 * The size of a planned run, from the same choice of images as the trainer makes. Throws `dataset-empty`,
 * `class-unknown`, storage errors.
 */
export async function planRun(data: DataChoice, recipe: Recipe, files: readonly DataFiles[]): Promise<Plan> {
  const { limit, transforms } = data;
  const task = joinTasks(
    files.map((set) => set.task),
    transforms,
  );
  const labels = await readTrainLabels(files, { task, data });
  const { train, validation } = chooseImages(labels, {
    limit,
    validation: recipe.validation,
    seed: recipe.seed,
  });
  const stepsPerEpoch = Math.ceil(train.length / recipe.batchSize);
  return {
    trainCount: train.length,
    validationCount: validation.length,
    stepsPerEpoch,
    totalSteps: stepsPerEpoch * recipe.epochs,
  };
}
