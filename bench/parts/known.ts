import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/lib/root.ts';
import { readPens } from '../../scripts/starter/hands.ts';
import { modelCardSchema, type KnownCard, type Prediction } from '../../shared/contract/schemas/predict.ts';
import { labelsFromBytes } from '../../shared/data/label-bytes.ts';
import { wilsonInterval } from '../../shared/evaluation/wilson.ts';
import { IMAGE_BYTES } from '../../shared/ink/types.ts';
import { best } from '../../shared/model/presets/best.ts';
import type { Preset } from '../../shared/model/presets/index.ts';
import { lstm } from '../../shared/model/presets/lstm.ts';
import { mlp } from '../../shared/model/presets/mlp.ts';
import { quick } from '../../shared/model/presets/quick.ts';
import { softmax } from '../../shared/model/presets/softmax.ts';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { vit } from '../../shared/model/presets/vit.ts';
import { heldOutNonDigits, type NonDigits } from '../held-out/non-digits.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { count, percent } from '../lib/format.ts';
import { atLeast, atMost, type Goal } from '../lib/goals.ts';
import { startTrainerProcess, trainerJob, type TrainerProcess } from '../lib/trainer-process.ts';

/** How well models tell what is no digit: the starter and every family, each trained here, or the models that were named. */
export const known: Part = {
  name: 'known',
  about: 'what models refuse of MNIST’s test digits, and of things that are no digits',
  onlyNamed: true,
  run: measure,
};

interface Training {
  readonly preset: Preset;
  readonly epochs: number;
}

/** Short trainings: what is measured is what a model refuses, not how well it reads. */
const TRAININGS: readonly Training[] = [
  { preset: softmax, epochs: 5 },
  { preset: mlp, epochs: 3 },
  { preset: tutorial, epochs: 3 },
  { preset: quick, epochs: 2 },
  { preset: best, epochs: 2 },
  { preset: lstm, epochs: 4 },
  { preset: vit, epochs: 3 },
];
/** Of MNIST's training images, those of validation among them. */
const LIMIT = 20_000;
const SEEDS = [1, 2];
const PENS = path.join(root, '..', 'shared', 'data', 'pendigits', 'drawings.json.gz');
/** Of signs refused at most, of non-signs at least. */
const AIM = { signs: 0.02, others: 0.9 };
const BATCH = 500;

/** So many of `of` were refused. */
export interface Refused {
  readonly refused: number;
  readonly of: number;
}

export interface MeasuredModel {
  readonly name: string;
  readonly seed: number | null;
  /** Test digits that were read rightly. */
  readonly right: number;
  readonly digits: Refused;
  readonly others: readonly (Refused & Pick<NonDigits, 'kind' | 'ambiguous'>)[];
  /** The share of non-digits that would be refused at exactly AIM.signs of the test digits: what the detector is good for. */
  readonly atAim: number;
  /** What its card says of the images that it was calibrated on. */
  readonly card: Pick<KnownCard, 'signs' | 'others'>;
}

interface Held {
  readonly digits: Uint8Array;
  readonly labels: ArrayLike<number>;
  readonly others: readonly NonDigits[];
}

async function measure(bench: Bench): Promise<PartResult> {
  if (!fs.existsSync(PENS)) throw new Error(`the drawings of thirty writers are not at ${PENS}`);
  const { data, models, say } = bench;
  const digits = Uint8Array.from(fs.readFileSync(data.testImages));
  const labels = labelsFromBytes(fs.readFileSync(data.testLabels));
  const held = { digits, labels, others: heldOutNonDigits({ images: digits, pens: readPens(PENS) }, 1) };
  const trainer = startTrainerProcess();
  try {
    const measured: MeasuredModel[] = [];
    const look = async (folder: string, name: string, seed: number | null): Promise<void> => {
      const model = await measureModel(trainer, folder, held, name, seed);
      measured.push(model);
      const { refused, of } = refusedOfOthers(model);
      say(
        `${name}: ${percent(model.digits.refused / model.digits.of, 2)} of digits, ${percent(refused / of, 2)} of others`,
      );
    };
    for (const folder of models) await look(folder, path.basename(path.resolve(folder)), null);
    if (models.length > 0) return knownResult(measured);
    await look(path.join(root, 'resources', 'starter'), 'starter', null);
    for (const seed of bench.quick ? SEEDS.slice(0, 1) : SEEDS)
      for (const training of TRAININGS) await look(await train(bench, trainer, training, seed), nameOf(training), seed);
    return knownResult(measured);
  } finally {
    await trainer.end();
  }
}

const nameOf = ({ preset, epochs }: Training): string => `${preset.model.name}, ${epochs} epochs`;

/** The folder of the model that it comes to. */
async function train(
  { folder, data }: Bench,
  trainer: TrainerProcess,
  { preset, epochs }: Training,
  seed: number,
): Promise<string> {
  const { model, recipe } = preset;
  const job = trainerJob({ folder, data, model, recipe: { ...recipe, epochs, seed }, limit: LIMIT });
  const ended = trainer.ended();
  await trainer.client.call('job.start', job);
  await ended;
  return path.join(job.folder, 'model');
}

async function measureModel(
  trainer: TrainerProcess,
  folder: string,
  { digits, labels, others }: Held,
  name: string,
  seed: number | null,
): Promise<MeasuredModel> {
  const { known: card } = modelCardSchema.parse(JSON.parse(fs.readFileSync(path.join(folder, 'model.json'), 'utf8')));
  if (card === null) throw new Error(`${name} cannot tell what is no sign`);
  const read = (images: Uint8Array): Promise<Prediction[]> => readAll(trainer, folder, images);
  const refusedOf = (items: readonly Prediction[]): Refused => ({
    refused: items.filter(({ outsider }) => outsider !== null).length,
    of: items.length,
  });
  const ofDigits = await read(digits);
  const refused: MeasuredModel['others'][number][] = [];
  const counting: number[] = [];
  for (const { kind, ambiguous, images } of others) {
    const items = await read(Buffer.concat(images));
    refused.push({ kind, ambiguous, ...refusedOf(items) });
    if (!ambiguous) counting.push(...items.map(knownOf));
  }
  const limit = ofDigits.map(knownOf).sort((a, b) => a - b)[Math.floor(AIM.signs * ofDigits.length)]!;
  return {
    name,
    seed,
    right: ofDigits.filter(({ index }, i) => index === labels[i]).length,
    digits: refusedOf(ofDigits),
    others: refused,
    atAim: counting.filter((value) => value < limit).length / counting.length,
    card: { signs: card.signs, others: card.others },
  };
}

/** Never null: the model's card says that it can tell. */
const knownOf = ({ known: value }: Prediction): number => value!;

async function readAll(trainer: TrainerProcess, folder: string, images: Uint8Array): Promise<Prediction[]> {
  const items: Prediction[] = [];
  for (let at = 0; at < images.length; at += BATCH * IMAGE_BYTES) {
    const batch = Uint8Array.from(images.subarray(at, at + BATCH * IMAGE_BYTES));
    items.push(...(await trainer.client.call('model.predict', { folder, images: batch })).items);
  }
  return items;
}

const refusedOfOthers = ({ others }: MeasuredModel): Refused =>
  others
    .filter(({ ambiguous }) => !ambiguous)
    .reduce((sum, { refused, of }) => ({ refused: sum.refused + refused, of: sum.of + of }), { refused: 0, of: 0 });

/** 1.94 % (1.69 to 2.23) */
function withInterval({ refused, of }: Refused): string {
  const [least, most] = wilsonInterval(refused, of);
  return `${percent(refused / of, 2)} (${(100 * least).toFixed(2)} to ${(100 * most).toFixed(2)})`;
}

export function knownResult(measured: readonly MeasuredModel[]): PartResult {
  const all = ({ name, seed }: MeasuredModel): string => (seed === null ? name : `${name}, seed ${seed}`);
  const kinds = measured[0]!.others.map(({ kind, ambiguous }) => (ambiguous ? `${kind} (not counted)` : kind));
  return {
    tables: [
      {
        title: 'What is refused as no digit',
        columns: [
          'model',
          'test accuracy',
          'test digits refused',
          'non-digits refused',
          'at exactly 2 %',
          'calibrated on',
        ],
        rows: measured.map((model) => [
          all(model),
          percent(model.right / model.digits.of, 2),
          withInterval(model.digits),
          withInterval(refusedOfOthers(model)),
          percent(model.atAim),
          count(model.card.signs.count),
        ]),
        notes: [
          `trained here on ${count(LIMIT)} of MNIST’s training images, but for the starter and models that were named`,
          'in brackets Wilson’s 95 % confidence interval',
          'at exactly 2 %: the share of non-digits if exactly 2 % of the test digits were refused; it chooses nothing',
        ],
      },
      {
        title: 'The same by kind',
        columns: ['model', ...kinds],
        rows: measured.map((model) => [all(model), ...model.others.map(({ refused, of }) => percent(refused / of))]),
      },
    ],
    goals: measured.flatMap((model) => goalsOf(model, all(model))),
    data: { measured },
  };
}

/** Both halves of the aim are met if they lie within the intervals of what was measured. */
function goalsOf(model: MeasuredModel, name: string): Goal[] {
  const words = (share: number): string => percent(share, 2);
  const others = refusedOfOthers(model);
  return [
    atMost(
      `${name}: digits refused, lower end of the interval`,
      wilsonInterval(model.digits.refused, model.digits.of)[0],
      AIM.signs,
      words,
    ),
    atLeast(
      `${name}: non-digits refused, upper end of the interval`,
      wilsonInterval(others.refused, others.of)[1],
      AIM.others,
      words,
    ),
  ];
}
