import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { CheckpointFolder } from '../../electron/trainer/checkpoints/checkpoint-folder.ts';
import { readModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import { BatchOrder } from '../../electron/trainer/data/batch-order.ts';
import { FrozenFeatures } from '../../electron/trainer/fit/frozen-features.ts';
import { createEagerStep } from '../../electron/trainer/step/eager-step.ts';
import { createGraphStep } from '../../electron/trainer/step/graph-step.ts';
import { createTrainingState } from '../../electron/trainer/step/training-state.ts';
import type { NamedTensor } from '../../electron/trainer/formats/safetensors.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { NO_AUGMENTATION } from '../../shared/data/augment.ts';
import { fineTuneModel } from '../../shared/model/fine-tune-model.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { runFit, type FitOutcome } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { type JobOptions, trainJob, writeMnistFiles, writeTaskFiles } from '../fixtures/train-job.ts';
import { apart, bits, digitModel, programOf, recipeOf, someDigits, variablesOf } from '../fixtures/train-steps.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
let mnist: DataFiles;
let few: DataFiles;
let parent: string;

const PLAIN = {
  batchSize: 32,
  schedule: { kind: 'constant' },
  warmUpEpochs: 0,
  validation: { kind: 'none' },
  augmentation: NO_AUGMENTATION,
} as const;

const train = async (name: string, data: DataFiles, options: JobOptions): Promise<FitOutcome> => {
  const outcome = await runFit(
    trainJob(at(name), data, { ...options, recipe: { ...PLAIN, epochs: 2, ...options.recipe } }),
  );
  expect(outcome.error).toBeNull();
  return outcome;
};

const modelOf = (name: string) => readModelFolder(at(`${name}/model`));
const of = (weights: readonly NamedTensor[], layer: string) =>
  bits(weights.filter(({ name }) => name.startsWith(`${layer}/`)));

beforeAll(async () => {
  loadTensorflow();
  mnist = writeMnistFiles(at('mnist'), 1000, 200);
  few = writeMnistFiles(at('few'), 200, 20);
  await train('parent', mnist, { preset: 'quick', recipe: { epochs: 4 } });
  parent = at('parent/model');
});
afterAll(remove);

describe('frozen layers', () => {
  it('keep their bits, and the others are trained, on features that are computed once', async () => {
    const before = (await readModelFolder(parent)).weights;
    const { of: told } = await train('features', mnist, { limit: 300, from: { folder: parent, freeze: 'features' } });
    const after = (await modelOf('features')).weights;
    const head = 'dense';
    for (const { name } of after) {
      if (!name.startsWith(`${head}/`))
        expect(bits(after.filter((w) => w.name === name)), name).toBe(bits(before.filter((w) => w.name === name)));
    }
    expect(of(after, head)).not.toBe(of(before, head));
    expect(told('stage').map(({ stage }) => stage)).toContain('features');
    expect(told('taken')[0]).toMatchObject({ fresh: [], trainable: 64 * 3 * 3 * 10 + 10 });
    expect(told('taken')[0]!.frozen).toHaveLength(told('taken')[0]!.layers.length - 1);
    const { tensors } = (await new CheckpointFolder(at('features')).newest())!.checkpoint;
    expect(tensors.filter(({ name }) => name.startsWith('slots/')).map(({ name }) => name)).toEqual(
      [
        'slots/momentum/dense/kernel',
        'slots/velocity/dense/kernel',
        'slots/momentum/dense/bias',
        'slots/velocity/dense/bias',
      ].sort((a, b) => tensors.findIndex((t) => t.name === a) - tensors.findIndex((t) => t.name === b)),
    );
  });

  it.each([
    { what: 'with augmentation, so that nothing is computed once', recipe: { augmentation: { rotation: 8 } } },
    { what: 'with moving averages of the weights', recipe: { ema: { decay: 0.9 } } },
  ])('keep their bits $what', async ({ what, recipe }) => {
    const before = (await readModelFolder(parent)).weights;
    const { of: told } = await train(what, mnist, { limit: 200, recipe, from: { folder: parent, freeze: 'features' } });
    const after = (await modelOf(what)).weights;
    expect(bits(after.filter(({ name }) => !name.startsWith('dense/')))).toBe(
      bits(before.filter(({ name }) => !name.startsWith('dense/'))),
    );
    expect(of(after, 'dense')).not.toBe(of(before, 'dense'));
    const stages = told('stage').map(({ stage }) => stage);
    expect(stages.includes('features')).toBe(recipe.augmentation === undefined);
  });

  it('may be any, and those before and after them are trained', async () => {
    const before = (await readModelFolder(parent)).weights;
    await train('chosen', mnist, {
      limit: 200,
      from: { folder: parent, freeze: ['conv2d_1', 'batch_normalization_2'] },
    });
    const after = (await modelOf('chosen')).weights;
    for (const layer of ['conv2d_1', 'batch_normalization_2']) expect(of(after, layer)).toBe(of(before, layer));
    for (const layer of ['conv2d', 'batch_normalization', 'conv2d_2', 'dense']) {
      expect(of(after, layer), layer).not.toBe(of(before, layer));
    }
  });

  it('are trained again where the next fine-tune does not freeze them', async () => {
    const frozen = at('features/model');
    const before = (await readModelFolder(frozen)).weights;
    await train('thawed', mnist, { limit: 200, from: { folder: frozen, freeze: 'none' } });
    expect(of((await modelOf('thawed')).weights, 'conv2d')).not.toBe(of(before, 'conv2d'));
  });

  it('are trained on alike op by op and in the graph, with a rate of the head’s own', async () => {
    const convolution = { type: 'Conv2D', filters: 4, kernelSize: [5, 5], strides: [3, 3], activation: 'relu' };
    const spec = fineTuneModel(digitModel([convolution, { type: 'Flatten' }]), { freeze: 'features', classes: null });
    const [recipe, set] = [recipeOf({ batchSize: 16 }), someDigits(64)];
    const trained = async (mode: 'graph' | 'eager'): Promise<NamedTensor[]> => {
      const state = createTrainingState(spec, recipe, { head: 3 });
      const features = FrozenFeatures.of(state.model, set, recipe)!;
      await features.compute(state.model, () => false);
      const program = programOf(recipe);
      const step =
        mode === 'graph' ? createGraphStep(state, program, features, [16]) : createEagerStep(state, program, features);
      try {
        const order = new BatchOrder(Uint32Array.from(set.labels.keys()), recipe);
        const block = order.block(0, 0, 4);
        await step.run({ ...block, learningRates: new Float32Array(4).fill(0.01), firstStep: 1 });
        step.settle();
        return variablesOf(state);
      } finally {
        step.dispose();
        state.dispose();
      }
    };
    expect(apart(await trained('graph'), await trained('eager'))).toBeLessThan(1e-6);
  });

  it('train the same weights whether features are computed once or in each step', async () => {
    // Zoom by nothing that anybody sees: images are changed anew, and so nothing is computed once.
    // Plain descent: Adam makes whole steps of gradients that are nothing but rounding, which differs by machine.
    const optimizer = { name: 'sgd', learningRate: 0.01 } as const;
    const options: JobOptions = { limit: 200, from: { folder: parent, freeze: 'features' }, recipe: { optimizer } };
    await train('once', mnist, options);
    await train('anew', mnist, { ...options, recipe: { optimizer, augmentation: { noise: 1e-12 } } });
    const [once, anew] = [(await modelOf('once')).weights, (await modelOf('anew')).weights];
    const most = Math.max(
      ...once.flatMap(({ values }, i) => [...values].map((value, j) => Math.abs(value - anew[i]!.values[j]!))),
    );
    expect(most).toBeLessThan(1e-4);
  });
});

describe('rates', () => {
  it('of 0 leave a group as it is, and a layer’s own goes before its group’s', async () => {
    const before = (await readModelFolder(parent)).weights;
    const rates = { features: 0, conv2d_1: 1 };
    await train('rates', mnist, { limit: 200, from: { folder: parent, rates } });
    const after = (await modelOf('rates')).weights;
    for (const layer of ['conv2d', 'conv2d_2']) expect(of(after, layer), layer).toBe(of(before, layer));
    for (const layer of ['conv2d_1', 'dense']) expect(of(after, layer), layer).not.toBe(of(before, layer));
  });

  it('multiply the learning rate of plain descent', async () => {
    const before = (await readModelFolder(parent)).weights;
    const one = async (name: string, rate: number, rates: Record<string, number>): Promise<NamedTensor[]> => {
      const recipe = { batchSize: 200, epochs: 1, optimizer: { name: 'sgd', learningRate: rate } } as const;
      await train(name, mnist, { limit: 200, recipe, from: { folder: parent, rates } });
      return [...(await modelOf(name)).weights];
    };
    const [slow, fast] = [await one('slow', 0.01, {}), await one('fast', 0.001, { features: 10, head: 20 })];
    const moved = (all: readonly NamedTensor[], name: string): number[] => {
      const [own, old] = [all, before].map((weights) => weights.find((weight) => weight.name === name)!.values);
      return [...own!].map((value, i) => value - old![i]!);
    };
    for (const [name, times] of [
      ['conv2d/kernel', 1],
      ['dense/kernel', 2],
    ] as const) {
      const [a, b] = [moved(slow, name), moved(fast, name)];
      const most = Math.max(...a.map(Math.abs));
      a.forEach((value, i) => expect(Math.abs(b[i]! - times * value)).toBeLessThan(0.02 * times * most));
    }
  });
});

describe('a new head', () => {
  it('reads the data’s own classes, with the parent’s features', async () => {
    const before = (await readModelFolder(parent)).weights;
    const transforms = { only: ['7', '3', '5'] };
    const { of: told } = await train('new-head', mnist, {
      transforms,
      recipe: { epochs: 4 },
      from: { folder: parent, freeze: 'features', head: 'new', originals: [mnist] },
    });
    expect(told('taken')[0]!.fresh).toEqual(['dense']);
    const { card, weights } = await modelOf('new-head');
    expect(card.task.classes).toEqual(['7', '3', '5']);
    expect(card.parent).toMatchObject({
      ref: 'starter',
      weightsSha256: (await readModelFolder(parent)).card.weightsSha256,
    });
    expect(of(weights, 'conv2d_2')).toBe(of(before, 'conv2d_2'));
    expect(told('test')[0]!.result.accuracy).toBeGreaterThan(0.9);
    // Other classes: nothing to compare, and nothing that could be forgotten.
    expect(told('compared')).toEqual([]);
    expect(told('warning')).toEqual([]);
  });

  it('is fresh also where it has the shape of the old one', async () => {
    const { of: told } = await train('same-shape', mnist, { limit: 200, from: { folder: parent, head: 'new' } });
    expect(told('taken')[0]!.fresh).toEqual(['dense']);
  });
});

describe('replay', () => {
  it('takes its share of each epoch’s images, and is part of what the model saw', async () => {
    const transforms = { only: ['1', '7'] };
    const { of: told } = await train('replay', mnist, {
      transforms,
      limit: 60,
      from: { folder: parent, replay: { files: mnist, share: 0.75 }, originals: [mnist] },
    });
    expect(told('started')[0]).toMatchObject({ trainCount: 60, replayCount: 180, stepsPerEpoch: 8 });
    expect(told('warning').map(({ warning }) => warning.code)).not.toContain('classes-unseen');
    expect(told('compared').map(({ comparison: { part, before } }) => [part, before.dataset, before.n])).toEqual([
      ['own', 'mnist', expect.any(Number)],
      ['original', 'mnist', 200],
    ]);
  });

  it('of images that the run has no class for is refused', async () => {
    const task: Task = { inputShape: [28, 28, 1], classes: ['a', 'b'] };
    const images = Array.from({ length: 40 }, (_, i) => new Uint8Array(784).fill(i % 2 ? 200 : 20));
    const letters = await writeTaskFiles(at('letters'), task, { train: images, test: images });
    const from = { folder: parent, replay: { files: letters, share: 0.5 } };
    const { error } = await runFit(trainJob(at('no-replay'), mnist, { recipe: { ...PLAIN, epochs: 1 }, from }));
    expect(error).toMatchObject({ code: 'replay-empty' });
  });
});

describe('kill and resume', () => {
  it('goes on bit for bit, with replay and features that are computed once', async () => {
    const options: JobOptions = {
      limit: 200,
      recipe: { ...PLAIN, epochs: 3, augmentation: NO_AUGMENTATION },
      from: { folder: parent, freeze: 'features', replay: { files: mnist, share: 0.5 }, originals: [mnist] },
    };
    const whole = await runFit(trainJob(at('whole'), mnist, options));
    expect(whole.error).toBeNull();
    const stopped = await runFit(trainJob(at('halved'), mnist, options), (log, control) => {
      if (log.type === 'steps' && log.epoch === 2) void control.stop();
    });
    expect(stopped.of('stopped')).toHaveLength(1);
    const resumed = await runFit(trainJob(at('halved'), mnist, { ...options, resume: true }));
    expect(resumed.of('started')[0]!.engine.mode).toBe('graph');
    expect(resumed.of('finished')[0]!.weightsSha256).toBe(whole.of('finished')[0]!.weightsSha256);
    const losses = (outcome: FitOutcome) => outcome.steps().map(({ step, loss }) => [step, loss]);
    expect([...losses(stopped), ...losses(resumed)]).toEqual(losses(whole));
    expect(resumed.of('compared').map(({ comparison }) => comparison)).toEqual(
      whole.of('compared').map(({ comparison }) => comparison),
    );
  });

  it('obeys a stop while features are computed, and goes on from there', async () => {
    const options: JobOptions = {
      recipe: { ...PLAIN, epochs: 1, augmentation: NO_AUGMENTATION },
      from: { folder: parent, freeze: 'features' },
    };
    const stopped = await runFit(trainJob(at('early'), mnist, options), (log, control) => {
      if (log.type === 'taken') void control.stop();
    });
    expect(stopped.of('stopped')[0]!.step).toBe(0);
    const resumed = await runFit(trainJob(at('early'), mnist, { ...options, resume: true }));
    expect(resumed.error).toBeNull();
    expect(resumed.of('finished')).toHaveLength(1);
  });
});

describe('before and after', () => {
  it('are counted in pairs on the same images', async () => {
    const { of: told } = await train('compared', mnist, { limit: 100, from: { folder: parent, originals: [mnist] } });
    const { comparison } = told('compared')[0]!;
    const { before, after, bothRight, onlyBefore, onlyAfter, bothWrong, changed } = comparison;
    expect(told('compared')).toHaveLength(1);
    expect(bothRight + onlyBefore + onlyAfter + bothWrong).toBe(200);
    expect((bothRight + onlyBefore) / 200).toBeCloseTo(before.accuracy, 12);
    expect((bothRight + onlyAfter) / 200).toBeCloseTo(after.accuracy, 12);
    expect(after).toEqual(told('test')[0]!.result);
    const parentTest = (await readModelFolder(parent)).card.tests[0]!;
    expect(before).toEqual(parentTest);
    expect(changed.filter((one) => one.before === one.label)).toHaveLength(onlyBefore);
    expect(changed.filter((one) => one.after === one.label)).toHaveLength(onlyAfter);
  });

  it('tell of forgetting, of classes that were never seen, and where nothing could be tested', async () => {
    const options: JobOptions = {
      transforms: { only: ['1', '7'] },
      recipe: { epochs: 15, optimizer: { name: 'adam', learningRate: 0.01 } },
    };
    const forgot = await train('forgot', mnist, {
      ...options,
      limit: 40,
      from: { folder: parent, originals: [mnist] },
    });
    const warnings = forgot.of('warning').map(({ warning }) => warning);
    expect(warnings).toContainEqual({ code: 'classes-unseen', names: ['0', '2', '3', '4', '5', '6', '8', '9'] });
    const told = warnings.find((warning) => warning.code === 'forgetting')!;
    expect(told).toMatchObject({ dataset: 'mnist' });
    expect(told.after).toBeLessThan(told.interval95[0]);
    const [own] = forgot.of('compared').map(({ comparison }) => comparison);
    expect(own).toMatchObject({ part: 'own' });

    const other = { ...mnist, id: 'idx-00000002' };
    const untested = await train('untested', other, { ...options, limit: 40, from: { folder: parent } });
    expect(untested.of('warning').map(({ warning }) => warning.code)).toEqual([
      'classes-unseen',
      'forgetting-untested',
    ]);
  });
});

describe('what it goes on from', () => {
  it('is needed, and must be what the run was started from', async () => {
    const options: JobOptions = { recipe: { ...PLAIN, epochs: 1 }, from: { folder: parent } };
    const gone = trainJob(at('gone'), mnist, options);
    rmSync(at('gone/from'), { recursive: true });
    expect((await runFit(gone)).error).toMatchObject({ code: 'model-not-found' });
    const other = trainJob(at('other'), mnist, options);
    rmSync(at('other/from'), { recursive: true });
    cpSync(at('features/model'), at('other/from'), { recursive: true });
    expect((await runFit(other)).error).toMatchObject({ code: 'model-torn' });
  });
});

describe('every preset', () => {
  it.each(PRESETS.map(({ id }) => id))(
    '%s is fine-tuned in the graph engine, its features frozen, with a new head',
    async (preset) => {
      await train(`${preset}-parent`, few, { preset, recipe: { epochs: 1 } });
      const from = at(`${preset}-parent/model`);
      const before = await readModelFolder(from);
      // A model that is one layer has no features: its head is all of it.
      const freeze = preset === 'softmax' ? 'none' : 'features';
      const headOnly = await train(`${preset}-head`, few, {
        transforms: { only: ['2', '0', '8'] },
        // Quick enough to be sure to learn, whatever so young a parent's features are.
        recipe: { ...PLAIN, epochs: 12, optimizer: { name: 'adam', learningRate: 0.01 } },
        from: { folder: from, freeze, head: 'new' },
      });
      expect(headOnly.of('started')[0]!.engine).toMatchObject({ mode: 'graph' });
      const after = (await modelOf(`${preset}-head`)).weights;
      const { fresh } = headOnly.of('taken')[0]!;
      expect(fresh).toHaveLength(1);
      const kept = (weights: readonly NamedTensor[]) =>
        bits(weights.filter(({ name }) => !name.startsWith(`${fresh[0]}/`)));
      expect(kept(after)).toBe(kept(before.weights));
      const losses = headOnly.of('epoch').map(({ train: { loss } }) => loss!);
      // The least of them: features of so young a parent can be so large that the last steps swing.
      expect(Math.min(...losses.slice(1))).toBeLessThan(losses[0]!);
    },
  );
});
