import { promises as fs, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { loadModel, type LoadedModel } from '../../electron/trainer/evaluate/model-cache.ts';
import { readModelFolder, writeModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import { detectorTensors } from '../../electron/trainer/known/detector-file.ts';
import { evidenceSize } from '../../shared/known/evidence.ts';
import { KINDS } from '../../shared/known/kinds.ts';
import { predict } from '../../electron/trainer/evaluate/predict.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import type { Drawing, Point } from '../../shared/ink/types.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { LETTERS } from '../../shared/data/non-signs/letters.ts';
import { write } from '../../shared/data/synthetic/hand.ts';
import { resize } from '../../shared/ink/resample.ts';
import { stream, type Random } from '../../shared/random/random.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { readMnist } from '../fixtures/mnist.ts';
import { trainJob, writeMnistFiles, writeTaskFiles } from '../fixtures/train-job.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'inkstone-known-'));
const model = path.join(folder, 'run', 'model');
const test = readMnist('test');
let loaded: LoadedModel;

beforeAll(async () => {
  loadTensorflow();
  const data = writeMnistFiles(path.join(folder, 'data'), 4000, 500);
  const job = trainJob(path.join(folder, 'run'), data, { preset: 'quick', recipe: { epochs: 3 }, known: true });
  const { error } = await runFit(job);
  expect(error).toBeNull();
  loaded = await loadModel(model);
});
afterAll(async () => {
  loaded?.dispose();
  await fs.rm(folder, { recursive: true, force: true });
});

const joined = (images: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(images.length * 784);
  images.forEach((image, i) => bytes.set(image, i * 784));
  return bytes;
};
const share = (holds: readonly boolean[]): number => holds.filter(Boolean).length / holds.length;
const read = async (images: readonly Uint8Array[]) => (await predict(loaded, joined(images))).items;

/** Nothing like the generator's scribbles: sums of sines, as a pen gone wild draws them. */
function lissajous(seed: number): Drawing {
  const random = stream(seed, 'synthetic');
  const [a, b, c, d] = [1, 2, 3, 4].map(() => random.uniform(1.5, 5)) as [number, number, number, number];
  const phase = random.uniform(0, 6);
  return [
    Array.from({ length: 150 }, (_, i): Point => {
      const t = (i / 150) * 2 * Math.PI;
      return [Math.sin(a * t) + 0.6 * Math.sin(c * t + phase), Math.cos(b * t) + 0.6 * Math.sin(d * t)];
    }),
  ];
}

/** Two test digits side by side, brought to one width. */
function pair(i: number): Uint8Array {
  const wide = new Uint8Array(784);
  for (let y = 0; y < 14; y++) {
    for (let x = 0; x < 28; x++) {
      const digit = (2 * i + Number(x >= 14)) * 784;
      const [sx, sy] = [(x % 14) * 2, y * 2];
      wide[(y + 7) * 28 + x] = Math.max(
        test.images[digit + sy * 28 + sx]!,
        test.images[digit + (sy + 1) * 28 + sx + 1]!,
      );
    }
  }
  return wide;
}

describe('a trained model', () => {
  it('knows digits that it has never seen, and reads them as before', async () => {
    const items = await read(Array.from({ length: 500 }, (_, i) => test.images.subarray(i * 784, (i + 1) * 784)));
    expect(share(items.map(({ outsider }) => outsider === null))).toBeGreaterThan(0.95);
    expect(share(items.map(({ index }, i) => index === test.labels[i]))).toBeGreaterThan(0.9);
    expect(items.every(({ known }) => known !== null && known > 0 && known <= 1)).toBe(true);
  });

  it('refuses scribbles that were drawn another way than those it learnt from', async () => {
    const items = await read(Array.from({ length: 200 }, (_, i) => rasterize(lissajous(i + 1))));
    expect(share(items.map(({ outsider }) => outsider !== null))).toBeGreaterThan(0.85);
  });

  it('takes two digits for two', async () => {
    const items = await read(Array.from({ length: 200 }, (_, i) => pair(i)));
    expect(share(items.map(({ outsider }) => outsider !== null))).toBeGreaterThan(0.9);
    expect(share(items.map(({ outsider }) => outsider === 'several'))).toBeGreaterThan(0.6);
  });

  it('knows that a blank image is none', async () => {
    expect(await read([new Uint8Array(784)])).toMatchObject([{ known: 0, outsider: 'other' }]);
  });

  it('gives one image the same answer alone and among others', async () => {
    const [alone] = await read([test.images.subarray(0, 784)]);
    const [first] = await read(Array.from({ length: 20 }, (_, i) => test.images.subarray(i * 784, (i + 1) * 784)));
    expect(first!.known).toBeCloseTo(alone!.known!, 5);
  });

  it('says in its card how it was calibrated', () => {
    const { known } = loaded.card;
    expect(known!.threshold).toBe(0.5);
    expect(known!.signs.refused / known!.signs.count).toBeLessThanOrEqual(0.02);
    expect(known!.others.refused / known!.others.count).toBeGreaterThan(0.75);
  });
});

describe('a model folder', () => {
  const copy = async (name: string, change: (folder: string) => Promise<void>): Promise<string> => {
    const target = path.join(folder, name);
    await fs.cp(model, target, { recursive: true });
    await change(target);
    return target;
  };

  it('of before there were detectors still reads, and says that it cannot tell', async () => {
    const old = await copy('old', async (target) => {
      const file = path.join(target, 'model.json');
      const { known, ...card } = JSON.parse(await fs.readFile(file, 'utf8')) as Record<string, unknown>;
      expect(known).not.toBeNull();
      await fs.writeFile(file, JSON.stringify(card));
      await fs.rm(path.join(target, 'known.safetensors'));
    });
    const model = await loadModel(old);
    const { items } = await predict(model, test.images.slice(0, 784));
    expect(items[0]).toMatchObject({ label: '7', known: null, outsider: null });
    model.dispose();
  });

  it('without its detector, with a damaged one, or with that of another model is torn, and says which file', async () => {
    const gone = await copy('gone', (target) => fs.rm(path.join(target, 'known.safetensors')));
    await expect(loadModel(gone)).rejects.toMatchObject({
      code: 'model-torn',
      params: { file: path.join(gone, 'known.safetensors') },
    });
    const damaged = await copy('damaged', async (target) => {
      const file = path.join(target, 'known.safetensors');
      const bytes = await fs.readFile(file);
      bytes[bytes.length - 5]! ^= 1;
      await fs.writeFile(file, bytes);
    });
    await expect(loadModel(damaged)).rejects.toMatchObject({
      code: 'model-torn',
      params: { file: path.join(damaged, 'known.safetensors') },
    });
    const swapped = await copy('swapped', (target) =>
      fs.copyFile(path.join(target, 'weights.safetensors'), path.join(target, 'known.safetensors')),
    );
    await expect(loadModel(swapped)).rejects.toMatchObject({ code: 'model-torn' });
  });
});

describe('own signs of another size', () => {
  const classes = ['A', 'E', 'F', 'H', 'K', 'M', 'P', 'R', 'T', 'W', 'X', 'b'];
  const task: Task = { inputShape: [32, 32, 1], classes };
  const letter = (name: string, random: Random): Uint8Array => {
    const ways = LETTERS.filter(([other]) => other === name);
    const image = rasterize(write(ways[random.integer(ways.length)]![1], random));
    return resize(image, { width: 28, height: 28 }, { width: 32, height: 32 });
  };

  it('are known after a run on some hundreds, and scribbles, digits and pairs are not', async () => {
    const random = stream(21, 'synthetic');
    const home = path.join(folder, 'own');
    const signs = (count: number) => Array.from({ length: count }, (_, i) => letter(classes[i % 12]!, random));
    const data = await writeTaskFiles(home, task, { train: signs(480), test: signs(120) });
    const job = trainJob(path.join(home, 'run'), data, { preset: 'quick', recipe: { epochs: 12 }, known: true });
    expect((await runFit(job)).error).toBeNull();
    const own = await loadModel(path.join(home, 'run', 'model'));
    const refused = async (images: readonly Uint8Array[]): Promise<number> => {
      const bytes = new Uint8Array(images.length * 1024);
      images.forEach((image, i) => bytes.set(image, i * 1024));
      return share((await predict(own, bytes)).items.map(({ outsider }) => outsider !== null));
    };
    const sized = (image: Uint8Array) => resize(image, { width: 28, height: 28 }, { width: 32, height: 32 });
    expect(await refused(signs(240))).toBeLessThan(0.08);
    expect(await refused(Array.from({ length: 100 }, (_, i) => sized(rasterize(lissajous(i + 1)))))).toBeGreaterThan(
      0.8,
    );
    expect(await refused(Array.from({ length: 100 }, (_, i) => sized(pair(i))))).toBeGreaterThan(0.8);
    own.dispose();
  });
});

describe('the same run', () => {
  const softmax = (name: string, data: ReturnType<typeof writeMnistFiles>) =>
    trainJob(path.join(folder, name), data, { preset: 'softmax', recipe: { epochs: 1 }, known: true });
  const hashOf = async (name: string): Promise<string> => {
    const loadedRun = await loadModel(path.join(folder, name, 'model'));
    loadedRun.dispose();
    return loadedRun.card.known!.weightsSha256;
  };

  it('learns the same detector to the bit, and tells of it while it does, also when it is stopped and goes on', async () => {
    const data = writeMnistFiles(path.join(folder, 'small'), 300, 50);
    const whole = await runFit(softmax('one', data));
    expect(whole.error).toBeNull();
    const works = whole.of('finishing').map(({ work, done, step }) => ({ work, done, step }));
    expect(works.slice(0, 2)).toEqual([
      { work: 'test', done: 0, step: 3 },
      { work: 'known', done: 0, step: 3 },
    ]);
    const shares = works.map(({ done }) => done);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeGreaterThan(0.8);
    expect(shares.length).toBeLessThan(25);

    const job = softmax('two', data);
    const stopped = await runFit(job, (log, control) => {
      if (log.type === 'finishing' && log.work === 'known' && log.done > 0) void control.stop();
    });
    expect(stopped.logs.at(-1)).toMatchObject({ type: 'stopped', step: 3 });
    expect(stopped.of('finished')).toEqual([]);
    const resumed = await runFit({ ...job, resume: true });
    expect(resumed.error).toBeNull();
    expect(resumed.of('finished')).toHaveLength(1);
    expect(await hashOf('two')).toBe(await hashOf('one'));
  });

  it('of an older studio, whose detector looks at what lies in front of the last layer, too, opens as before', async () => {
    const old = path.join(folder, 'pixels');
    const { card, weights } = await readModelFolder(path.join(folder, 'one', 'model'));
    const { version, weightsSha256, known, ...rest } = card;
    expect([version, weightsSha256.length]).toEqual([2, 64]);
    const evidence = evidenceSize(10 + 784);
    const detector = detectorTensors({
      mean: new Float32Array(evidence),
      scale: new Float32Array(evidence).fill(1),
      hiddenKernel: new Float32Array(evidence * 32).fill(2 ** -10),
      hiddenBias: new Float32Array(32),
      kindsKernel: new Float32Array(32 * KINDS.length),
      kindsBias: Float32Array.from(KINDS, (kind) => (kind === 'several' ? 20 : 0)),
    });
    await fs.mkdir(old);
    await writeModelFolder(old, rest, weights, { card: known!, weights: detector });
    const loadedRun = await loadModel(old);
    expect([loaded.reader.width, loadedRun.reader.width]).toEqual([10, 794]);
    const { items } = await predict(loadedRun, test.images.slice(0, 784));
    expect(items[0]!.outsider).toBe('several');
    loadedRun.dispose();
  });

  it('learns none from too few images', async () => {
    const few = writeMnistFiles(path.join(folder, 'few'), 12, 5);
    expect((await runFit(softmax('three', few))).error).toBeNull();
    const without = await loadModel(path.join(folder, 'three', 'model'));
    expect(without.card.known).toBeNull();
    without.dispose();
  });
});
