import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import path from 'node:path';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { loadModel } from '../../electron/trainer/evaluate/model-cache.ts';
import { predict } from '../../electron/trainer/evaluate/predict.ts';
import { readModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import { runLogSchema } from '../../shared/contract/schemas/run-log.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { readMnist } from '../fixtures/mnist.ts';
import { trainJob, writeMnistFiles } from '../fixtures/train-job.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
let data: DataFiles;

beforeAll(() => {
  loadTensorflow();
  data = writeMnistFiles(at('data'), 3000, 1000);
});
afterAll(remove);

describe('the Tutorial preset on 3,000 real images', () => {
  let outcome: Awaited<ReturnType<typeof runFit>>;
  let tensors: number[];

  beforeAll(async () => {
    tensors = [tf.memory().numTensors];
    outcome = await runFit(trainJob(at('tutorial'), data, { recipe: { epochs: 3 } }), (log) => {
      if (log.type === 'steps') tensors.push(tf.memory().numTensors);
    });
    tensors.push(tf.memory().numTensors);
  });

  it('begins at ln 10, as a model that knows nothing does, and falls', () => {
    const losses = outcome.steps().map((log) => log.loss);
    expect(Math.abs(losses[0]! - Math.log(10))).toBeLessThan(0.15);
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    expect(mean(losses.slice(-10))).toBeLessThan(mean(losses.slice(0, 10)) / 3);
  });

  it('reads 90 % of the test images after three epochs', () => {
    const { result } = outcome.of('test')[0]!;
    expect(result).toMatchObject({ dataset: 'mnist', n: 1000 });
    expect(result.accuracy).toBeGreaterThan(0.9);
    expect(result.interval95[0]).toBeLessThan(result.accuracy);
    expect(result.interval95[1]).toBeGreaterThan(result.accuracy);
    expect(result.confusion.reduce((sum, [, , count]) => sum + count, 0)).toBe(1000);
  });

  it('tells its life in order, every log as the contract has it', () => {
    for (const log of outcome.logs) runLogSchema.parse(log);
    expect(outcome.of('stage').map((log) => log.stage)).toEqual([
      'load',
      'data',
      'build',
      'trace',
      'graph',
      'first-step',
    ]);
    // A tenth of each class is set aside, rounded to whole images; 2,700 in batches of 128 are 22 steps, the last smaller.
    const { trainCount, validationCount, ...started } = outcome.of('started')[0]!;
    expect(trainCount + validationCount).toBe(3000);
    expect(Math.abs(validationCount - 300)).toBeLessThanOrEqual(5);
    expect(started).toMatchObject({ stepsPerEpoch: 22, totalSteps: 66, parameters: 225_034 });
    expect(outcome.steps().map((log) => log.step)).toEqual(Array.from({ length: 66 }, (_, i) => i + 1));
    expect(outcome.of('epoch').map((log) => log.step)).toEqual([22, 44, 66]);
    // Beside its steps, an epoch's validation takes time of its own.
    for (const { validationSeconds } of outcome.of('epoch')) expect(validationSeconds).toBeGreaterThan(0);
    const [last, best] = [outcome.of('epoch').at(-1)!, outcome.of('epoch').map((log) => log.validation!.accuracy)];
    expect(last.best!.validation.accuracy).toBe(Math.max(...best));
    // The first step does not tell how long the others take; later logs have a time.
    const [first, ...others] = outcome.of('steps').map(({ etaSeconds }) => etaSeconds);
    expect(first).toBeNull();
    for (const seconds of others) expect(seconds ?? 0).toBeGreaterThanOrEqual(0);
    expect(outcome.logs.at(-1)).toMatchObject({ type: 'finished', step: 66 });
    expect(outcome.of('finished')[0]!.imagesPerSecond).toBeGreaterThan(0);
  });

  it('keeps the number of tensors flat over steps and leaves none', () => {
    const [before, ...during] = tensors;
    expect(new Set(during.slice(0, -1)).size).toBe(1);
    expect(during.at(-1)).toBe(before);
  });

  it('leaves a model that reads as the run tested it', async () => {
    const { card, weights } = await readModelFolder(at('tutorial/model'));
    expect(card.weightsSha256).toBe(outcome.of('finished')[0]!.weightsSha256);
    expect(card).toMatchObject({ parameters: 225_034, trainedOn: ['mnist'], tests: [outcome.of('test')[0]!.result] });
    expect(weights.map((weight) => weight.name).slice(0, 2)).toEqual(['conv2d/kernel', 'conv2d/bias']);
    const best = await readModelFolder(at('tutorial/best'));
    expect(best.card.tests[0]!.n).toBe(1000);

    const test = readMnist('test');
    const loaded = await loadModel(at('tutorial/model'));
    const { items } = await predict(loaded, test.images.subarray(0, 64 * 784));
    loaded.dispose();
    const right = items.filter((item, i) => item.index === test.labels[i]).length;
    expect(right).toBeGreaterThan(55);
    for (const { index, label, probabilities } of items) {
      expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      expect(label).toBe(String(index));
      expect(probabilities[index]).toBe(Math.max(...probabilities));
    }
  });
});

describe('randomness', () => {
  const shaOf = async (name: string, options: Parameters<typeof trainJob>[2]) => {
    const job = trainJob(at(name), data, { ...options, limit: 600, recipe: { epochs: 2, ...options?.recipe } });
    const outcome = await runFit(job);
    return [outcome.of('finished')[0]!.weightsSha256, JSON.stringify(outcome.of('test')[0]!.result)];
  };

  it.each(['tutorial', 'compact'] as const)('one seed, one run; another seed, another: %s', async (preset) => {
    const first = await shaOf(`${preset}-a`, { preset });
    expect(await shaOf(`${preset}-b`, { preset })).toEqual(first);
    expect((await shaOf(`${preset}-c`, { preset, recipe: { seed: 2 } }))[0]).not.toBe(first[0]);
  });
});

describe('every optimizer and validation', () => {
  it.each([
    [{ name: 'sgd', learningRate: 0.1 }, { kind: 'none' }],
    [
      { name: 'momentum', learningRate: 0.02, momentum: 0.9 },
      { kind: 'tail', fraction: 0.2 },
    ],
    [
      { name: 'rmsprop', learningRate: 0.001, rho: 0.9, epsilon: 1e-7 },
      { kind: 'stratified', fraction: 0.3 },
    ],
    [
      { name: 'nesterov', learningRate: 0.02 },
      { kind: 'fold', folds: 4, index: 3 },
    ],
    [{ name: 'adamw' }, { kind: 'stratified', fraction: 0.1 }],
  ] as const)('%s learns', async (optimizer, validation) => {
    const job = trainJob(at(optimizer.name), data, {
      limit: 1000,
      recipe: { optimizer, validation, batchSize: 32, epochs: 2 },
    });
    const { of, error } = await runFit(job);
    expect(error).toBeNull();
    expect(of('test')[0]!.result.accuracy).toBeGreaterThan(0.6);
    expect(of('epoch')[0]!.validation === null).toBe(validation.kind === 'none');
  });
});
