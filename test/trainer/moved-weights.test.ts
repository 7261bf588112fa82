import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { movedWeights } from '../../electron/trainer/evaluate/moved-weights.ts';
import { readModelFolder, writeModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import { movedWeightsSchema } from '../../shared/contract/schemas/moved-weights.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { NO_AUGMENTATION } from '../../shared/data/augment.ts';
import { floatsFromBytes } from '../../shared/data/number-bytes.ts';
import { movedLayers } from '../../shared/learn/moved-layers.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { trainJob, writeMnistFiles } from '../fixtures/train-job.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string): string => path.join(folder, name);
let data: DataFiles;
const recipe = {
  ...({ batchSize: 32, schedule: { kind: 'constant' }, warmUpEpochs: 0, epochs: 1 } as const),
  ...({ validation: { kind: 'none' }, augmentation: NO_AUGMENTATION } as const),
};

beforeAll(async () => {
  loadTensorflow();
  data = writeMnistFiles(at('data'), 200, 20);
  expect((await runFit(trainJob(at('parent'), data, { preset: 'quick', recipe }))).error).toBeNull();
  const from = { folder: at('parent/model'), freeze: 'features' as const };
  expect((await runFit(trainJob(at('child'), data, { recipe, from }))).error).toBeNull();
});
afterAll(remove);

describe('how far weights have moved', () => {
  it('frozen layers are the same bit for bit, the trained one has moved by what its numbers say', async () => {
    const told = movedWeightsSchema.parse(await movedWeights(at('child/model'), at('child/from'), 'dense/kernel'));
    const [parent, child] = [await readModelFolder(at('parent/model')), await readModelFolder(at('child/model'))];
    expect(told.weights.map(({ path: own }) => own)).toEqual(child.weights.map(({ name }) => name));
    for (const { path: own, same, moved } of told.weights) {
      expect(same, own).toBe(!own.startsWith('dense/'));
      expect(moved === 0, own).toBe(same);
    }
    const [before, after] = [floatsFromBytes(told.shown!.before!), floatsFromBytes(told.shown!.after)];
    expect(before).toEqual(parent.weights.find(({ name }) => name === 'dense/kernel')!.values);
    expect(after).toEqual(child.weights.find(({ name }) => name === 'dense/kernel')!.values);
    const kernel = told.weights.find(({ path: own }) => own === 'dense/kernel')!;
    expect(kernel.moved).toBeCloseTo(Math.hypot(...after.map((value, i) => value - before[i]!)), 5);
    expect(kernel.before).toBeCloseTo(Math.hypot(...before), 5);
    const layers = movedLayers(told.weights);
    expect(layers.filter(({ same }) => !same).map(({ name }) => name)).toEqual(['dense']);
    expect(layers.at(-1)!.relative!).toBeGreaterThan(0);
  });

  it('a weight of another shape is none of the parent’s, and a zero of the other sign is not the same', async () => {
    const { card, weights } = await readModelFolder(at('child/model'));
    const changed = weights.map((weight) =>
      weight.name === 'dense/bias' ? { ...weight, values: new Float32Array(weight.values.length).fill(-0) } : weight,
    );
    await writeModelFolder(at('zeros'), card, changed);
    const zeros = changed.map((weight) =>
      weight.name === 'dense/bias' ? { ...weight, values: new Float32Array(weight.values.length) } : weight,
    );
    const fresh = zeros.map((weight) =>
      weight.name === 'dense/kernel' ? { ...weight, shape: [...weight.shape].reverse() } : weight,
    );
    await writeModelFolder(at('others'), card, fresh);
    const { weights: told } = await movedWeights(at('zeros'), at('others'), null);
    expect(told.find(({ path: own }) => own === 'dense/bias')).toMatchObject({ same: false, before: 0, moved: 0 });
    expect(told.find(({ path: own }) => own === 'dense/kernel')).toMatchObject({ before: null, moved: null });
    expect(movedLayers(told).at(-1)).toMatchObject({ name: 'dense', fresh: true, relative: null });
  });

  it('says what is missing: the weight, the model, the one that it went on from', async () => {
    const child = at('child/model');
    await expect(movedWeights(child, at('child/from'), 'dense/gamma')).rejects.toMatchObject({
      ...{ code: 'layer-absent', params: { path: 'dense/gamma' } },
    });
    await expect(movedWeights(at('none'), at('child/from'), null)).rejects.toMatchObject({ code: 'model-not-found' });
    await expect(movedWeights(at('parent/model'), at('parent/from'), null)).rejects.toMatchObject({
      ...{ code: 'model-not-found', params: { folder: at('parent/from') } },
    });
    const { card, weights } = await readModelFolder(child);
    const torn = weights.map((weight) => ({ ...weight, values: weight.values.map(() => Infinity) }));
    await writeModelFolder(at('torn'), card, torn);
    await expect(movedWeights(at('torn'), at('child/from'), null)).rejects.toMatchObject({ code: 'model-not-finite' });
  });
});
