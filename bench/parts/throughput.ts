import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { MNIST_IMAGES, PEERS_ABSENT, rounds, type Bench, type Part, type PartResult } from '../lib/bench.ts';
import { keras, matmul, run, startAll, steps, stock, torch } from '../lib/contenders.ts';
import { trainingFlops } from '../lib/flops.ts';
import { count, gigaflops, percent, times } from '../lib/format.ts';
import { atLeast } from '../lib/goals.ts';
import { ratio, summarise } from '../lib/stats.ts';
import { aboutText, rates, takeTurns, type Sitting } from '../lib/turns.ts';

const PEAK = 'matmul 2048';

/** The Tutorial CNN, trained by each contender. */
export const throughput: Part = {
  name: 'throughput',
  about: 'the Tutorial CNN: ours, stock tfjs, Keras, PyTorch',
  run: measure,
};

async function measure(bench: Bench): Promise<PartResult> {
  const images = bench.quick ? 12_800 : MNIST_IMAGES;
  const training = (name: string) => ({ name, model: tutorial.model, images });
  const contenders = await startAll([
    () => run(bench, training('graph')),
    () => steps(bench, { ...training('eager'), mode: 'eager' }),
    () => stock(bench, training('stock')),
    ...(bench.python
      ? [
          () => keras(bench, training('keras')),
          () => keras(bench, { ...training('keras8'), stepsPerCall: 8 }),
          () => torch(bench, training('torch')),
        ]
      : []),
    () => matmul(2048),
  ]);
  const about = Object.fromEntries(contenders.map((contender) => [contender.name, aboutText(contender)]));
  return throughputResult(await takeTurns(contenders, rounds(bench, 150), bench.say), images, about);
}

/**
 * The result of a sitting of these contenders; `about` has their versions. If Keras and PyTorch are absent, the result
 * says so.
 */
export function throughputResult(
  sitting: Sitting,
  images: number,
  about: Readonly<Record<string, string>>,
): PartResult {
  const compared = 'keras' in sitting && 'torch' in sitting;
  const speeds = Object.fromEntries(Object.entries(sitting).map(([name, turns]) => [name, rates(turns)]));
  const speedup = (over: string) => ratio(speeds['graph']!, speeds[over]!);
  const peak = summarise(speeds[PEAK]!);
  const share = (name: string) => (summarise(speeds[name]!).most * trainingFlops(tutorial.model)) / peak.most;
  const names = Object.keys(WAYS).filter((name) => name in speeds);
  const goals = [
    atLeast('graph engine to stock tfjs-node, images/s', speedup('stock').median, 3.2, times),
    ...(compared
      ? [
          atLeast('graph engine to Keras', speedup('keras').median, 1.25, times),
          atLeast('graph engine to PyTorch', speedup('torch').median, 2, times),
        ]
      : []),
    atLeast("graph engine's share of the matmul peak", share('graph'), 0.5, percent),
  ];
  const table = {
    title: 'Training speed: Tutorial CNN, batch 128, float32, Adam, MNIST',
    columns: [
      'way',
      'best images/s',
      'median',
      'ours to it (median)',
      'least to most',
      'CPU µs an image',
      'of the peak',
    ],
    rows: names.map((name) => {
      const { most, median } = summarise(speeds[name]!);
      const to = speedup(name);
      const range = `${times(to.least)} to ${times(to.most)}`;
      const cpu = summarise(sitting[name]!.map((turn) => (turn.cpuSeconds! / turn.amount) * 1e6)).least;
      return [WAYS[name]!, count(most), count(median), times(to.median), range, count(cpu), percent(share(name))];
    }),
    notes: [
      `epochs of ${count(images)} images with the data pipeline, in turns, ${speeds['graph']!.length} rounds, 50 steps before the first not counted`,
      `the peak is ${gigaflops(peak.most)}, in a float32 product of 2048 x 2048 matrices; a training step is ${(trainingFlops(tutorial.model) / 1e6).toFixed(1)} MFLOP an image`,
      ...(compared ? [`theirs: ${about['keras']}; ${about['torch']}; ours: ${about['graph']}`] : [PEERS_ABSENT]),
    ],
  };
  return { tables: [table], goals, data: { images, about, sitting } };
}

const WAYS: Readonly<Record<string, string>> = {
  graph: 'Inkstone: traced graph, the whole run',
  eager: 'Inkstone, op by op',
  stock: 'stock tfjs-node, op by op',
  keras: 'Keras (TensorFlow), model.fit',
  keras8: 'the same with steps_per_execution=8',
  torch: 'PyTorch, channels last, fused Adam',
};
