import fs from 'node:fs';
import path from 'node:path';
import { modelCardSchema } from '../../shared/contract/schemas/predict.ts';
import type { Comparison, TestResult } from '../../shared/contract/schemas/run-result.ts';
import { trainJobSchema, type DataFiles, type TrainJob } from '../../shared/contract/trainer.ts';
import { fineTuneModel } from '../../shared/model/fine-tune-model.ts';
import { fitModel } from '../../shared/model/fit-model.ts';
import { starter } from '../../shared/model/presets/starter.ts';
import { learnHand } from '../../shared/runs/fine-tune-defaults.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { trainerJob, type TrainerProcess } from '../lib/trainer-process.ts';

/** What a parent is trained with: the starter's network and recipe, in fewer epochs. */
const PARENT = {
  ...starter.recipe,
  optimizer: { name: 'adam', learningRate: 0.003 },
  schedule: { kind: 'oneCycle', warmUp: 0.15 },
  epochs: 3,
} as const;
/** Times the fine-tune's epochs that a model from scratch gets: it has more to learn. */
const FROM_SCRATCH = 2;

export interface Ended {
  readonly tests: readonly TestResult[];
  readonly comparisons: readonly Comparison[];
  /** From the job's start to its end, tests included. */
  readonly seconds: number;
}

/** A model that reads digits, trained on these data sets; its folder. */
export async function trainParent(
  trainer: TrainerProcess,
  folder: string,
  data: readonly DataFiles[],
): Promise<string> {
  const job = trainerJob({ folder, data: data[0]!, model: starter.model, recipe: PARENT });
  const spec = { ...job.spec, data: { datasets: data.map(({ id }) => id) } };
  await runJob(trainer, trainJobSchema.parse({ ...job, spec, data, known: false }));
  return path.join(job.folder, 'model');
}

/** "Learn my hand" as the studio does it, from a parent's folder; `original` is what the parent read before. */
export function learn(
  trainer: TrainerProcess,
  folder: string,
  parent: string,
  hand: DataFiles,
  images: number,
  original: DataFiles,
): Promise<Ended> {
  const { from, recipe } = learnHand({
    model: 'starter',
    known: DIGITS,
    hand: hand.task,
    images,
    original: 'mnist',
  });
  const job = trainerJob({ folder, data: hand, model: starter.model });
  fs.cpSync(parent, path.join(job.folder, 'from'), { recursive: true });
  const card = modelCardSchema.parse(JSON.parse(fs.readFileSync(path.join(parent, 'model.json'), 'utf8')));
  const classes = from.head === 'new' ? hand.task.classes.length : null;
  const spec = {
    ...job.spec,
    recipe,
    model: fineTuneModel(card.spec, { freeze: from.freeze, classes, rates: from.rates }),
    from: { ...from, model: null, name: card.name, weightsSha256: card.weightsSha256 },
  };
  const origin = { replay: from.replay ? [original] : [], originals: from.head === 'keep' ? [original] : [] };
  return runJob(trainer, trainJobSchema.parse({ ...job, spec, known: false, from: origin }));
}

/** The same images and the same network without a parent: the starter's own recipe, and longer. */
export function learnFromScratch(
  trainer: TrainerProcess,
  folder: string,
  hand: DataFiles,
  images: number,
): Promise<Ended> {
  const { recipe } = learnHand({ model: 'starter', known: DIGITS, hand: hand.task, images, original: null });
  const model = fitModel(starter.model, hand.task);
  const { batchSize, epochs } = recipe;
  const own = { ...PARENT, batchSize, epochs: FROM_SCRATCH * epochs, validation: { kind: 'none' as const } };
  const job: TrainJob = trainerJob({ folder, data: hand, model, recipe: own });
  return runJob(trainer, { ...job, known: false });
}

async function runJob(trainer: TrainerProcess, job: TrainJob): Promise<Ended> {
  const [tests, comparisons]: [TestResult[], Comparison[]] = [[], []];
  const stop = trainer.onLog((log) => {
    if (log.type === 'test') tests.push(log.result);
    if (log.type === 'compared') comparisons.push(log.comparison);
  });
  const began = performance.now();
  const ended = trainer.ended();
  await trainer.client.call('job.start', job);
  await ended;
  stop();
  return { tests, comparisons, seconds: (performance.now() - began) / 1000 };
}
