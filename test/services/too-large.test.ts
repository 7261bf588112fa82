import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findPreset } from '../../shared/model/presets/index.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { shortSpec, startHost, type TestHost } from '../fixtures/host-services.ts';

let home: ReturnType<typeof temporaryFolder>;
let host: TestHost | null = null;
beforeEach(() => void (home = temporaryFolder()));
afterEach(async () => {
  await host?.services.stop();
  host = null;
  home.remove();
});

/** A host on a machine with so much free memory, bytes. */
const withMemory = async (free: number) => {
  host = await startHost(home.folder, {}, { freeMemory: () => free });
  return host.window();
};

it('a model that cannot fit the free memory is refused at every door, before anything is kept or a trainer runs', async () => {
  const client = await withMemory(2e9);
  const spec = { ...shortSpec(1000, 1), model: findPreset('best')!.model };
  const large = { ...spec, recipe: { ...spec.recipe, batchSize: 4096 } };
  const { model, data, recipe } = large;
  const answers = await Promise.allSettled([
    client.call('runs.start', large),
    client.call('runs.startGroup', { spec: large, group: { kind: 'seeds', count: 2 } }),
    client.call('runs.findLearningRate', { model, data, recipe }),
    client.call('engine.probe', { model, recipe, task: DIGITS }),
  ]);
  const refused = { code: 'model-too-large-for-memory', params: { needed: expect.any(Number) as number, free: 2 } };
  const reason = expect.objectContaining(refused) as object;
  expect(answers).toEqual(answers.map(() => ({ status: 'rejected', reason })));
  expect(await client.call('runs.list', null)).toEqual([]);
  expect(readdirSync(path.join(home.folder, 'runs'))).toEqual([]);
  expect(host!.trainers).toEqual([]);
});

it('a run whose model fits no longer is not resumed, and stays as it is', async () => {
  let free = 8e9;
  host = await startHost(home.folder, {}, { freeMemory: () => free });
  const client = host.window();
  const { id } = await client.call('runs.start', shortSpec(1000, 1));
  expect(await client.call('runs.stop', { id })).toMatchObject({ status: 'stopped' });
  // What the trainer has is counted as free.
  host.services.link.stop();
  free = 1e6;
  await expect(client.call('runs.resume', { id })).rejects.toMatchObject({ code: 'model-too-large-for-memory' });
  expect((await client.call('runs.get', { id })).run).toMatchObject({ status: 'stopped', error: null });
  free = 8e9;
  expect(await client.call('runs.resume', { id })).toMatchObject({
    status: expect.stringMatching(/queued|starting/) as string,
  });
  await client.call('runs.stop', { id });
});

it('a plan tells the memory that there is and that of the data, and what fits is started', async () => {
  const client = await withMemory(2e9);
  const { data, recipe } = shortSpec(1000, 1);
  const { memory } = await client.call('runs.plan', { data, recipe });
  expect(memory).toEqual({ free: 2e9, imageBytes: 60_000 * 784 });
  const { id } = await client.call('runs.start', shortSpec(1000, 1));
  expect(await client.call('runs.stop', { id })).toMatchObject({ status: 'stopped' });
});
