import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readImageSet } from '../../electron/files/image-set.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { readTrainingData } from '../../electron/trainer/data/training-data.ts';
import { evaluate } from '../../electron/trainer/evaluate/evaluate.ts';
import { loadModel } from '../../electron/trainer/evaluate/model-cache.ts';
import { readModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { NO_AUGMENTATION } from '../../shared/data/augment.ts';
import { groupsToBytes, labelsToBytes } from '../../shared/data/label-bytes.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { someDigits } from '../fixtures/hand-drawings.ts';
import { type JobOptions, trainJob, writeMnistFiles, writeTaskFiles } from '../fixtures/train-job.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
const OWN = 100;
let mnist: DataFiles;
let hand: DataFiles;

/** A hand whose drawings belong together two by two. */
async function writeHand(): Promise<DataFiles> {
  const { images, labels } = someDigits(OWN + 20);
  const each = Array.from(labels, (_, i) => images.subarray(i * 784, (i + 1) * 784));
  const files = await writeTaskFiles(at('hand'), DIGITS, { train: each.slice(0, OWN), test: each.slice(OWN) });
  writeFileSync(files.trainLabels, labelsToBytes(labels.subarray(0, OWN)));
  writeFileSync(files.testLabels, labelsToBytes(labels.subarray(OWN)));
  const trainGroups = at('hand/train-groups.u32');
  writeFileSync(trainGroups, groupsToBytes(Uint32Array.from({ length: OWN }, (_, i) => Math.floor(i / 2))));
  return { ...files, id: 'hand-0000abcd', trainGroups };
}

const PLAIN = {
  batchSize: 32,
  schedule: { kind: 'constant' },
  warmUpEpochs: 0,
  augmentation: NO_AUGMENTATION,
} as const;

beforeAll(async () => {
  loadTensorflow();
  mnist = writeMnistFiles(at('mnist'), 1000, 100);
  hand = await writeHand();
  const recipe = { ...PLAIN, epochs: 2, validation: { kind: 'none' } } as const;
  expect((await runFit(trainJob(at('parent'), mnist, { preset: 'quick', recipe }))).error).toBeNull();
});
afterAll(remove);

describe('early stopping of a fine-tune on a hand', () => {
  const options = (): JobOptions => ({
    recipe: {
      ...PLAIN,
      // Quick enough to become worse soon.
      optimizer: { name: 'adam', learningRate: 0.02 },
      epochs: 40,
      validation: { kind: 'stratified', fraction: 0.2 },
      earlyStopping: { patience: 1, restoreBest: true },
    },
    from: { folder: at('parent/model'), replay: { files: mnist, share: 0.5 }, originals: [mnist] },
  });

  it('validates on a part of the hand alone, and nothing that is replayed', async () => {
    const { spec } = trainJob(at('read'), hand, options());
    const { images, training, validation, order } = await readTrainingData(spec, [hand], [mnist]);
    expect(images.count).toBeGreaterThan(OWN);
    expect(validation.length).toBeGreaterThan(0);
    expect([...training, ...validation].sort((a, b) => a - b)).toEqual(Array.from({ length: OWN }, (_, i) => i));
    const groups = (some: Iterable<number>): Set<number> => new Set(Array.from(some, (i) => Math.floor(i / 2)));
    expect([...groups(validation)].filter((group) => groups(training).has(group))).toEqual([]);
    for (let epoch = 0; epoch < 3; epoch++) {
      const shown: number[] = [];
      while (shown.length < order.images) {
        shown.push(...order.block(epoch, Math.floor(shown.length / PLAIN.batchSize), 1).indices);
      }
      expect(shown.filter((index) => index >= OWN)).toHaveLength(training.length);
      expect(shown.filter((index) => index < OWN).sort((a, b) => a - b)).toEqual([...training]);
    }
  });

  it('ends one epoch after the best on that part, and restores it', async () => {
    const job = trainJob(at('early'), hand, options());
    const { of: told, error } = await runFit(job);
    expect(error).toBeNull();
    const [stopped] = told('early-stopped');
    expect(stopped!.epoch - stopped!.best).toBe(1);
    expect(told('epoch')).toHaveLength(stopped!.epoch);
    const [final, best] = await Promise.all(['model', 'best'].map((name) => readModelFolder(at(`early/${name}`))));
    expect(final!.card.weightsSha256).toBe(best!.card.weightsSha256);
    // The restored weights read the hand's own part as that epoch was told to.
    const { spec } = job;
    const [own, { validation }] = [
      await readImageSet([hand], 'train', spec),
      await readTrainingData(spec, [hand], [mnist]),
    ];
    expect(told('started')[0]).toMatchObject({
      validationCount: validation.length,
      trainCount: OWN - validation.length,
    });
    const restored = await loadModel(at('early/model'));
    try {
      const { accuracy, loss } = (await evaluate(restored.reader, own, validation))!;
      const { validation: then } = told('epoch').find(({ epoch }) => epoch === stopped!.best)!;
      expect(accuracy).toBe(then!.accuracy);
      expect(loss).toBeCloseTo(then!.loss!, 5);
    } finally {
      restored.dispose();
    }
  });
});
