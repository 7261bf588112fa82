import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isActive, type Run } from '../../shared/contract/schemas/run.ts';
import { LIGHT } from '../../shared/data/augment.ts';
import { summarizeGroup } from '../../shared/runs/group.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { shortSpec, startHost, type TestHost, until } from '../fixtures/host-services.ts';

let home: { folder: string; remove(): void };
const hosts: TestHost[] = [];
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(async () => {
  for (const { services } of hosts.splice(0)) await services.stop();
  home.remove();
});

async function host(): Promise<TestHost> {
  const started = await startHost(home.folder);
  hosts.push(started);
  return started;
}
const ended = (run: Run): boolean => !isActive(run.status);
const seeds = (count: number) => ({ kind: 'seeds' as const, count });

describe('a group of runs', () => {
  it('trains one seed after the other; stopping and deleting some leaves the others alone', async () => {
    const client = (await host()).window();
    const spec = shortSpec(600, 1, 'Seeds');
    const runs = await client.call('runs.startGroup', { spec, group: seeds(4) });
    expect(runs.map(({ spec: { name, recipe } }) => [name, recipe.seed])).toEqual(
      [0, 1, 2, 3].map((i) => [`Seeds ${i + 1}/4`, spec.recipe.seed + i]),
    );
    expect(new Set(runs.map(({ spec: { group } }) => group!.id)).size).toBe(1);
    // Newest first, as everywhere: the last of the group on top.
    expect((await client.call('runs.list', null)).map(({ id }) => id)).toEqual(runs.map(({ id }) => id).reverse());
    const [first, second, third, fourth] = runs as [Run, Run, Run, Run];
    await client.call('runs.stop', { id: second.id });
    await client.call('runs.delete', { id: third.id });
    const ends = [await until(client, first.id, ended), await until(client, fourth.id, ended)];
    expect(ends.map(({ status }) => status)).toEqual(['finished', 'finished']);
    expect(ends[1]!.startedAt!).toBeGreaterThanOrEqual(ends[0]!.endedAt!);
    expect(ends[0]!.result!.weightsSha256).not.toBe(ends[1]!.result!.weightsSha256);
    const left = await client.call('runs.list', null);
    expect(left.map(({ id }) => id)).toEqual([fourth.id, second.id, first.id]);
    const summary = summarizeGroup(left)!;
    expect(summary).toMatchObject({ kind: 'seeds', count: 4, done: 2, test: { n: 2 }, validation: { n: 2 } });
    // A member that was stopped goes on later like any other run.
    await client.call('runs.resume', { id: second.id });
    expect((await until(client, second.id, ended)).status).toBe('finished');
    // One begun again from a member's spec stands for itself.
    const again = await client.call('runs.start', first.spec);
    expect(again.spec.group).toBeUndefined();
    await client.call('runs.stop', { id: again.id });
  });

  it('of folds holds out a part of the images each', async () => {
    const client = (await host()).window();
    const spec = shortSpec(500, 1);
    const runs = await client.call('runs.startGroup', { spec, group: { kind: 'folds', count: 2 } });
    for (const [index, { id, spec: member }] of runs.entries()) {
      expect(member.recipe.validation).toEqual({ kind: 'fold', folds: 2, index });
      const plan = await client.call('runs.plan', { data: member.data, recipe: member.recipe });
      expect(plan).toMatchObject({ trainCount: 250, validationCount: 250 });
      const run = await until(client, id, ended);
      expect(run).toMatchObject({ status: 'finished', stepsPerEpoch: 2, lastValidation: expect.anything() });
    }
  });

  it('is started whole or not at all', async () => {
    const client = (await host()).window();
    const spec = shortSpec(500, 1);
    const model = { ...spec.model, layers: spec.model.layers.slice(0, 2) };
    const group = seeds(3);
    await expect(client.call('runs.startGroup', { spec: { ...spec, model }, group })).rejects.toMatchObject({
      code: 'model-invalid',
    });
    expect(readdirSync(path.join(home.folder, 'runs'))).toEqual([]);
    renameSync(path.join(home.folder, 'runs'), path.join(home.folder, 'elsewhere'));
    writeFileSync(path.join(home.folder, 'runs'), 'no folder');
    await expect(client.call('runs.startGroup', { spec, group })).rejects.toMatchObject({ code: /^storage/ });
    // What cannot be read is not told as empty.
    await expect(client.call('runs.list', null)).rejects.toMatchObject({ code: 'not-a-folder' });
    rmSync(path.join(home.folder, 'runs'));
    renameSync(path.join(home.folder, 'elsewhere'), path.join(home.folder, 'runs'));
    expect(await client.call('runs.list', null)).toEqual([]);
  });

  it('that the host leaves waiting is taken up by the next one, and what trained is offered to be resumed', async () => {
    const { window, services } = await host();
    const client = window();
    const [first, second] = await client.call('runs.startGroup', { spec: shortSpec(3000, 4), group: seeds(2) });
    await until(client, first!.id, (run) => run.step > 0);
    await services.stop();
    hosts.length = 0;
    const again = (await host()).window();
    const { status } = (await again.call('runs.list', null)).find(({ id }) => id === first!.id)!;
    expect(status).toBe('interrupted');
    await until(again, second!.id, (run) => run.step > 0);
  });
});

describe('the learning-rate finder', () => {
  const choice = () => {
    const { model, data, recipe } = shortSpec(2000, 1);
    return { model, data, recipe };
  };

  it('answers over the contract, refuses beside a run, and ends with its caller', async () => {
    const { window, asked } = await host();
    const client = window();
    const { points, suggestion } = await client.call('runs.findLearningRate', choice());
    expect(points.length).toBeGreaterThan(50);
    expect(suggestion).toBeGreaterThan(1e-5);
    const controller = new AbortController();
    const searching = asked('engine.findLearningRate');
    const cancelled = client.call('runs.findLearningRate', choice(), { signal: controller.signal });
    await searching;
    await expect(client.call('runs.findLearningRate', choice())).rejects.toMatchObject({
      code: 'busy-with-rate-test',
    });
    await expect(client.call('engine.probe', null)).rejects.toMatchObject({ code: 'busy-with-rate-test' });
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const run = await client.call('runs.start', shortSpec(2000, 3));
    await expect(client.call('runs.findLearningRate', choice())).rejects.toMatchObject({ code: 'busy-with-run' });
    await client.call('runs.stop', { id: run.id });
    expect(await client.call('runs.list', null)).toHaveLength(1);
  });

  it('makes way for a run that is started meanwhile', async () => {
    const { window, asked } = await host();
    const client = window();
    await client.call('engine.probe', null);
    const searching = asked('engine.findLearningRate');
    const outrun = client.call('runs.findLearningRate', choice()).catch((thrown: unknown) => thrown);
    await searching;
    const { id } = await client.call('runs.start', shortSpec(500, 1));
    expect((await until(client, id, ended)).status).toBe('finished');
    expect(await outrun).toMatchObject({ code: 'cancelled' });
  });
});

describe('what the first studio left', () => {
  it('is listed as it would be written today, and goes on', async () => {
    cpSync(path.join(repositoryRoot, 'test', 'fixtures', 'old-runs'), path.join(home.folder, 'runs'), {
      recursive: true,
    });
    writeFileSync(
      path.join(home.folder, 'settings.json'),
      '{"version":1,"language":"zh-CN","theme":"dark","mnistFolder":null,"brush":0.07,"drawModel":"starter"}\n',
    );
    const client = (await host()).window();
    expect(await client.call('settings.get', null)).toMatchObject({ language: 'zh-CN', brush: 0.07, engine: 'auto' });
    const ids = (await client.call('runs.list', null)).map(({ id }) => id);
    const [tutorial, compact] = (await client.call('runs.records', { ids })) as [Run, Run];
    expect(compact).toMatchObject({ status: 'finished', spec: { recipe: { version: 2, augmentation: LIGHT } } });
    const { logs, torn } = await client.call('runs.get', { id: compact.id });
    expect([logs.length > 10, torn]).toEqual([true, 0]);
    expect(tutorial.status).toBe('interrupted');
    await client.call('runs.resume', { id: tutorial.id });
    const finished = await until(client, tutorial.id, ended);
    expect(finished).toMatchObject({ status: 'finished', epoch: 3 });
    const record = path.join(home.folder, 'runs', tutorial.id, 'run.json');
    expect(JSON.parse(readFileSync(record, 'utf8'))).toMatchObject({ spec: { recipe: { version: 2 } } });
  });
});
