import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { readModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { trainJob, writeMnistFiles, type JobOptions } from '../fixtures/train-job.ts';
import { digitModel } from '../fixtures/train-steps.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
let data: DataFiles;

beforeAll(() => {
  loadTensorflow();
  data = writeMnistFiles(at('data'), 1000, 300);
});
afterAll(remove);

/** Softmax regression: quick, and its loss is convex. */
const model = digitModel([{ type: 'Flatten' }]);
const job = (name: string, options: JobOptions = {}) =>
  trainJob(at(name), data, { model, ...options, recipe: { epochs: 3, ...options.recipe } });

describe('a schedule', () => {
  it('is what the steps are taken at, and is told with each', async () => {
    const { steps } = await runFit(
      job('cosine', { recipe: { optimizer: { name: 'sgd', learningRate: 0.5 }, schedule: { kind: 'cosine' } } }),
    );
    const rates = steps().map((log) => log.learningRate);
    expect(rates[0]).toBeCloseTo(0.5, 6);
    expect(rates.at(-1)).toBeCloseTo(0, 6);
    expect(rates.every((rate, i) => i === 0 || rate < rates[i - 1]!)).toBe(true);
  });

  it('whose rate is 0 trains nothing', async () => {
    const still = {
      optimizer: { name: 'sgd', learningRate: 0.5 },
      schedule: { kind: 'step', everyEpochs: 1, factor: 1e-30 },
    };
    const one = await runFit(job('still-1', { recipe: { ...still, epochs: 1 } as JobOptions['recipe'] }));
    const three = await runFit(job('still-3', { recipe: { ...still, epochs: 3 } as JobOptions['recipe'] }));
    expect(three.of('finished')[0]!.weightsSha256).toBe(one.of('finished')[0]!.weightsSha256);
  });

  it('of a plateau comes down when validation does not improve', async () => {
    // Steps far too long for the loss to fall for ever.
    const { of, steps } = await runFit(
      job('plateau', {
        recipe: {
          optimizer: { name: 'sgd', learningRate: 5 },
          schedule: { kind: 'plateau', factor: 0.1, patience: 1 },
          epochs: 8,
        },
      }),
    );
    const losses = of('epoch').map((log) => log.validation!.loss!);
    const firstWorse = losses.findIndex((loss, i) => i > 0 && loss >= Math.min(...losses.slice(0, i)));
    expect(firstWorse).toBeGreaterThan(0);
    const rateIn = (epoch: number) => steps().find((log) => log.epoch === epoch)!.learningRate;
    // Epochs count from 1: `firstWorse` is the index of the one after which the rate falls.
    expect(rateIn(firstWorse + 1)).toBeCloseTo(5, 5);
    expect(rateIn(firstWorse + 2)).toBeCloseTo(0.5, 5);
  });
});

describe('early stopping', () => {
  const recipe = {
    optimizer: { name: 'sgd', learningRate: 5 },
    epochs: 40,
    earlyStopping: { patience: 2, restoreBest: true },
  } as const;

  it('ends the run after its patience, tests and saves the best epoch, and says so', async () => {
    const { of, logs } = await runFit(job('early', { recipe }));
    const [stopped] = of('early-stopped');
    expect(stopped!.epoch - stopped!.best).toBe(2);
    expect(of('epoch')).toHaveLength(stopped!.epoch);
    expect(logs.at(-1)!.type).toBe('finished');
    const [final, best] = await Promise.all(['model', 'best'].map((name) => readModelFolder(at(`early/${name}`))));
    expect(final!.card.weightsSha256).toBe(best!.card.weightsSha256);
    expect(of('test')[0]!.result).toEqual(best!.card.tests[0]);
  });

  it('keeps the last epoch where it is not asked to restore', async () => {
    const last = { ...recipe, earlyStopping: { patience: 2, restoreBest: false } };
    await runFit(job('early-last', { recipe: last }));
    const [final, best] = await Promise.all(['model', 'best'].map((name) => readModelFolder(at(`early-last/${name}`))));
    expect(final!.card.weightsSha256).not.toBe(best!.card.weightsSha256);
  });

  it('goes on stopped: a run resumed at its end does not train on', async () => {
    const whole = await runFit(job('early-whole', { recipe }));
    await runFit(job('early-resumed', { recipe }), (log, control) => {
      if (log.type === 'early-stopped') void control.stop();
    });
    const { of, steps } = await runFit(job('early-resumed', { recipe, resume: true }));
    expect(steps()).toEqual([]);
    expect(of('finished')[0]!.weightsSha256).toBe(whole.of('finished')[0]!.weightsSha256);
  });
});

describe('averages of the weights', () => {
  it('are what is validated, tested and saved, beside the weights that train on', async () => {
    const plain = await runFit(job('plain'));
    const averaged = await runFit(job('averaged', { recipe: { ema: { decay: 0.9 } } }));
    // The same training,
    expect(averaged.steps().map((log) => log.loss)).toEqual(plain.steps().map((log) => log.loss));
    // another model.
    expect(averaged.of('finished')[0]!.weightsSha256).not.toBe(plain.of('finished')[0]!.weightsSha256);
    expect(averaged.of('epoch')[0]!.validation).not.toEqual(plain.of('epoch')[0]!.validation);
  });
});

describe('class balance', () => {
  it('changes nothing to speak of where classes are balanced, and much where they are not', async () => {
    const one = { epochs: 1, validation: { kind: 'none' } } as const;
    const [plain, weighted] = [
      await runFit(job('unweighted', { recipe: one })),
      await runFit(job('weighted', { recipe: { ...one, classBalance: 'weighted' } })),
    ];
    const first = (outcome: typeof plain) => outcome.steps()[0]!.loss;
    expect(Math.abs(first(weighted) - first(plain))).toBeLessThan(0.1);
    expect(first(weighted)).not.toBe(first(plain));
  });
});

describe('folds', () => {
  it('train and validate on all images but one another', async () => {
    const outcomes = [];
    for (const index of [0, 1, 2]) {
      outcomes.push(
        await runFit(job(`fold-${index}`, { recipe: { epochs: 1, validation: { kind: 'fold', folds: 3, index } } })),
      );
    }
    const counts = outcomes.map(({ of }) => of('started')[0]!);
    expect(counts.reduce((sum, { validationCount }) => sum + validationCount, 0)).toBe(1000);
    for (const { trainCount, validationCount } of counts) expect(trainCount + validationCount).toBe(1000);
  });
});
