import { cpSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { CheckpointFolder } from '../../electron/trainer/checkpoints/checkpoint-folder.ts';
import { readTrainingData } from '../../electron/trainer/data/training-data.ts';
import { RunState } from '../../electron/trainer/fit/run-state.ts';
import { readModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import { modelSpecSchema } from '../../shared/contract/schemas/model.ts';
import type { RecipeInput } from '../../shared/contract/schemas/recipe.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { tellsOfStep } from '../fixtures/told-steps.ts';
import { trainJob, writeMnistFiles, type JobOptions } from '../fixtures/train-job.ts';
import { bits, digitModel } from '../fixtures/train-steps.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
let data: DataFiles;

beforeAll(() => {
  loadTensorflow();
  data = writeMnistFiles(at('data'), 300, 100);
});
afterAll(remove);

const namesIn = async (name: string) => {
  const { checkpoint } = (await new CheckpointFolder(at(name)).newest())!;
  return checkpoint.tensors.map((tensor) => tensor.name);
};

describe('layers named as what a checkpoint holds beside the weights', () => {
  const dense = (name: string) => ({ type: 'Dense', name, units: 12, activation: 'relu' });
  const around = (name: string, ...layers: object[]) => ({ type: 'Residual', name, layers });
  const model = digitModel([
    { type: 'Flatten' },
    dense('a'),
    around('momentum', dense('a')),
    around('velocity', dense('a'), dense('momentum')),
    around('ema', dense('a')),
    around('slots', around('momentum', dense('a'))),
    around('weights', dense('a')),
    around('averages', around('ema', dense('a'))),
  ]);
  const job = (name: string, recipe: Partial<RecipeInput>, options: JobOptions = {}) =>
    trainJob(at(name), data, { model, ...options, recipe: { epochs: 2, batchSize: 32, ...recipe } });

  it.each<[string, Partial<RecipeInput>]>([
    ['adam', { optimizer: { name: 'adam' }, ema: { decay: 0.9 } }],
    ['rmsprop', { optimizer: { name: 'rmsprop' } }],
    ['nesterov', { optimizer: { name: 'nesterov' }, ema: { decay: 0.9 } }],
  ])('resume with %s to the same weights as without a stop', async (name, recipe) => {
    const whole = await runFit(job(`${name}-whole`, recipe));
    const first = await runFit(job(name, recipe), (log, control) => void (tellsOfStep(log, 3) && control.stop()));
    const { step } = first.of('stopped')[0]!;
    const second = await runFit(job(name, recipe, { resume: true }));
    expect(second.error).toBeNull();
    expect(second.of('resumed')).toMatchObject([{ step, damaged: [] }]);
    expect(second.of('finished')[0]!.weightsSha256).toBe(whole.of('finished')[0]!.weightsSha256);
    const names = await namesIn(name);
    expect(new Set(names).size).toBe(names.length);
    // A model's file has the weights under Keras's own names.
    const { weights } = await readModelFolder(at(`${name}/model`));
    expect(weights.map((weight) => weight.name)).toContain('velocity/momentum/kernel');
  });
});

describe('a checkpoint of an older studio, which had no namespaces', () => {
  const old = path.join(repositoryRoot, 'test', 'fixtures', 'old-checkpoint');
  const { model, recipe } = JSON.parse(readFileSync(path.join(old, 'job.json'), 'utf8'));
  const job = (name: string) => trainJob(at(name), data, { model: modelSpecSchema.parse(model), recipe, resume: true });

  it('goes on with its every bit, as one of today does', async () => {
    cpSync(old, at('old'), { recursive: true });
    const found = (await new CheckpointFolder(at('old')).newest())!.checkpoint;
    expect(found).toMatchObject({ version: 1, position: { step: 15, epoch: 1, stepInEpoch: 7, best: { step: 8 } } });
    const { spec } = job('old');
    const state = new RunState({ spec }, await readTrainingData(spec, [data]));
    state.restore(found, 'old');
    expect(bits((await state.tensors())!)).toBe(bits(found.tensors));
    expect(state.position).toEqual(found.position);
    state.dispose();

    const stopped = await runFit(job('old'), (log, control) => void (tellsOfStep(log, 16) && control.stop()));
    const { step } = stopped.of('stopped')[0]!;
    cpSync(at('old'), at('new'), { recursive: true });
    for (const file of readdirSync(at('new/checkpoints')).filter((name) => name.includes('000015'))) {
      rmSync(at(`new/checkpoints/${file}`));
    }
    const today = (await new CheckpointFolder(at('new')).newest())!.checkpoint;
    expect(today).toMatchObject({ version: 2, position: { step } });
    expect(await namesIn('new')).toEqual(
      expect.arrayContaining(['weights/conv2d/kernel', 'slots/momentum/conv2d/kernel']),
    );

    cpSync(old, at('again'), { recursive: true });
    const [fromOld, fromNew] = [await runFit(job('again')), await runFit(job('new'))];
    expect(fromNew.of('finished')[0]!.weightsSha256).toBe(fromOld.of('finished')[0]!.weightsSha256);
    const [a, b] = await Promise.all(['again', 'new'].map((name) => new CheckpointFolder(at(name)).newest()));
    expect(bits(a!.checkpoint.tensors)).toBe(bits(b!.checkpoint.tensors));
  });
});
