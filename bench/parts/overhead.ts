import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { MNIST_IMAGES, rounds, type Bench, type Part, type PartResult } from '../lib/bench.ts';
import { cliRun } from '../lib/cli-run.ts';
import { startAll, steps } from '../lib/contenders.ts';
import { count, percent } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { runSpeed } from '../lib/run-speed.ts';
import { ratio, summarise } from '../lib/stats.ts';
import { rates, takeTurns, type Contender, type Sitting } from '../lib/turns.ts';
import { askWindow } from '../lib/window.ts';

/** What all that the studio does beside training costs: events, logs, checkpoints, the window. */
export const overhead: Part = { name: 'overhead', about: 'what events, checkpoints and the window cost', run: measure };

const WAYS: Readonly<Record<string, string>> = {
  steps: 'optimizer steps alone',
  cli: 'command line: events, logs, checkpoints',
};

/** Images a second by round: the desktop program going, and stopped but for its trainer; see workers/studio.ts. */
const windowSchema = z.object({ going: z.array(z.number()), stopped: z.array(z.number()) });
type WindowSpeeds = z.infer<typeof windowSchema>;

async function measure(bench: Bench): Promise<PartResult> {
  // The first epoch is not counted.
  const epochs = bench.quick ? 2 : 4;
  const contenders = await startAll([
    () => steps(bench, { name: 'steps', model: tutorial.model, images: MNIST_IMAGES }),
    async () => cli(bench, epochs),
  ]);
  const sitting = await takeTurns(contenders, rounds(bench, 300), bench.say);
  bench.say('the desktop program, going and stopped');
  const window = await askWindow(windowSchema, 'studio.ts', '3', bench.quick ? '2' : '16');
  return overheadResult(sitting, epochs, window);
}

/** What a sitting of the same training with less and more around it says, and how the window changes it. */
export function overheadResult(
  sitting: Sitting,
  epochs: number,
  window: WindowSpeeds | { missing: string },
): PartResult {
  const speeds = (name: string) => rates(sitting[name]!);
  const cost = (more: readonly number[], less: readonly number[]) => {
    const { median, least, most } = ratio(more, less);
    return { median: 1 - median, least: 1 - most, most: 1 - least };
  };
  const row = (name: string, own: readonly number[], without: readonly number[]) => {
    const { most: best, median: middle } = summarise(own);
    const { median, least, most } = cost(own, without);
    return [name, count(best), count(middle), percent(median), `${percent(least)} to ${percent(most)}`];
  };
  const shown = 'missing' in window ? 0 : cost(window.going, window.stopped).median;
  const together = 1 - (1 - cost(speeds('cli'), speeds('steps')).median) * (1 - shown);
  const table = {
    title: 'What events, checkpoints and the window cost: Tutorial CNN, MNIST',
    columns: ['way', 'best images/s', 'median', 'cost (median)', 'least to most'],
    rows: [
      ...Object.keys(sitting).map((name) => row(WAYS[name]!, speeds(name), speeds('steps'))),
      ...('missing' in window
        ? []
        : [
            row('a run of the desktop program, all but its trainer stopped', window.stopped, window.stopped),
            row('the same, the program going and the run on screen', window.going, window.stopped),
          ]),
    ],
    notes: [
      `steps and command line: whole epochs, in turns; of ${epochs} epochs the first is left out; time is the clock's, checkpoints and all else included, validation and test not`,
      'missing' in window
        ? `no window: ${window.missing}`
        : 'the desktop program: going and stopped for three seconds in turns, within one run',
    ],
  };
  const what = 'missing' in window ? WAYS['cli']! : 'events, logs, checkpoints and the window together';
  return {
    tables: [table],
    goals: [atMost(`cost of ${what}`, together, 0.02, percent)],
    data: { epochs, sitting, window },
  };
}

/** Each turn is a run by the command line, with a storage folder of its own that has MNIST made ready. */
function cli(bench: Bench, epochs: number): Contender {
  const home = path.join(bench.folder, 'cli-home');
  const args = ['--preset', tutorial.id, '--validation', 'none', '--epochs', `${epochs}`];
  return {
    name: 'cli',
    about: {},
    turn: async () => runSpeed(await cliRun(home, args), MNIST_IMAGES, tutorial.recipe.batchSize),
    end: async () => fs.rmSync(home, { recursive: true, force: true }),
  };
}
