import path from 'node:path';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isImported } from '../../shared/contract/schemas/run-id.ts';
import { startCommand } from '../fixtures/command-line.ts';
import { answerPicks, launchStudio, type Studio } from '../fixtures/electron.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { importDialog, keepImported } from '../fixtures/import-model-user.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { packedApp } from '../fixtures/packed-program.ts';
import { callFromPage, valueFromPage } from '../fixtures/page-call.ts';
import { hasRedis, startRedis } from '../fixtures/redis-server.ts';
import { someRequest } from '../fixtures/scripted-host.ts';
import { goTo, PATIENCE, RUN_PATIENCE } from '../fixtures/studio-user.ts';
import { someStudy } from '../fixtures/studies.ts';
import { furthest, tenImages } from '../fixtures/ten-images.ts';

// What the studio loads into Electron's own processes, on whichever version of Electron (and so of Node) the tests run on.

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function launch(env: Readonly<Record<string, string>> = {}): Promise<Studio> {
  const studio = await launchStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder, ...env } });
  ending.push(() => studio.close());
  await callFromPage(studio.page, 'settings.update', { language: 'en' });
  return studio;
}

/** The names of the utility processes that main starts from now on. */
async function utilityProcesses({ app }: Studio): Promise<() => Promise<string[]>> {
  await app.evaluate(({ utilityProcess }) => {
    const names: string[] = [];
    const fork = utilityProcess.fork.bind(utilityProcess);
    Object.assign(globalThis, { utilityNames: names });
    utilityProcess.fork = (...args: Parameters<typeof fork>) => {
      names.push(args[2]?.serviceName ?? '');
      return fork(...args);
    };
  });
  return () => app.evaluate(() => (globalThis as unknown as { utilityNames: string[] }).utilityNames);
}

const MODELS = path.join(repositoryRoot, 'test', 'fixtures', 'models');

// A packed program brings its Node.
describe.runIf(packedApp() === null)('a utility process, where there is no plain Node,', () => {
  it('reads models of Keras from HDF5 and from .keras', async () => {
    const studio = await launch({ INKSTONE_NODE: '' });
    const { page } = studio;
    const started = await utilityProcesses(studio);
    await goTo(page, 'Draw');
    for (const file of ['convolutions.h5', 'convolutions.keras']) {
      await page.getByRole('button', { name: 'Import a model' }).click();
      await answerPicks(studio, path.join(MODELS, file));
      await importDialog(page).getByRole('button', { name: 'Choose files…' }).click();
      await importDialog(page).getByText('10 of 12 layers taken').waitFor();
      await keepImported(page, file);
    }
    expect((await started()).filter((name) => name === 'inkstone-reader').length).toBeGreaterThanOrEqual(2);
    const { convolutions } = JSON.parse(readFileSync(path.join(MODELS, 'expected.json'), 'utf8')) as {
      convolutions: number[][];
    };
    const imported = (await valueFromPage(page, 'models.list', null)).filter(({ ref }) => isImported(ref));
    expect(imported.map(({ name }) => name).sort()).toEqual(['convolutions.h5', 'convolutions.keras']);
    for (const { ref } of imported) {
      const { items } = await valueFromPage(page, 'models.predict', { model: ref, images: tenImages() });
      expect(furthest(items, convolutions)).toBeLessThan(1e-4);
    }
    expect(studio.problems).toEqual([]);
  });
});

describe.runIf(hasRedis)('the main process', () => {
  it('has a study’s trials done by workers of a queue, and takes their runs in', async () => {
    const server = await startRedis();
    ending.push(() => server.remove());
    const { page, home, problems } = await launch();
    const elsewhere = temporaryFolder();
    ending.push(() => elsewhere.remove());
    const worker = startCommand(elsewhere.folder, [
      'worker',
      '--queue',
      server.address,
      '--name',
      'elsewhere',
      '--json',
    ]);
    ending.push(async () => {
      worker.child.kill('SIGKILL');
      await worker.ended;
    });
    await worker.said('"type":"worker"');

    const base = someRequest('Queued');
    const { id } = await valueFromPage(page, 'studies.start', {
      ...someStudy({ queue: server.address, budget: { trials: 3 } }),
      base: { ...base, data: { datasets: ['mnist'], limit: 320 }, recipe: { ...base.recipe, epochs: 1 } },
    });
    await worker.said('"status":"running"');
    expect(await valueFromPage(page, 'studies.workers', { id })).toMatchObject([{ name: 'elsewhere' }]);
    const study = () => valueFromPage(page, 'studies.get', { id });
    await vi.waitFor(async () => expect((await study()).study.status).toBe('finished'), {
      timeout: RUN_PATIENCE,
      interval: 200,
    });
    const { trials, study: info } = await study();
    expect(trials.map(({ status, worker: name }) => [status, name])).toEqual(Array(3).fill(['finished', 'elsewhere']));
    const best = path.join(home, 'runs', trials[info.best[0]!]!.run!, 'model', 'weights.safetensors');
    expect(readFileSync(best).length).toBeGreaterThan(100_000);
    worker.child.kill('SIGINT');
    await worker.ended;
    await vi.waitFor(
      async () => expect((await valueFromPage(page, 'studies.workers', { id })).length).toBe(0),
      PATIENCE,
    );
    expect(problems).toEqual([]);
  });
});
