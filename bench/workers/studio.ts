// The desktop program with its window open on a run: a turn is a run of the Tutorial CNN on MNIST, EPOCHS long.
//
//   node bench/workers/studio.ts EPOCHS
import { callFromPage } from '../../test/fixtures/page-call.ts';
import { launchStudio } from '../../test/fixtures/electron.ts';
import { runSpecSchema, type Run } from '../../shared/contract/schemas/run.ts';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { MNIST_IMAGES } from '../lib/bench.ts';
import { plainRecipe } from '../lib/job.ts';
import { runSpeed } from '../lib/run-speed.ts';
import { answerWith } from './answer-turns.ts';

/** Milliseconds between two looks at whether a run has ended: each takes time from it, and its own logs tell its speed. */
const LOOK_EVERY = 5000;

const recipe = plainRecipe({ epochs: Number(process.argv[2]) });
const studio = await launchStudio();
const { page } = studio;

type Question = Parameters<typeof callFromPage> extends [unknown, ...infer Rest] ? Rest : never;

async function ask<T>(...[name, input]: Question): Promise<T> {
  const answer = await callFromPage(page, name, input);
  if (answer.kind !== 'result') throw new Error(JSON.stringify(answer));
  return answer.value as T;
}

async function trainOnce() {
  const spec = runSpecSchema.parse({
    version: 1,
    name: 'bench',
    preset: tutorial.id,
    model: tutorial.model,
    data: { datasets: ['mnist'] },
    recipe,
  });
  const { id } = await ask<Run>('runs.start', spec);
  // The run's own screen: curves, numbers, all that a person watches.
  await page.evaluate((hash) => void (location.hash = hash), `#/runs/${id}`);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    const run = (await ask<Run[]>('runs.list', null)).find((run) => run.id === id)!;
    if (run.status === 'finished') break;
    if (run.error) throw new Error(JSON.stringify(run.error));
  }
  const { logs } = await ask<{ logs: unknown[] }>('runs.get', { id });
  return runSpeed(logs, MNIST_IMAGES, recipe.batchSize);
}

try {
  await ask('engine.start', null);
  const versions = { electron: await studio.app.evaluate(() => process.versions.electron ?? '') };
  await answerWith({ versions }, trainOnce);
} finally {
  await studio.close();
}
