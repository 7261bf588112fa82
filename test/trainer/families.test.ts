import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { loadModel } from '../../electron/trainer/evaluate/model-cache.ts';
import { predict } from '../../electron/trainer/evaluate/predict.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { labelsToBytes } from '../../shared/data/label-bytes.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { stream } from '../../shared/random/random.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { trainJob, writeMnistFiles } from '../fixtures/train-job.ts';

const { folder, remove } = temporaryFolder();
let mnist: DataFiles;

/**
 * Presets that train op by op because they cannot be traced. There are none; an addition needs a reason, here and on
 * the screen.
 */
const FALLS_BACK: readonly string[] = [];

beforeAll(() => {
  loadTensorflow();
  mnist = writeMnistFiles(path.join(folder, 'data'), 900, 100);
});
afterAll(remove);

const PLAIN = {
  batchSize: 64,
  schedule: { kind: 'constant' },
  warmUpEpochs: 0,
  validation: { kind: 'none' },
} as const;

async function train(preset: string, data: DataFiles, epochs: number) {
  const job = trainJob(path.join(folder, `${preset}-${data.id}`), data, { preset, recipe: { ...PLAIN, epochs } });
  const { of, error } = await runFit(job);
  expect(error).toBeNull();
  const [started] = of('started');
  expect({ preset, mode: started!.engine.mode, fallback: started!.engine.fallback }).toEqual(
    FALLS_BACK.includes(preset)
      ? { preset, mode: 'eager', fallback: expect.any(String) as string }
      : { preset, mode: 'graph', fallback: null },
  );
  expect(of('skipped')).toEqual([]);
  const losses = of('epoch').map((log) => log.train.loss!);
  expect(losses.at(-1)!).toBeLessThan(0.85 * losses[0]!);
  return { job, of };
}

describe('every preset on real MNIST', () => {
  it.each(PRESETS.map(({ id }) => id))('%s trains in the graph engine and its loss falls', async (preset) => {
    await train(preset, mnist, 4);
  });
});

/** Signs that are easily told apart: each class has a pattern of blocks of its own, with grey noise over it. */
function writeSigns(id: string, task: Task, trainCount: number, testCount: number): DataFiles {
  const home = path.join(folder, id);
  mkdirSync(home);
  const [height, width] = task.inputShape;
  const classes = task.classes.length;
  const patterns = stream(1, 'synthetic');
  const lit = Array.from({ length: classes }, () => Array.from({ length: 16 }, () => patterns.integer(2)));
  const files = {
    id,
    task,
    framing: 'centred' as const,
    trainImages: path.join(home, 'train-images'),
    trainLabels: path.join(home, 'train-labels'),
    testImages: path.join(home, 'test-images'),
    testLabels: path.join(home, 'test-labels'),
  };
  const write = (images: string, labels: string, count: number, seed: number): void => {
    const noise = stream(seed, 'synthetic');
    const chosen = Array.from({ length: count }, (_, i) => i % classes);
    writeFileSync(labels, labelsToBytes(chosen));
    const bytes = chosen.flatMap((label) =>
      Array.from({ length: height * width }, (_, at) => {
        const [row, column] = [Math.floor(at / width), at % width];
        const block = 4 * Math.floor((4 * row) / height) + Math.floor((4 * column) / width);
        return 170 * lit[label]![block]! + noise.integer(80);
      }),
    );
    writeFileSync(images, Uint8Array.from(bytes));
  };
  write(files.trainImages, files.trainLabels, trainCount, 2);
  write(files.testImages, files.testLabels, testCount, 3);
  return files;
}

const names = (n: number): string[] => Array.from({ length: n }, (_, i) => `sign ${i}`);

describe.each([
  { classes: 3, height: 20, width: 24, images: 192, epochs: 4 },
  { classes: 62, height: 32, width: 32, images: 496, epochs: 5 },
])('every preset on $classes classes of $height x $width', ({ classes, height, width, images, epochs }) => {
  const task: Task = { inputShape: [height, width, 1], classes: names(classes) };
  let data: DataFiles;
  beforeAll(() => {
    data = writeSigns(`idx-0000${String(classes).padStart(4, '0')}`, task, images, 124);
  });

  it.each(PRESETS.map((preset) => preset.id))('%s trains, is tested, and reads', async (preset) => {
    const { job, of } = await train(preset, data, epochs);
    const { n, confusion } = of('test')[0]!.result;
    expect(n).toBe(124);
    expect(confusion.reduce((sum, [, , count]) => sum + count, 0)).toBe(124);
    const loaded = await loadModel(path.join(job.folder, 'model'));
    try {
      expect(loaded.card.task).toEqual(task);
      const { items } = await predict(loaded, new Uint8Array(3 * height * width).fill(90));
      expect(items).toHaveLength(3);
      for (const { index, label, probabilities } of items) {
        expect(probabilities).toHaveLength(task.classes.length);
        expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
        expect(label).toBe(task.classes[index]);
      }
      await expect(predict(loaded, new Uint8Array(5))).rejects.toMatchObject({ code: 'image-size' });
    } finally {
      loaded.dispose();
    }
  });
});
