import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isActive, type Run } from '../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { shortSpec, startHost, type TestHost, until } from '../fixtures/host-services.ts';
import { toldSteps } from '../fixtures/told-steps.ts';

let home: { folder: string; remove(): void };
const hosts: TestHost[] = [];
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(async () => {
  for (const { services } of hosts.splice(0)) await services.stop();
  home.remove();
});

async function host(change: Parameters<typeof startHost>[1] = {}): Promise<TestHost> {
  const started = await startHost(home.folder, change);
  hosts.push(started);
  return started;
}
const ended = (run: Run): boolean => !isActive(run.status);
const at = (status: Run['status']) => (run: Run) => run.status === status;
const runFolder = (id: string): string => path.join(home.folder, 'runs', id);
const stepsOf = (logs: readonly RunLog[]): number[] => toldSteps(logs).map(({ step }) => step);

describe('a run', () => {
  it('trains, tells everybody the same, and leaves a plain folder', async () => {
    const { window } = await host();
    const [first, second] = [window(), window()];
    const told: RunLog[] = [];
    second.on('run.logs', ({ logs }) => told.push(...logs));
    const running: Run[] = [];
    second.on('run.changed', (run) => void (run.status === 'running' && running.push(run)));
    const started = await first.call('runs.start', shortSpec(1200, 2));
    const run = await until(first, started.id, ended);
    expect(run).toMatchObject({ status: 'finished', step: 18, epoch: 2, totalSteps: 18, error: null });
    expect(run.result!.tests[0]).toMatchObject({ dataset: 'mnist', n: 10_000 });
    const snapshot = await second.call('runs.get', { id: run.id });
    expect(snapshot).toEqual({ run, logs: told, torn: 0 });
    expect(stepsOf(told)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
    // How far it is, the logs alone tell.
    const beside = running.map((run) => JSON.stringify({ ...run, step: 0 }));
    expect(new Set(beside).size).toBe(beside.length);
    // The window hears of it a moment before it is on disk.
    await vi.waitFor(() =>
      expect(JSON.parse(readFileSync(path.join(runFolder(run.id), 'run.json'), 'utf8'))).toEqual(run),
    );
    const modelFiles = ['known.safetensors', 'model.json', 'weights.safetensors'];
    expect(readdirSync(path.join(runFolder(run.id), 'model')).sort()).toEqual(modelFiles);
    const models = await first.call('models.list', null);
    // Lesson models are there for who asks for them, and listed for nobody.
    expect(models.map(({ ref }) => ref)).toEqual(['starter', 'line-reader', run.id]);
    expect(await first.call('models.card', { model: 'lesson-gru' })).toMatchObject({ task: run.spec.task });
    const card = await first.call('models.card', { model: run.id });
    expect(card).toMatchObject({ spec: run.spec.model, task: run.spec.task, parent: null });
    const reading = await first.call('models.predict', { model: run.id, images: new Uint8Array(2 * 784) });
    expect(reading.items).toHaveLength(2);
    expect(reading.items[0]!.probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 4);
  });

  it('waits for the one before it, leaves the queue when stopped, and one trainer serves them all', async () => {
    const { window, trainers } = await host();
    const client = window();
    const first = await client.call('runs.start', shortSpec(1500, 3, 'First'));
    const second = await client.call('runs.start', shortSpec(500, 1, 'Second'));
    const third = await client.call('runs.start', shortSpec(500, 1, 'Third'));
    expect(second.status).toBe('queued');
    expect((await client.call('runs.stop', { id: third.id })).status).toBe('stopped');
    const firstEnd = await until(client, first.id, ended);
    const secondEnd = await until(client, second.id, ended);
    expect([firstEnd.status, secondEnd.status]).toEqual(['finished', 'finished']);
    expect(secondEnd.startedAt!).toBeGreaterThanOrEqual(firstEnd.endedAt!);
    expect(trainers).toHaveLength(1);
  });

  it('pauses, is read beside, goes on; stops with a checkpoint and is resumed to the same weights', async () => {
    const { window } = await host();
    const client = window();
    // Long enough that pause and stop find it going.
    const spec = shortSpec(3000, 5);
    const whole = await client.call('runs.start', spec);
    const expected = await until(client, whole.id, ended);

    const { id } = await client.call('runs.start', spec);
    await until(client, id, (run) => run.status === 'running' && run.step > 0);
    await client.call('runs.pause', { id });
    const paused = await until(client, id, at('paused'));
    expect(paused.checkpointStep).toBe(paused.step);
    await client.call('models.predict', { model: 'starter', images: new Uint8Array(784) });
    await expect(client.call('runs.pause', { id })).rejects.toMatchObject({ code: 'run-not-running' });
    await client.call('runs.resume', { id });
    await until(client, id, (run) => run.status === 'running' && run.step > paused.step);
    const stopped = await client.call('runs.stop', { id });
    expect(stopped).toMatchObject({ status: 'stopped', checkpointStep: stopped.step });
    await client.call('runs.resume', { id });
    const run = await until(client, id, at('finished'));
    expect(run.result!.weightsSha256).toBe(expected.result!.weightsSha256);
    const { logs } = await client.call('runs.get', { id });
    expect(stepsOf(logs)).toEqual(Array.from({ length: run.totalSteps }, (_, i) => i + 1));
    await expect(client.call('runs.resume', { id })).rejects.toMatchObject({ code: 'run-not-resumable' });
  });

  it('is interrupted when its trainer is killed; the next in the queue goes on, and it can be resumed', async () => {
    const { window, trainers } = await host();
    const client = window();
    const first = await client.call('runs.start', shortSpec(3000, 4, 'First'));
    const second = await client.call('runs.start', shortSpec(500, 1, 'Second'));
    await until(client, first.id, (run) => run.step > 0);
    trainers[0]!.kill();
    expect(await until(client, first.id, ended)).toMatchObject({
      status: 'interrupted',
      error: { code: 'trainer-crashed' },
    });
    expect((await until(client, second.id, ended)).status).toBe('finished');
    expect(trainers).toHaveLength(2);
    await client.call('runs.resume', { id: first.id });
    expect(await until(client, first.id, ended)).toMatchObject({ status: 'finished', error: null });
  });

  it('says why it cannot begin: no engine, no data', async () => {
    const { window } = await host({ libraryFolder: path.join(home.folder, 'nothing here') });
    const client = window();
    const { id } = await client.call('runs.start', shortSpec(500, 1));
    expect(await until(client, id, ended)).toMatchObject({ status: 'failed', error: { code: 'engine-missing' } });
    expect((await client.call('engine.status', null)).state).toBe('missing');

    const bare = temporaryFolder();
    const other = await startHost(bare.folder, { mnistFolder: '/nowhere' });
    const there = other.window();
    const run = await there.call('runs.start', shortSpec(500, 1));
    expect(await until(there, run.id, ended)).toMatchObject({ status: 'failed', error: { code: 'mnist-incomplete' } });
    await other.services.stop();
    bare.remove();
  });
});

describe('the runs of a folder', () => {
  it('are renamed, deleted, taken back, and gone for good with the next start', async () => {
    const { window, services } = await host();
    const client = window();
    const removed: string[] = [];
    client.on('run.removed', ({ id }) => removed.push(id));
    const { id } = await client.call('runs.start', shortSpec(500, 1));
    await until(client, id, ended);
    expect((await client.call('runs.rename', { id, name: 'Another' })).spec.name).toBe('Another');
    await client.call('runs.delete', { id });
    expect(await client.call('runs.list', null)).toEqual([]);
    expect((await client.call('runs.restore', { id })).spec.name).toBe('Another');
    expect(await client.call('runs.list', null)).toHaveLength(1);
    // Taken back a second time (a double click): nothing happens to it.
    expect((await client.call('runs.restore', { id })).spec.name).toBe('Another');
    await client.call('runs.delete', { id });
    // Another host that starts meanwhile leaves this one's trash alone.
    await host();
    await client.call('runs.restore', { id });
    await client.call('runs.delete', { id });
    expect(removed).toEqual([id, id, id]);
    await services.stop();
    hosts.length = 0;
    const again = (await host()).window();
    await expect(again.call('runs.restore', { id })).rejects.toMatchObject({ code: 'run-not-found' });
  });

  it('may be copied, torn or strange: what can be read is listed, nothing is touched', async () => {
    const { window, log } = await host();
    const client = window();
    const { id } = await client.call('runs.start', shortSpec(500, 1));
    await until(client, id, ended);
    cpSync(runFolder(id), runFolder('a-copy'), { recursive: true });
    cpSync(runFolder(id), runFolder('torn'), { recursive: true });
    const record = path.join(runFolder('torn'), 'run.json');
    writeFileSync(record, readFileSync(record, 'utf8').slice(0, 100));
    mkdirSync(runFolder('my notes'));
    writeFileSync(path.join(home.folder, 'runs', 'readme.txt'), 'mine');
    appendFileSync(path.join(runFolder('a-copy'), 'metrics.jsonl'), '{"type":"steps","st');
    expect((await client.call('runs.list', null)).map((run) => run.id).sort()).toEqual(['a-copy', id].sort());
    expect(log.lines.some((line) => line.includes('torn'))).toBe(true);
    expect(readFileSync(record, 'utf8')).toHaveLength(100);
    expect((await client.call('runs.get', { id: 'a-copy' })).torn).toBe(1);
    await expect(client.call('runs.get', { id: 'torn' })).rejects.toMatchObject({ code: 'file-torn' });
    await client.call('runs.delete', { id: 'torn' });
    expect(readdirSync(path.join(home.folder, 'runs'))).not.toContain('torn');
    await expect(client.call('runs.get', { id: 'not-there' })).rejects.toMatchObject({ code: 'run-not-found' });
  });

  it('that a dead host left behind are offered to be resumed; those of a living one stay its own', async () => {
    const first = await host();
    const there = first.window();
    const { id } = await there.call('runs.start', shortSpec(3000, 4));
    await until(there, id, (run) => run.step > 0);
    const record = path.join(runFolder(id), 'run.json');
    const dead = 'left-behind';
    cpSync(runFolder(id), runFolder(dead), { recursive: true });
    writeFileSync(
      path.join(runFolder(dead), 'lock.json'),
      JSON.stringify({ version: 1, pid: 2 ** 22 + 1, start: '1' }),
    );
    // This very process holds the first run; another process would see its lock.
    const lock = JSON.parse(readFileSync(path.join(runFolder(id), 'lock.json'), 'utf8')) as { pid: number };
    expect(lock.pid).toBe(process.pid);
    const foreign = 'of-another-host';
    cpSync(runFolder(id), runFolder(foreign), { recursive: true });
    const start = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ')[1]!.split(' ')[19];
    writeFileSync(path.join(runFolder(foreign), 'lock.json'), JSON.stringify({ version: 1, pid: process.ppid, start }));
    await there.call('runs.stop', { id });

    const second = await host();
    const here = second.window();
    const statuses = Object.fromEntries((await here.call('runs.list', null)).map((run) => [run.id, run.status]));
    expect(statuses[dead]).toBe('interrupted');
    expect(isActive(statuses[foreign]!)).toBe(true);
    await expect(here.call('runs.resume', { id: foreign })).rejects.toMatchObject({ code: 'run-running' });
    await expect(here.call('runs.delete', { id: foreign })).rejects.toMatchObject({ code: 'run-running' });
    expect(JSON.parse(readFileSync(record, 'utf8'))).toMatchObject({ status: 'stopped' });
  });

  it('end with a checkpoint when the host is asked to stop; those that wait go on waiting for the next one', async () => {
    const { window, services } = await host();
    const client = window();
    const going = await client.call('runs.start', shortSpec(3000, 4));
    const waiting = await client.call('runs.start', shortSpec(500, 1));
    await until(client, going.id, (run) => run.step > 0);
    await services.stop();
    hosts.length = 0;
    const again = (await host()).window();
    const records = Object.fromEntries((await again.call('runs.list', null)).map((run) => [run.id, run]));
    expect(records[going.id]).toMatchObject({
      status: 'interrupted',
      error: null,
      checkpointStep: records[going.id]!.step,
    });
    expect(records[waiting.id]!.status).not.toBe('interrupted');
    expect((await until(again, waiting.id, ended)).status).toBe('finished');
  });
});

describe('the other services', () => {
  it('keep settings: a patch changes what it names, a torn file is left and defaults serve', async () => {
    const { window, services } = await host();
    const [one, two] = [window(), window()];
    const told = new Promise((resolve) => two.on('settings.changed', resolve));
    await one.call('settings.update', { language: 'zh-CN' });
    expect(await one.call('settings.update', { theme: 'dark' })).toMatchObject({ language: 'zh-CN', theme: 'dark' });
    expect(await told).toMatchObject({ language: 'zh-CN' });
    await services.stop();
    hosts.length = 0;
    expect(await (await host()).window().call('settings.get', null)).toMatchObject({
      language: 'zh-CN',
      theme: 'dark',
    });
    writeFileSync(path.join(home.folder, 'settings.json'), '{"version":1,"langu');
    expect(await (await host()).window().call('settings.get', null)).toMatchObject({ language: 'system' });
  });

  it('give files only by handles of the same window', async () => {
    const { window } = await host();
    const [one, two] = [window(), window()];
    await expect(one.call('files.pick', { kind: 'folder' })).rejects.toMatchObject({ code: 'dialog-unavailable' });
    const given = await one.call('files.upload', { name: '../../../etc/passwd', bytes: new Uint8Array(20) });
    expect(given.name).not.toContain('/');
    const inspect = { handle: given.handle, ticket: 'a-ticket' };
    await expect(two.call('datasets.inspect', inspect)).rejects.toMatchObject({ code: 'handle-unknown' });
    await expect(one.call('datasets.inspect', inspect)).rejects.toMatchObject({ code: 'data-not-understood' });
    const files = [{ path: 'a/../../b', bytes: new Uint8Array(1) }];
    await expect(one.call('files.uploadInto', { folder: null, name: 'set', files })).rejects.toMatchObject({
      code: 'unsafe-path',
    });
    await expect(one.call('files.uploadInto', { folder: given.handle, name: 'set', files: [] })).rejects.toMatchObject({
      code: 'handle-unknown',
    });
    await expect(one.call('settings.setMnistFolder', { handle: '/etc/passwd' })).rejects.toMatchObject({
      code: 'handle-unknown',
    });
    const uploads = (): string[] =>
      readdirSync(path.join(home.folder, 'uploads')).flatMap((owner) =>
        readdirSync(path.join(home.folder, 'uploads', owner)),
      );
    expect(uploads().length).toBeGreaterThan(0);
    one.close();
    await vi.waitFor(() => expect(uploads()).toHaveLength(0));
    // What a host that was killed left behind goes with the next start.
    mkdirSync(path.join(home.folder, 'uploads', `${2 ** 22 + 1}-1`));
    await host();
    expect(readdirSync(path.join(home.folder, 'uploads')).some((owner) => owner.startsWith(String(2 ** 22 + 1)))).toBe(
      false,
    );
  });

  it('tell where things lie, plan a run, and refuse a probe and to remove its data while a run goes', async () => {
    const { window } = await host();
    const client = window();
    const { recipe, data } = shortSpec(1000, 3);
    const plan = await client.call('runs.plan', { data, recipe });
    expect(plan).toMatchObject({ stepsPerEpoch: 8, totalSteps: 24 });
    expect(plan.disk!.free).toBeGreaterThan(0);
    // A tenth of each digit, in whole images.
    expect(plan.trainCount + plan.validationCount).toBe(1000);
    expect(Math.abs(plan.validationCount - 100)).toBeLessThanOrEqual(5);
    const info = await client.call('storage.info', null);
    expect(info).toMatchObject({ folder: home.folder, runs: { count: 0 }, mnist: { from: 'environment' } });
    expect(info.datasets.bytes).toBeGreaterThan(54_000_000);
    const { id } = await client.call('runs.start', shortSpec(2000, 3));
    await expect(client.call('engine.probe', null)).rejects.toMatchObject({
      code: 'busy-with-run',
      params: { run: 'Short' },
    });
    await expect(client.call('datasets.remove', { id: 'mnist' })).rejects.toMatchObject({
      code: 'dataset-in-use',
      params: { id: 'mnist', run: 'Short' },
    });
    await client.call('runs.stop', { id });
    await client.call('datasets.remove', { id: 'mnist' });
    expect((await client.call('storage.info', null)).datasets.bytes).toBe(0);
  });
});
