import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { CheckpointFolder } from '../../electron/trainer/checkpoints/checkpoint-folder.ts';
import { readSplit } from '../../electron/files/image-set.ts';
import { evaluate } from '../../electron/trainer/evaluate/evaluate.ts';
import type { Reader } from '../../electron/trainer/evaluate/reader.ts';
import { loadModel } from '../../electron/trainer/evaluate/model-cache.ts';
import { predict } from '../../electron/trainer/evaluate/predict.ts';
import { readModelFolder, writeModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { allIndices } from '../../shared/data/labelled-images.ts';
import { NO_ANSWER } from '../../shared/evaluation/softmax.ts';
import { watchPlateau } from '../../shared/model/schedule.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { trainJob, writeMnistFiles } from '../fixtures/train-job.ts';
import { digitModel } from '../fixtures/train-steps.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
let data: DataFiles;

beforeAll(() => {
  loadTensorflow();
  data = writeMnistFiles(at('data'), 5120, 300);
});
afterAll(remove);

/** Its weights stay finite for an epoch of nine steps, and what they make of an image does not. */
const leaky = (units: number) => ({ type: 'Dense', units, activation: 'leakyRelu' });
const model = digitModel([{ type: 'Flatten' }, leaky(128), leaky(64)]);
const recipe = {
  optimizer: { name: 'sgd', learningRate: 10 },
  schedule: { kind: 'plateau', patience: 1 },
  batchSize: 512,
} as const;

describe('a loss that is not finite', () => {
  it('of the validation is told as null, kept in the checkpoint, and resumed from', async () => {
    const { of, error } = await runFit(trainJob(at('validation'), data, { model, recipe: { ...recipe, epochs: 4 } }));
    expect(error).toMatchObject({ code: 'training-diverged' });
    expect(of('epoch')).toMatchObject([{ step: 9, validation: { loss: null }, best: { validation: { loss: null } } }]);
    const { checkpoint } = (await new CheckpointFolder(at('validation')).newest())!;
    expect(checkpoint.position).toMatchObject({
      step: 9,
      best: { validation: { loss: null } },
      plateau: { best: null },
    });
    const again = await runFit(
      trainJob(at('validation'), data, { model, recipe: { ...recipe, epochs: 4 }, resume: true }),
    );
    expect(again.of('resumed')).toMatchObject([{ step: 9, damaged: [] }]);
  });

  it('of a test is null in the log and on the card of the model, which reads no image rather than any', async () => {
    const { of, error } = await runFit(trainJob(at('test'), data, { model, recipe: { ...recipe, epochs: 1 } }));
    expect(error).toBeNull();
    expect(of('test')).toMatchObject([{ result: { loss: null, n: 300 } }]);
    const { card } = await readModelFolder(at('test/model'));
    expect(card.tests[0]).toEqual(of('test')[0]!.result);
    const loaded = await loadModel(at('test/model'));
    await expect(predict(loaded, new Uint8Array(784).fill(255))).rejects.toMatchObject({ code: 'model-not-finite' });
    loaded.dispose();
  });

  it('has no class where an answer is no number: each image counts, and as wrong', async () => {
    const set = await readSplit(data, 'test');
    const read = (images: Uint8Array) => Promise.resolve(new Float32Array((images.length / 784) * 10).fill(NaN));
    const reader: Pick<Reader, 'width' | 'read'> = { width: 10, read };
    const { accuracy, predicted, n, confusion } = (await evaluate(reader as Reader, set, allIndices(set.count)))!;
    expect([accuracy, n, confusion]).toEqual([0, 300, []]);
    expect(predicted.every((each) => each === NO_ANSWER)).toBe(true);
  });

  it('of a model that a person brings does not become a reading either', async () => {
    await runFit(trainJob(at('plain'), data, { model, recipe: { ...recipe, optimizer: { name: 'adam' }, epochs: 1 } }));
    const { card, weights } = await readModelFolder(at('plain/model'));
    const huge = weights.map(({ name, shape, values }) => ({
      name,
      shape,
      values: values.map((value) => value * 1e20),
    }));
    await writeModelFolder(at('huge'), card, huge);
    const loaded = await loadModel(at('huge'));
    await expect(predict(loaded, new Uint8Array(784).fill(255))).rejects.toMatchObject({ code: 'model-not-finite' });
    loaded.dispose();
  });

  it('is no fall to a plateau schedule', () => {
    const schedule = { kind: 'plateau', factor: 0.5, patience: 2, minimum: 0.01 } as const;
    const first = watchPlateau(schedule, { factor: 1, best: null, waited: 0 }, null);
    expect(first).toEqual({ factor: 1, best: null, waited: 1 });
    const then = watchPlateau(schedule, { factor: 1, best: 2, waited: 1 }, null);
    expect(then).toEqual({ factor: 0.5, best: 2, waited: 0 });
  });
});
