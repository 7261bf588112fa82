import path from 'node:path';
import { readMnist } from '../../test/fixtures/mnist.ts';
import { placesToBytes } from '../../shared/data/number-bytes.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import type { Preset } from '../../shared/model/presets/index.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { count, milliseconds, seconds } from '../lib/format.ts';
import { quantile, summarise } from '../lib/stats.ts';
import { startTrainerProcess, trainerJob, type TrainerProcess } from '../lib/trainer-process.ts';

/** Reading images: a whole test set, many at once, and one drawing. Over the trainer's channel, as the studio asks. */
export const evaluation: Part = {
  name: 'evaluation',
  about: 'reading 10,000 images, batches, and one drawing',
  run: measure,
};

const IMAGE_BYTES = 784;
const BATCH = 1_000;

interface Reading {
  /** Seconds for the 10,000 test images, files read and model built. */
  readonly evaluate: number[];
  /** Images a second in batches of a thousand. */
  readonly batches: number[];
  /** Milliseconds from the question to the answer, one image. */
  readonly one: number[];
}

async function measure(bench: Bench): Promise<PartResult> {
  const chosen = PRESETS.filter(({ id }) => !bench.quick || id === 'tutorial');
  const { images } = readMnist('test');
  const trainer = startTrainerProcess();
  const readings: Record<string, Reading> = {};
  try {
    for (const preset of chosen) {
      const folder = await briefly(trainer, bench, preset);
      readings[preset.id] = await read(trainer, bench, folder, images);
      bench.say(preset.id);
    }
  } finally {
    await trainer.end();
  }
  const table = {
    title: 'Reading images with a trained model',
    columns: ['preset', '10,000 test images', 'images/s in batches', 'one drawing, median', '99 %'],
    rows: Object.entries(readings).map(([name, { evaluate, batches, one }]) => [
      name,
      seconds(summarise(evaluate).median),
      count(summarise(batches).median),
      milliseconds(summarise(one).median),
      milliseconds(quantile(one, 0.99)),
    ]),
    notes: [
      'the first column has reading the files and building the model in it; a drawing is timed from the question to the answer, over the process boundary',
      `batches of ${count(BATCH)}; medians of ${Object.values(readings)[0]!.evaluate.length}, ${Object.values(readings)[0]!.batches.length} and ${Object.values(readings)[0]!.one.length} times`,
    ],
  };
  return { tables: [table], goals: [], data: { readings } };
}

/** Trains a few steps, so that there is a model to read with; its folder. */
async function briefly({ client, ended }: TrainerProcess, { folder, data }: Bench, preset: Preset): Promise<string> {
  const job = trainerJob({ folder, data, model: preset.model, recipe: { epochs: 1 }, limit: 256 });
  const over = ended();
  await client.call('job.start', job);
  await over;
  return path.join(job.folder, 'model');
}

async function read(
  { client }: TrainerProcess,
  { quick, data }: Bench,
  folder: string,
  images: Uint8Array,
): Promise<Reading> {
  const timed = async (times: number, call: (i: number) => Promise<unknown>): Promise<number[]> => {
    // The first builds graphs and caches the model.
    await call(0);
    const taken: number[] = [];
    for (let i = 0; i < times; i++) {
      const start = performance.now();
      await call(i);
      taken.push(performance.now() - start);
    }
    return taken;
  };
  const predict = (first: number, n: number) =>
    client.call('model.predict', {
      folder,
      images: images.slice(first * IMAGE_BYTES, (first + n) * IMAGE_BYTES),
    });
  const places = placesToBytes(Array.from({ length: images.length / IMAGE_BYTES }, (_, i) => i));
  const choice = { folder, data, split: 'test' as const, places, change: {}, ticket: 'bench-ticket' };
  const evaluate = await timed(quick ? 2 : 3, () =>
    client.call('evaluation.run', { ...choice, want: 'answers', into: folder }),
  );
  const batches = await timed(quick ? 3 : 10, (i) => predict(i * BATCH, BATCH));
  const one = await timed(quick ? 100 : 300, (i) => predict(i, 1));
  return { evaluate: evaluate.map((ms) => ms / 1000), batches: batches.map((ms) => (BATCH / ms) * 1000), one };
}
