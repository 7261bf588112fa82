import fs from 'node:fs';
import path from 'node:path';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { MNIST_IMAGES, rounds, type Bench, type Part, type PartResult } from '../lib/bench.ts';
import { cliRun } from '../lib/cli-run.ts';
import { startAll, steps } from '../lib/contenders.ts';
import { count, percent } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { runSpeed } from '../lib/run-speed.ts';
import { ratio, summarise } from '../lib/stats.ts';
import { rates, takeTurns, type Contender, type Sitting } from '../lib/turns.ts';
import { windowWorker } from '../lib/window.ts';
import { startWorker } from '../lib/worker.ts';

/** What all that the studio does beside training costs: events, logs, checkpoints, the window. */
export const overhead: Part = { name: 'overhead', about: 'what events, checkpoints and the window cost', run: measure };

const WAYS: Readonly<Record<string, string>> = {
  steps: 'optimizer steps alone',
  cli: 'command line: events, logs, checkpoints',
  studio: 'desktop program, the run on screen',
};

async function measure(bench: Bench): Promise<PartResult> {
  // The first epoch is not counted.
  const epochs = bench.quick ? 2 : 4;
  const window = await windowWorker('studio.ts', `${epochs}`);
  const contenders = await startAll([
    () => steps(bench, { name: 'steps', model: tutorial.model, images: MNIST_IMAGES }),
    async () => cli(bench, epochs),
    ...('missing' in window ? [] : [() => startWorker({ name: 'studio', ...window })]),
  ]);
  const sitting = await takeTurns(contenders, rounds(bench, 480), bench.say);
  return overheadResult(sitting, epochs, 'missing' in window ? window.missing : null);
}

/** What a sitting of the same training with less and more around it says; `noWindow` is why none is in it. */
export function overheadResult(sitting: Sitting, epochs: number, noWindow: string | null): PartResult {
  const speeds = (name: string) => rates(sitting[name]!);
  const cost = (name: string) => {
    const { median, least, most } = ratio(speeds(name), speeds('steps'));
    return { median: 1 - median, least: 1 - most, most: 1 - least };
  };
  const dearest = noWindow === null ? 'studio' : 'cli';
  const table = {
    title: 'What events, checkpoints and the window cost: Tutorial CNN, MNIST',
    columns: ['way', 'best images/s', 'median', 'cost (median)', 'least to most'],
    rows: Object.keys(sitting).map((name) => {
      const { most, median } = summarise(speeds(name));
      const { median: share, least, most: highest } = cost(name);
      return [WAYS[name]!, count(most), count(median), percent(share), `${percent(least)} to ${percent(highest)}`];
    }),
    notes: [
      `whole epochs, in turns; of ${epochs} epochs the first is left out; time is the clock's, checkpoints and all else included, validation and test not`,
      ...(noWindow === null ? [] : [`no window: ${noWindow}`]),
    ],
  };
  return {
    tables: [table],
    goals: [atMost(`cost of ${WAYS[dearest]}`, cost(dearest).median, 0.02, percent)],
    data: { epochs, sitting },
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
