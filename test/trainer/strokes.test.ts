import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { readSplit } from '../../electron/files/image-set.ts';
import { BatchOrder } from '../../electron/trainer/data/batch-order.ts';
import { loadModel } from '../../electron/trainer/evaluate/model-cache.ts';
import { predict } from '../../electron/trainer/evaluate/predict.ts';
import { redrawnImages } from '../../electron/trainer/fit/redrawn-images.ts';
import type { NamedTensor } from '../../electron/trainer/formats/safetensors.ts';
import { createEagerStep } from '../../electron/trainer/step/eager-step.ts';
import { createGraphStep } from '../../electron/trainer/step/graph-step.ts';
import { createTrainingState } from '../../electron/trainer/step/training-state.ts';
import type { StrokeAugmentation } from '../../shared/contract/schemas/recipe.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { imagesAt } from '../../shared/data/labelled-images.ts';
import { NO_AUGMENTATION } from '../../shared/data/augment.ts';
import { drawChanged, LIGHT_STROKES, NO_STROKE_AUGMENTATION, pointsAlone } from '../../shared/ink/change-strokes.ts';
import { MNIST_FRAME } from '../../shared/ink/frame.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import { stream } from '../../shared/random/random.ts';
import { runFit, type FitOutcome } from '../fixtures/fit-in-process.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { penDigits, writePenFiles } from '../fixtures/pen-files.ts';
import { tellsOfStep } from '../fixtures/told-steps.ts';
import { type JobOptions, trainJob, writeMnistFiles } from '../fixtures/train-job.ts';
import { apart, digitModel, programOf, recipeOf, variablesOf } from '../fixtures/train-steps.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
let hand: DataFiles;

beforeAll(() => {
  loadTensorflow();
  // Each seventh from paper.
  hand = writePenFiles(at('hand'), { train: 210, test: 50, paper: 7 });
});
afterAll(remove);

const RECIPE = {
  batchSize: 16,
  epochs: 3,
  schedule: { kind: 'constant' },
  warmUpEpochs: 0,
  augmentation: NO_AUGMENTATION,
} as const;
const job = (name: string, strokes: Partial<StrokeAugmentation>, options: JobOptions = {}, data = hand) =>
  trainJob(at(name), data, {
    preset: 'softmax',
    ...options,
    recipe: { ...RECIPE, strokeAugmentation: strokes, ...options.recipe },
  });
const weightsOf = ({ of, error }: FitOutcome): string => {
  expect(error).toBeNull();
  return of('finished')[0]!.weightsSha256;
};

describe('a run whose drawings are drawn anew', () => {
  it('is another one than without, and the same to the bit where the changes come to nothing', async () => {
    const plain = weightsOf(await runFit(job('plain', {})));
    expect(weightsOf(await runFit(job('nothing', { slant: 1e-300 })))).toBe(plain);
    const changed = weightsOf(await runFit(job('changed', LIGHT_STROKES)));
    expect(changed).not.toBe(plain);
    expect(weightsOf(await runFit(job('again', LIGHT_STROKES)))).toBe(changed);
    const seeded = { recipe: { seed: 99 } };
    expect(weightsOf(await runFit(job('seeded', LIGHT_STROKES, seeded)))).not.toBe(changed);
  });

  it('is the same where no image has strokes', async () => {
    const mnist = writeMnistFiles(at('mnist'), 100, 20);
    expect(weightsOf(await runFit(job('mnist-strokes', LIGHT_STROKES, {}, mnist)))).toBe(
      weightsOf(await runFit(job('mnist-plain', {}, {}, mnist))),
    );
  });

  it.each([1, 17])('is the same to the bit when it is stopped after step %i and resumed', async (step) => {
    const options: JobOptions = { preset: 'quick', recipe: { validation: { kind: 'stratified', fraction: 0.2 } } };
    const whole = weightsOf(await runFit(job(`whole-${step}`, LIGHT_STROKES, options)));
    const stopAt = (log: RunLog, control: { stop(): unknown }) => {
      if (tellsOfStep(log, step)) void control.stop();
    };
    const stopped = await runFit(job(`stopped-${step}`, LIGHT_STROKES, options), stopAt);
    expect(stopped.of('stopped')).toHaveLength(1);
    const resumed = await runFit(job(`stopped-${step}`, LIGHT_STROKES, { ...options, resume: true }));
    expect(weightsOf(resumed)).toBe(whole);
  });

  it('goes on from a model, beside replayed images, which stay as they are', async () => {
    const mnist = writeMnistFiles(at('replayed'), 100, 20);
    weightsOf(await runFit(job('parent', {}, { preset: 'quick', recipe: { epochs: 1 } }, mnist)));
    const replay = { files: mnist, share: 0.5 };
    const all = { folder: at('parent/model'), freeze: 'none', replay } as const;
    const plain = weightsOf(await runFit(job('tuned', {}, { from: all })));
    expect(weightsOf(await runFit(job('tuned-nothing', { scale: 1e-300 }, { from: all })))).toBe(plain);
    const from = { ...all, freeze: 'features' } as const;
    const changed = await runFit(job('tuned-changed', LIGHT_STROKES, { from }));
    expect(changed.error).toBeNull();
    expect(changed.of('stage').map(({ stage }) => stage)).not.toContain('features');
  });
});

describe('the images of an epoch', () => {
  const recipe = recipeOf({ batchSize: 16, strokeAugmentation: LIGHT_STROKES });

  it('are new ones of what trains and has strokes; all others stay, and so do the images themselves', async () => {
    const set = await readSplit(hand, 'train');
    const before = Uint8Array.from(set.images);
    const training = Uint32Array.from(set.labels.keys()).filter((index) => index % 3 !== 0);
    const redrawn = redrawnImages(set, training, recipe)!;
    const epochs: Uint8Array[] = [];
    for (const epoch of [0, 1, 0]) {
      expect(redrawn.drawing.isReady(epoch)).toBe(false);
      await redrawn.drawing.draw(epoch, () => false);
      expect(redrawn.drawing.isReady(epoch)).toBe(true);
      epochs.push(Uint8Array.from(redrawn.set.images));
    }
    expect(Buffer.compare(set.images, before)).toBe(0);
    expect(epochs[2]).toEqual(epochs[0]);
    for (const index of set.labels.keys()) {
      const [own, first, second] = [before, epochs[0]!, epochs[1]!].map((images) =>
        imagesAt({ ...set, images }, [index]),
      );
      const isDrawn = index % 3 !== 0 && index % 7 !== 0;
      expect(Buffer.compare(own!, first!) !== 0, String(index)).toBe(isDrawn);
      expect(Buffer.compare(first!, second!) !== 0, String(index)).toBe(isDrawn);
    }
  });

  it('are the same however often their drawing is interrupted', async () => {
    const set = await readSplit(hand, 'train');
    const training = Uint32Array.from(set.labels.keys());
    const [whole, parted] = [redrawnImages(set, training, recipe)!, redrawnImages(set, training, recipe)!];
    await whole.drawing.draw(4, () => false);
    while (!parted.drawing.isReady(4)) await parted.drawing.draw(4, () => true);
    expect(parted.set.images).toEqual(whole.set.images);
  });

  it('are none where nothing is changed', async () => {
    const set = await readSplit(hand, 'train');
    const training = Uint32Array.from(set.labels.keys());
    expect(redrawnImages(set, training, recipeOf())).toBeNull();
    expect(redrawnImages({ ...set, drawAnew: undefined }, training, recipe)).toBeNull();
    expect(recipeOf().strokeAugmentation).toEqual(NO_STROKE_AUGMENTATION);
  });

  it('are trained on alike op by op and in the graph, which takes them anew', async () => {
    const set = await readSplit(hand, 'train');
    const training = Uint32Array.from(set.labels.keys());
    const trained = async (mode: 'graph' | 'eager', reloads = true): Promise<NamedTensor[]> => {
      const state = createTrainingState(digitModel([{ type: 'Flatten' }]), recipe);
      const redrawn = redrawnImages(set, training, recipe)!;
      const program = programOf(recipe);
      const step =
        mode === 'graph'
          ? createGraphStep(state, program, redrawn.set, [16])
          : createEagerStep(state, program, redrawn.set);
      try {
        const order = new BatchOrder(training, recipe);
        for (const epoch of [0, 1]) {
          await redrawn.drawing.draw(epoch, () => false);
          if (reloads) step.reload();
          const block = order.block(epoch, 0, 8);
          await step.run({ ...block, learningRates: new Float32Array(8).fill(0.01), firstStep: 8 * epoch + 1 });
        }
        step.settle();
        return variablesOf(state);
      } finally {
        step.dispose();
        state.dispose();
      }
    };
    const [graph, eager] = [await trained('graph'), await trained('eager')];
    expect(apart(graph, eager)).toBeLessThan(1e-5);
    // The test can tell: a graph that keeps the first epoch's images comes elsewhere.
    expect(apart(await trained('graph', false), eager)).toBeGreaterThan(1e-3);
  });
});

describe('light changes of strokes', () => {
  it('leave a sign what it is: the starter reads nearly all as before', async () => {
    const starter = await loadModel(path.join(repositoryRoot, 'resources', 'starter'));
    try {
      const pens = penDigits(500, 3);
      const read = async (images: readonly Uint8Array[]) =>
        (await predict(starter, new Uint8Array(Buffer.concat(images)))).items.map(({ label }) => label);
      const before = await read(pens.map(({ strokes }) => rasterize(pointsAlone(strokes))));
      const random = stream(1, 'strokes');
      const after = await read(pens.map((pen) => drawChanged(pen, MNIST_FRAME, LIGHT_STROKES, random)));
      const same = before.filter((label, i) => label === after[i]).length;
      expect(same / pens.length).toBeGreaterThan(0.98);
    } finally {
      starter.dispose();
    }
  });
});
