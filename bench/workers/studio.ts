// What the desktop program costs the training that it shows: one run of the Tutorial CNN on MNIST, its page on screen. In
// turns the program goes and is stopped, all of its processes but the trainer, which cannot tell the difference.
//
//   node bench/workers/studio.ts SECONDS ROUNDS
//
// A round is going, stopped, stopped, going, so many seconds each. Images a second of both, by round, as JSON on the last
// line. Linux.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { callFromPage } from '../../test/fixtures/page-call.ts';
import { launchStudio } from '../../test/fixtures/electron.ts';
import { runRequestSchema, type Run } from '../../shared/contract/schemas/run.ts';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { plainRecipe } from '../lib/job.ts';
import { speedBetween } from '../lib/run-speed.ts';

/** Before the first round: the start, and what is compiled on the way. */
const WARM_UP_MS = 10_000;
/** Milliseconds after a change that are not measured: a program that goes on first does what has waited. */
const SETTLING_MS = 500;
const ORDER = [true, false, false, true];

const [seconds, rounds] = process.argv.slice(2).map(Number) as [number, number];
const recipe = plainRecipe({ epochs: 1000 });
const studio = await launchStudio();
const { page } = studio;

type Question = Parameters<typeof callFromPage> extends [unknown, ...infer Rest] ? Rest : never;

async function ask<T>(...[name, input]: Question): Promise<T> {
  const answer = await callFromPage(page, name, input);
  if (answer.kind !== 'result') throw new Error(JSON.stringify(answer));
  return answer.value as T;
}

/** The process and what it has started, but for `spared`. */
function family(pid: number, spared: number): number[] {
  const parents = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }];
    } catch {
      return []; // it has ended
    }
  });
  const grow = (of: number): number[] => [
    of,
    ...parents.filter(({ pid, parent }) => parent === of && pid !== spared).flatMap(({ pid }) => grow(pid)),
  ];
  return grow(pid);
}

try {
  await ask('engine.start', null);
  const { id } = await ask<Run>(
    'runs.start',
    runRequestSchema.parse({
      version: 2,
      name: 'bench',
      preset: tutorial.id,
      model: tutorial.model,
      data: { datasets: ['mnist'] },
      recipe,
    }),
  );
  // The run's own screen: curves, numbers, all that a person watches.
  await page.evaluate((hash) => void (location.hash = hash), `#/runs/${id}`);
  await wait(WARM_UP_MS);
  const { facts } = await ask<{ facts: { pid: number } }>('engine.status', null);
  const processes = family(studio.app.process().pid!, facts.pid);
  const setGoing = (go: boolean): void => processes.forEach((pid) => process.kill(pid, go ? 'SIGCONT' : 'SIGSTOP'));

  const turns: { round: number; going: boolean; from: number; to: number }[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      for (const going of ORDER) {
        setGoing(going);
        const from = Date.now() + SETTLING_MS;
        await wait(SETTLING_MS + seconds * 1000);
        turns.push({ round, going, from, to: Date.now() });
      }
    }
  } finally {
    setGoing(true);
  }
  await ask('runs.stop', { id });
  const { logs } = await ask<{ logs: unknown[] }>('runs.get', { id });
  const speed = speedBetween(logs);
  const rates = (wanted: boolean): number[] =>
    Array.from({ length: rounds }, (_, round) => {
      const own = turns.filter((turn) => turn.round === round && turn.going === wanted);
      return (own.reduce((sum, { from, to }) => sum + speed(from, to), 0) / own.length) * recipe.batchSize;
    });
  console.log(JSON.stringify({ going: rates(true), stopped: rates(false) }));
} finally {
  await studio.close();
}
