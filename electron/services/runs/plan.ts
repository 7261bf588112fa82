import { promises as fs } from 'node:fs';
import type { DataChoice } from '../../../shared/contract/schemas/dataset.ts';
import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { chooseImages } from '../../../shared/data/choose.ts';
import { storageError } from '../../files/atomic-write.ts';

export interface Plan {
  readonly trainCount: number;
  readonly validationCount: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
}

/** What a run would be: the same choice of images as the trainer's. Throws `dataset-empty`, storage errors. */
export async function planRun({ limit }: DataChoice, recipe: Recipe, files: readonly DataFiles[]): Promise<Plan> {
  const labels = await Promise.all(
    files.map(({ trainLabels }) =>
      fs.readFile(trainLabels).catch((error: unknown) => {
        throw storageError(error, trainLabels);
      }),
    ),
  );
  const { train, validation } = chooseImages(Buffer.concat(labels), {
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
