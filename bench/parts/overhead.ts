import { z } from 'zod';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { MNIST_IMAGES, rounds, type Bench, type Part, type PartResult } from '../lib/bench.ts';
import { run, startAll, steps } from '../lib/contenders.ts';
import { count, percent } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { meanOf, summarise } from '../lib/stats.ts';
import { rates, takeTurns, tensorflowShares, type Sitting } from '../lib/turns.ts';
import { askWindow } from '../lib/window.ts';

/** The cost of everything that the studio does beside training: events, logs, checkpoints, the window. */
export const overhead: Part = { name: 'overhead', about: 'what events, checkpoints and the window cost', run: measure };

/** Images a second by round: the desktop program going, and stopped but for its trainer; see workers/studio.ts. */
const windowSchema = z.object({ going: z.array(z.number()), stopped: z.array(z.number()) });
type WindowSpeeds = z.infer<typeof windowSchema>;

async function measure(bench: Bench): Promise<PartResult> {
  const training = { model: tutorial.model, images: MNIST_IMAGES };
  const contenders = await startAll([
    () => steps(bench, { name: 'steps', ...training }),
    () => run(bench, { name: 'run', ...training }),
  ]);
  const sitting = await takeTurns(contenders, rounds(bench, 120), bench.say);
  bench.say('the desktop program, going and stopped');
  const window = await askWindow(windowSchema, 'studio.ts', '3', bench.quick ? '2' : '32');
  return overheadResult(sitting, window);
}

/**
 * What a run costs beyond its steps: in the trainer by the share of its time in which TensorFlow takes steps, which hardly
 * depends on how fast the machine is just now, and around it by what the desktop program takes from the speed.
 */
export function overheadResult(sitting: Sitting, window: WindowSpeeds | { missing: string }): PartResult {
  const [alone, whole] = [sitting['steps']!, sitting['run']!];
  const inTrainer = costs(tensorflowShares(whole), tensorflowShares(alone));
  const around = 'missing' in window ? [] : costs(window.going, window.stopped);
  const row = (name: string, speeds: readonly number[], cost?: readonly number[]) => [
    name,
    ...speedsOf(speeds),
    ...(cost ? costOf(cost) : ['', '']),
  ];
  const table = {
    title: 'What events, checkpoints and the window cost: Tutorial CNN, MNIST',
    columns: ['way', 'best images/s', 'median', 'cost (median)', 'mean, standard error'],
    rows: [
      row('optimizer steps alone', rates(alone)),
      row('a run: events, logs, checkpoints', rates(whole), inTrainer),
      ...('missing' in window
        ? []
        : [
            row('a run of the desktop program, all but its trainer stopped', window.stopped),
            row('the same, the program going and the run on screen', window.going, around),
          ]),
    ],
    notes: [
      'steps and run: epochs in turns; cost by the share of the time in which TensorFlow takes steps',
      'missing' in window
        ? `no window: ${window.missing}`
        : 'the desktop program: going and stopped for three seconds in turns, within one run; cost by the speed',
    ],
  };
  const beside = around.length === 0 ? 0 : summarise(around).median;
  const together = 1 - (1 - summarise(inTrainer).median) * (1 - beside);
  const what = 'missing' in window ? 'events, logs, checkpoints' : 'events, logs, checkpoints and the window together';
  return {
    tables: [table],
    goals: [atMost(`cost of ${what}`, together, 0.02, percent)],
    data: { sitting, window },
  };
}

/** The extra cost of `more` over `less`, by round, as a share. */
const costs = (more: readonly number[], less: readonly number[]): number[] =>
  more.map((value, round) => 1 - value / less[round]!);

function speedsOf(speeds: readonly number[]): string[] {
  const { most, median } = summarise(speeds);
  return [count(most), count(median)];
}

function costOf(cost: readonly number[]): string[] {
  const { mean, error } = meanOf(cost);
  return [percent(summarise(cost).median), `${percent(mean)} ± ${percent(error)}`];
}
