import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import type { RecipeInput } from '../../shared/contract/schemas/recipe.ts';
import type { Run } from '../../shared/contract/schemas/run.ts';
import type { DataFiles, TrainJob } from '../../shared/contract/trainer.ts';
import { LIGHT } from '../../shared/data/augment.ts';
import { extendedSpec, type ExtendedSchedule } from '../../shared/runs/extend.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { someRun } from '../fixtures/scripted-host.ts';
import { tellsOfStep } from '../fixtures/told-steps.ts';
import { trainJob, writeMnistFiles } from '../fixtures/train-job.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
let data: DataFiles;

beforeAll(() => {
  loadTensorflow();
  data = writeMnistFiles(at('data'), 600, 100);
});
afterAll(remove);

/** Momentum, drop-out of the preset, images that change, averages: all that has to go on. */
const RICH: Partial<RecipeInput> = {
  augmentation: LIGHT,
  ema: { decay: 0.9 },
  optimizer: { name: 'adam' },
  batchSize: 64,
};
const job = (name: string, epochs: number, recipe: Partial<RecipeInput> = {}): TrainJob =>
  trainJob(at(name), data, { preset: 'quick', known: false, recipe: { ...RICH, ...recipe, epochs } });

/** The job of a run that has finished, or ended early, after `ended` epochs and is given more. */
function extended(of: TrainJob, ended: number, more: number, schedule: ExtendedSchedule = 'stretch'): TrainJob {
  const run: Run = someRun('run', { spec: of.spec, status: 'finished', epoch: ended, checkpointStep: 1 });
  return { ...of, spec: extendedSpec(run, more, schedule), resume: true };
}
const weights = (name: string): Buffer => readFileSync(at(`${name}/model/weights.safetensors`));

describe('a run that is given more epochs', () => {
  const SCHEDULES: Record<string, Partial<RecipeInput>> = {
    constant: { schedule: { kind: 'constant' }, warmUpEpochs: 0.5 },
    step: { schedule: { kind: 'step', everyEpochs: 1, factor: 0.5 } },
    plateau: { schedule: { kind: 'plateau', patience: 1 } },
  };

  it.each(Object.keys(SCHEDULES))(
    'by a %s schedule has the weights, to the bit, of one that was planned so',
    async (name) => {
      const recipe = SCHEDULES[name]!;
      const short = job(`${name}-short`, 1, recipe);
      await runFit(short);
      const more = await runFit(extended(short, 1, 2));
      const planned = await runFit(job(`${name}-planned`, 3, recipe));
      expect(more.error).toBeNull();
      expect(more.of('epoch').map(({ epoch }) => epoch)).toEqual([2, 3]);
      expect(more.of('finished')[0]!.weightsSha256).toBe(planned.of('finished')[0]!.weightsSha256);
      expect(weights(`${name}-short`).equals(weights(`${name}-planned`))).toBe(true);
      expect(more.of('test')[0]!.result).toEqual(planned.of('test')[0]!.result);
    },
  );

  it('by a curve that is held has those of one whose curve was laid over the first epochs alone', async () => {
    const recipe = { schedule: { kind: 'cosine', final: 0.1 } } as const;
    const short = job('held-short', 2, recipe);
    await runFit(short);
    await runFit(extended(short, 2, 1, 'hold'));
    await runFit(job('held-planned', 3, { ...recipe, scheduleEpochs: 2 }));
    expect(weights('held-short').equals(weights('held-planned'))).toBe(true);
    // Stretched, the rate jumps: another run.
    const stretched = job('stretched', 2, recipe);
    await runFit(stretched);
    const more = await runFit(extended(stretched, 2, 1, 'stretch'));
    expect(weights('stretched').equals(weights('held-planned'))).toBe(false);
    const rates = more.of('steps').flatMap(({ learningRate }) => learningRate);
    expect(rates[0]!).toBeGreaterThan(rates.at(-1)!);
  });

  it('is the same whether it was stopped on the way or given the epochs in two parts', async () => {
    const constant = { schedule: { kind: 'constant' } } as const;
    const first = job('parts', 1, constant);
    await runFit(first);
    const second = extended(first, 1, 1);
    const stopped = await runFit(second, (log, control) => {
      if (tellsOfStep(log, 10)) void control.stop();
    });
    expect(stopped.of('stopped')).toHaveLength(1);
    await runFit(second);
    await runFit(extended(second, 2, 1));
    await runFit(job('whole', 3, constant));
    expect(weights('parts').equals(weights('whole'))).toBe(true);
  });

  it('goes on where early stopping had ended it, with its patience anew', async () => {
    // A rate that ruins the weights: validation falls from the first epoch on.
    const recipe: Partial<RecipeInput> = {
      optimizer: { name: 'sgd', learningRate: 5 },
      earlyStopping: { patience: 2, restoreBest: false },
      gradientClip: { kind: 'norm', limit: 1 },
      ema: null,
    };
    const short = job('early', 20, recipe);
    const ended = await runFit(short);
    const { epoch } = ended.of('early-stopped')[0]!;
    expect(epoch).toBeLessThan(20);
    const more = await runFit(extended(short, epoch, 4));
    expect(more.of('epoch')[0]!.epoch).toBe(epoch + 1);
    expect(more.of('epoch').length).toBeGreaterThanOrEqual(2);
    expect(more.of('finished')).toHaveLength(1);
  });
});
