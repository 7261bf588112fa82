import fs from 'node:fs';
import path from 'node:path';
import type { Comparison } from '../../shared/contract/schemas/run-result.ts';
import { trainJobSchema, type DataFiles, type TrainJob } from '../../shared/contract/trainer.ts';
import { labelsToBytes } from '../../shared/data/label-bytes.ts';
import { fineTuneModel } from '../../shared/model/fine-tune-model.ts';
import { quick } from '../../shared/model/presets/quick.ts';
import { stream } from '../../shared/random/random.ts';
import { learnHand } from '../../shared/runs/fine-tune-defaults.ts';
import { modelCardSchema, type ModelCard } from '../../shared/contract/schemas/predict.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { root } from '../../scripts/lib/root.ts';
import { penImages, readPens } from '../../scripts/starter/hands.ts';
import type { PenDigit } from '../../scripts/starter/pens.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { percent, seconds } from '../lib/format.ts';
import { atLeast, atMost } from '../lib/goals.ts';
import { meanOf, summarise } from '../lib/stats.ts';
import { startTrainerProcess, trainerJob, type TrainerProcess } from '../lib/trainer-process.ts';

/** What "learn my hand" comes to, on writers that the model never saw: the Quick CNN, trained on MNIST alone. */
export const writers: Part = {
  name: 'writers',
  about: 'learning a hand from 5, 10 and 20 samples a digit: what the writer’s other digits and MNIST say then',
  onlyNamed: true,
  run: measure,
};

const PENS = path.join(root, '..', 'shared', 'data', 'pendigits', 'drawings.json.gz');
const SAMPLES = [5, 10, 20] as const;

/** One writer, learnt from so many samples a digit. */
export interface Learnt {
  readonly samples: number;
  readonly writer: number;
  /** Of the writer's other digits, and of MNIST's test images: errors, before and after. */
  readonly own: readonly [number, number];
  readonly mnist: readonly [number, number];
  /** From the job's start to its end, the comparison included. */
  readonly seconds: number;
}

async function measure(bench: Bench): Promise<PartResult> {
  if (!fs.existsSync(PENS)) throw new Error(`the drawings of thirty writers are not at ${PENS}`);
  const pens = readPens(PENS);
  const all = [...new Set(pens.map(({ writer }) => writer))].sort((a, b) => a - b);
  const chosen = bench.quick ? all.filter((_, i) => i % 10 === 0) : all;
  const trainer = startTrainerProcess();
  try {
    const { folder, data } = bench;
    const parent = trainerJob({ folder, data, model: quick.model, recipe: { ...quick.recipe, epochs: 2 } });
    await run(trainer, { ...parent, known: false });
    const learnt: Learnt[] = [];
    for (const writer of chosen) {
      const own = pens.filter((pen) => pen.writer === writer);
      for (const samples of SAMPLES) {
        learnt.push(await learn(bench, trainer, parent.folder, own, samples));
        const [before, after] = learnt.at(-1)!.own;
        bench.say(`writer ${writer}, ${samples} a digit: ${percent(before)} to ${percent(after)} wrong`);
      }
    }
    return writersResult(learnt);
  } finally {
    await trainer.end();
  }
}

async function learn(
  { folder, data: mnist }: Bench,
  trainer: TrainerProcess,
  parent: string,
  pens: readonly PenDigit[],
  samples: number,
): Promise<Learnt> {
  const { writer } = pens[0]!;
  const hand = writeHand(path.join(folder, `hand-${writer}-${samples}`), pens, samples);
  const images = 10 * samples;
  const { from, recipe } = learnHand({ model: 'starter', known: DIGITS, hand: DIGITS, images, original: 'mnist' });
  const job = trainerJob({ folder, data: hand, model: quick.model });
  const model = path.join(parent, 'model');
  fs.cpSync(model, path.join(job.folder, 'from'), { recursive: true });
  const card: ModelCard = modelCardSchema.parse(JSON.parse(fs.readFileSync(path.join(model, 'model.json'), 'utf8')));
  const spec = {
    ...job.spec,
    recipe,
    model: fineTuneModel(card.spec, { freeze: from.freeze, classes: null }),
    from: { ...from, model: null, name: card.name, weightsSha256: card.weightsSha256 },
  };
  const origin = { replay: [mnist], originals: [mnist] };
  const began = performance.now();
  const compared = await run(trainer, trainJobSchema.parse({ ...job, spec, known: false, from: origin }));
  const took = (performance.now() - began) / 1000;
  const wrong = (part: Comparison['part']): [number, number] => {
    const { before, after } = compared.find((comparison) => comparison.part === part)!;
    return [1 - before.accuracy, 1 - after.accuracy];
  };
  return { samples, writer, own: wrong('own'), mnist: wrong('original'), seconds: took };
}

/** A writer's first so many drawings of each digit, by a seed, to learn from; all others test. */
function writeHand(folder: string, pens: readonly PenDigit[], samples: number): DataFiles {
  fs.mkdirSync(folder);
  const shuffled = stream(1, 'split').shuffle([...pens]);
  const seen = new Map<number, number>();
  const isSample = shuffled.map(({ label }) => {
    seen.set(label, (seen.get(label) ?? 0) + 1);
    return seen.get(label)! <= samples;
  });
  const write = (name: 'train' | 'test', wanted: boolean) => {
    const { images, labels } = penImages(
      shuffled.filter((_, i) => isSample[i] === wanted),
      1,
      wanted ? 2 : 3,
    );
    const files = { images: path.join(folder, `${name}-images`), labels: path.join(folder, `${name}-labels`) };
    fs.writeFileSync(files.images, images);
    fs.writeFileSync(files.labels, labelsToBytes([...labels]));
    return files;
  };
  const [train, test] = [write('train', true), write('test', false)];
  return {
    id: 'set-00000001',
    task: DIGITS,
    framing: 'centred',
    trainImages: train.images,
    trainLabels: train.labels,
    testImages: test.images,
    testLabels: test.labels,
  };
}

async function run(trainer: TrainerProcess, job: TrainJob): Promise<Comparison[]> {
  const compared: Comparison[] = [];
  const stop = trainer.onLog((log) => void (log.type === 'compared' && compared.push(log.comparison)));
  const ended = trainer.ended();
  await trainer.client.call('job.start', job);
  await ended;
  stop();
  return compared;
}

export function writersResult(learnt: readonly Learnt[]): PartResult {
  const mean = (samples: number, value: (one: Learnt) => number): number =>
    meanOf(learnt.filter((one) => one.samples === samples).map(value)).mean;
  const rows = SAMPLES.map((samples) => {
    const [before, after] = [0, 1].map((i) => mean(samples, ({ own }) => own[i]!)) as [number, number];
    const lost = mean(samples, ({ mnist: [was, is] }) => is - was);
    const took = summarise(learnt.filter((one) => one.samples === samples).map((one) => one.seconds));
    return { samples, before, after, fallen: before === 0 ? 0 : 1 - after / before, lost, took: took.median };
  });
  const at = (samples: number) => rows.find((row) => row.samples === samples)!;
  const share = (value: number): string => percent(value);
  return {
    tables: [
      {
        title: 'Learning a hand: the same writer’s other digits',
        columns: ['samples a digit', 'wrong before', 'wrong after', 'error fell by', 'MNIST lost', 'seconds'],
        rows: rows.map(({ samples, before, after, fallen, lost, took }) => [
          String(samples),
          percent(before, 2),
          percent(after, 2),
          percent(fallen),
          percent(lost, 2),
          seconds(took),
        ]),
        notes: [
          `means over ${learnt.length / SAMPLES.length} writers of pen drawings; the model is the Quick CNN, trained on MNIST alone`,
          'seconds: the training, and reading 10,000 test images of MNIST by both models',
        ],
      },
    ],
    goals: [
      atLeast('the error’s fall with 10 samples a digit', at(10).fallen, 0.5, share),
      atLeast('the error’s fall with 20 samples a digit', at(20).fallen, 0.7, share),
      atMost('what MNIST loses, with 20 samples a digit', at(20).lost, 0.002, share),
    ],
    data: { learnt },
  };
}
