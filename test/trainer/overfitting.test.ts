import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import {
  bestEpochOf,
  FEW,
  fewImagesRun,
  gapOf,
  type EpochLosses,
  type FewImages,
} from '../../shared/learn/overfitting.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { trainJob, writeMnistFiles } from '../fixtures/train-job.ts';

const { folder, remove } = temporaryFolder();
let data: DataFiles;
beforeAll(() => {
  loadTensorflow();
  data = writeMnistFiles(path.join(folder, 'data'), 2000, 100);
});
afterAll(remove);

async function lossesOf(name: string, against: Partial<FewImages>): Promise<EpochLosses[]> {
  const few = { images: 100, dropout: false, augmentation: false, weightDecay: 0, ...against };
  const { model, recipe, data: choice } = fewImagesRun(name, { id: 'mnist', task: DIGITS }, few);
  const outcome = await runFit(trainJob(path.join(folder, name), data, { model, recipe, limit: choice.limit! }));
  expect(outcome.error).toBeNull();
  expect(outcome.of('started')[0]).toMatchObject({ trainCount: few.images, validationCount: few.images });
  return outcome.of('epoch').map(({ epoch, train, validation }) => ({
    ...{ epoch, train: train.loss, validation: validation!.loss },
  }));
}

describe('the Learn room’s training on few images', () => {
  it('learns a hundred images by heart, and has a smaller gap with more of them', async () => {
    const few = await lossesOf('few', {});
    expect(few).toHaveLength(FEW.epochs);
    expect(few.at(-1)!.train!).toBeLessThan(0.05);
    const gap = gapOf(few.at(-1)!)!;
    expect(gap).toBeGreaterThan(0.3);
    expect(bestEpochOf(few)!.validation!).toBeLessThanOrEqual(few.at(-1)!.validation!);
    const more = await lossesOf('more', { images: 300 });
    expect(gapOf(more.at(-1)!)!).toBeLessThan(gap);
  });
});
