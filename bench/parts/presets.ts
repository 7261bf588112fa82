import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { MNIST_IMAGES, PEERS_ABSENT, rounds, type Bench, type Part, type PartResult } from '../lib/bench.ts';
import { keras, matmul, run, startAll } from '../lib/contenders.ts';
import { trainingFlops } from '../lib/flops.ts';
import { count, gigaflops, percent, times } from '../lib/format.ts';
import { atLeast, type Goal } from '../lib/goals.ts';
import { gru } from '../lib/job.ts';
import { ratio, summarise } from '../lib/stats.ts';
import { rates, takeTurns, type Sitting } from '../lib/turns.ts';

/** Every preset: how fast it trains, what share of the processor that is, and Keras's speed where one is asked for. */
export const presets: Part = { name: 'presets', about: "every preset, and Keras's LSTM, GRU and ViT", run: measure };

interface Subject {
  readonly name: string;
  readonly model: ModelSpec;
  /** The goal for the speed, as a multiple of Keras's; null: not compared. */
  readonly wish: number | null;
}

/** The presets that are compared with Keras. The Tutorial CNN is in `throughput`. */
const WISHES: Readonly<Record<string, number>> = { lstm: 1.5, gru: 1, bigru: 1, vit: 1 };

const SUBJECTS: readonly Subject[] = [
  ...PRESETS.map(({ id, model }) => ({ id, model })),
  { id: 'gru', model: gru },
].map(({ id, model }) => ({ name: id, model, wish: WISHES[id] ?? null }));

/** The presets of a quick look. */
const LOOK = ['tutorial', 'best', 'lstm', 'gru', 'vit'];

const PEAKS = [2048, 4096];

async function measure(bench: Bench): Promise<PartResult> {
  const sittings: Record<string, Sitting> = {};
  const subjects = bench.quick ? SUBJECTS.filter(({ name }) => LOOK.includes(name)) : SUBJECTS;
  for (const subject of subjects) {
    const makers = [
      () => run(bench, { name: 'graph', model: subject.model, images: images(bench, subject.model) }),
      ...PEAKS.map((size) => () => matmul(size)),
      ...(subject.wish !== null && bench.python
        ? [() => keras(bench, { name: 'keras', model: subject.model, images: images(bench, subject.model) })]
        : []),
    ];
    bench.say(subject.name);
    sittings[subject.name] = await takeTurns(await startAll(makers), rounds(bench, 10), bench.say);
  }
  return presetsResult(sittings);
}

/** The results of the presets' sittings, by name. Keras is in those that it was available for. */
export function presetsResult(sittings: Readonly<Record<string, Sitting>>): PartResult {
  const subjects = SUBJECTS.filter(({ name }) => name in sittings);
  const rows = subjects.map((subject) => describe(subject, sittings[subject.name]!));
  const compared = Object.values(sittings).some((sitting) => 'keras' in sitting);
  const peaks = Object.values(sittings).map(peakOf);
  const table = {
    title: 'Every preset: training speed and share of the processor',
    columns: ['preset', 'best images/s', 'median', 'MFLOP an image', 'of the peak', 'Keras, best', 'ours to Keras'],
    rows: rows.map(({ row }) => row),
    notes: [
      'batch 128, float32, Adam, no augmentation, whatever the preset brings: speed of the model alone; gru is a GRU of 128 over the rows, no preset',
      `the peak is that of each sitting, ${gigaflops(Math.min(...peaks))} to ${gigaflops(Math.max(...peaks))} in products of 2048 and 4096`,
      'MFLOP count multiply-accumulates of convolutions and matrix products as two: once forward, twice backward, but the first layer needs no gradient of its input',
      ...(compared ? [] : [PEERS_ABSENT]),
    ],
  };
  return { tables: [table], goals: rows.flatMap(({ goal }) => goal), data: { sittings } };
}

/** An epoch, all of MNIST for light models: as many images as take some seconds. */
function images({ quick }: Bench, model: ModelSpec): number {
  const flops = trainingFlops(model);
  const count = flops < 2e6 ? MNIST_IMAGES : flops <= trainingFlops(tutorial.model) ? 25_600 : 12_800;
  return quick ? count / 4 : count;
}

const peakOf = (sitting: Sitting): number => Math.max(...PEAKS.flatMap((size) => rates(sitting[`matmul ${size}`]!)));

function describe({ name, model, wish }: Subject, sitting: Sitting): { row: string[]; goal: Goal[] } {
  const ours = rates(sitting['graph']!);
  const { most, median } = summarise(ours);
  const flops = trainingFlops(model);
  const share = (most * flops) / peakOf(sitting);
  const row = [name, count(most), count(median), (flops / 1e6).toFixed(flops < 1e6 ? 2 : 1), percent(share)];
  const theirs = sitting['keras'] ? rates(sitting['keras']) : null;
  if (!theirs || wish === null) return { row: [...row, '', ''], goal: [] };
  const to = ratio(ours, theirs);
  return {
    row: [...row, count(summarise(theirs).most), times(to.median)],
    goal: [atLeast(`${name} to Keras`, to.median, wish, times)],
  };
}
