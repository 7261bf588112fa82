import fs from 'node:fs';
import path from 'node:path';
import { modelCardSchema } from '../../shared/contract/schemas/predict.ts';
import { trainJobSchema, type TrainJob } from '../../shared/contract/trainer.ts';
import { fineTuneModel } from '../../shared/model/fine-tune-model.ts';
import { starter } from '../../shared/model/presets/starter.ts';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import type { Preset } from '../../shared/model/presets/index.ts';
import { MNIST_IMAGES, type Bench, type Part, type PartResult } from '../lib/bench.ts';
import { seconds, times } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { ratio, summarise } from '../lib/stats.ts';
import { startTrainerProcess, trainerJob, type TrainerProcess } from '../lib/trainer-process.ts';

/** What frozen features save: they are computed once, and then the head alone is trained on them. */
export const fineTune: Part = {
  name: 'fine-tune',
  about: 'an epoch of the head alone, on frozen features, beside one of the whole model',
  run: measure,
};

/** What a fine-tune has by itself; the features are computed once for all of them. */
const EPOCHS = 10;

interface Epochs {
  readonly whole: number[];
  readonly head: number[];
}

async function measure(bench: Bench): Promise<PartResult> {
  const images = bench.quick ? 6400 : MNIST_IMAGES;
  const rounds = bench.quick ? 2 : 3;
  const trainer = startTrainerProcess();
  try {
    const measured: Record<string, Epochs> = {};
    for (const preset of [tutorial, starter])
      measured[preset.id] = await epochsOf(bench, trainer, preset, images, rounds);
    return fineTuneResult(measured, images);
  } finally {
    await trainer.end();
  }
}

async function epochsOf(
  { folder, data, say }: Bench,
  trainer: TrainerProcess,
  { id, model }: Preset,
  images: number,
  rounds: number,
): Promise<Epochs> {
  const parent = { ...trainerJob({ folder, data, model, limit: 1280, recipe: { epochs: 1 } }), known: false };
  await secondsOf(trainer, parent);
  const epochs: Epochs = { whole: [], head: [] };
  const tuned = (freeze: 'none' | 'features', count: number): TrainJob =>
    fineTuneJob(trainerJob({ folder, data, model, limit: images, recipe: { epochs: count } }), parent.folder, freeze);
  for (let round = 0; round < rounds; round++) {
    epochs.whole.push(await secondsOf(trainer, tuned('none', 1)));
    epochs.head.push((await secondsOf(trainer, tuned('features', EPOCHS))) / EPOCHS);
    say(`${id}: ${seconds(epochs.whole.at(-1)!)} and ${seconds(epochs.head.at(-1)!)} an epoch`);
  }
  return epochs;
}

/** A job that goes on from what another run has left. */
function fineTuneJob(job: TrainJob, parent: string, freeze: 'none' | 'features'): TrainJob {
  const model = path.join(parent, 'model');
  fs.cpSync(model, path.join(job.folder, 'from'), { recursive: true });
  const card = modelCardSchema.parse(JSON.parse(fs.readFileSync(path.join(model, 'model.json'), 'utf8')));
  const { name, weightsSha256 } = card;
  const spec = {
    ...job.spec,
    model: fineTuneModel(card.spec, { freeze, classes: null }),
    from: { model: null, name, weightsSha256, freeze, head: 'keep' },
  };
  return trainJobSchema.parse({ ...job, spec, known: false, from: { replay: [], originals: [] } });
}

/** What the epochs of a job took in all, with the features that were computed before them. */
async function secondsOf(trainer: TrainerProcess, job: TrainJob): Promise<number> {
  let sum = 0;
  const stop = trainer.onLog((log) => {
    if (log.type === 'epoch' || (log.type === 'stage' && log.stage === 'features')) sum += log.seconds;
  });
  const ended = trainer.ended();
  await trainer.client.call('job.start', job);
  await ended;
  stop();
  return sum;
}

/** The result of epochs that were measured in turns, seconds each, by preset. */
export function fineTuneResult(measured: Readonly<Record<string, Epochs>>, images: number): PartResult {
  const shares = Object.fromEntries(
    Object.entries(measured).map(([id, { whole, head }]) => [id, ratio(head, whole)] as const),
  );
  const table = {
    title: `Fine-tuning: an epoch of ${images} images`,
    columns: ['model', 'whole model', 'head alone, features included', 'share', 'least to most'],
    rows: Object.entries(measured).map(([id, { whole, head }]) => [
      id,
      seconds(summarise(whole).median),
      seconds(summarise(head).median),
      times(shares[id]!.median),
      `${times(shares[id]!.least)} to ${times(shares[id]!.most)}`,
    ]),
    notes: [`the features are computed once for ${EPOCHS} epochs, and a tenth of their seconds is in each`],
  };
  return {
    tables: [table],
    goals: Object.entries(shares).map(([id, { median }]) =>
      atMost(`an epoch of ${id}'s head alone to one of the whole model`, median, 0.25, times),
    ),
    data: { images, measured },
  };
}
