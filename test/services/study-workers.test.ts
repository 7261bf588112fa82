import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, promises as fs, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { runSchema, type RunStatus } from '../../shared/contract/schemas/run.ts';
import type { StudyInfo, StudySpec } from '../../shared/contract/schemas/study.ts';
import { type TrialResult, trialResultSchema } from '../../shared/contract/schemas/trial-job.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { SAMPLERS } from '../../shared/study/samplers/index.ts';
import { readSpace } from '../../shared/study/space.ts';
import { sha256Of } from '../../electron/files/content-hash.ts';
import { adoptRun } from '../../electron/services/studies/queue/adopt-run.ts';
import { fetchFile, putBytes, putFile } from '../../electron/services/studies/queue/blobs.ts';
import { connectQueue, PREFIX, QUEUE } from '../../electron/services/studies/queue/connection.ts';
import { openQueue } from '../../electron/services/studies/queue/open-queue.ts';
import { workerData } from '../../electron/services/studies/queue/worker-data.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { linesOf, type ToldLines } from '../fixtures/lines-of.ts';
import { quickStudio } from '../fixtures/quick-studio.ts';
import { hasRedis, type RedisServer, startRedis } from '../fixtures/redis-server.ts';
import { someRun } from '../fixtures/scripted-host.ts';
import { MAXIMIZE, someStudy } from '../fixtures/studies.ts';

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

function newFolder(): string {
  const { folder, remove } = temporaryFolder();
  ending.push(remove);
  return folder;
}

async function redis(...options: string[]): Promise<RedisServer> {
  const server = await startRedis(...options);
  ending.push(() => server.remove());
  return server;
}

/** A data set's files, the training images more than one piece of a blob. */
function dataIn(folder: string) {
  mkdirSync(folder, { recursive: true });
  const contents = { trainImages: 9_000_001, trainLabels: 2000, testImages: 100, testLabels: 0 };
  const entries = Object.entries(contents).map(([name, bytes]) => {
    const file = path.join(folder, name);
    writeFileSync(file, Buffer.alloc(bytes, name));
    return [name, file] as const;
  });
  const files = Object.fromEntries(entries) as Record<keyof typeof contents, string>;
  const sha256 = Object.fromEntries(entries.map(([name, file]) => [name, sha256Of(readFileSync(file))])) as Record<
    keyof typeof contents,
    string
  >;
  return { id: 'mnist', task: DIGITS, framing: 'centred' as const, ...files, sha256 };
}

/** A studio whose trials go to a queue, with data of its own. */
async function studio(home: string) {
  const data = dataIn(path.join(home, 'data'));
  const made = await quickStudio(
    home,
    {},
    (runs) => (record, hooks) =>
      openQueue(record, {
        runs,
        prepare: async () => [data],
        taskOf: async (choice) => ({ task: DIGITS, framing: 'centred', data: choice }),
        ...hooks,
      }),
  );
  ending.push(() => made.stop());
  return { ...made, data };
}

interface WorkerProcess extends ToldLines {
  readonly child: ChildProcess;
  readonly home: string;
}

function launchWorker(address: string, name: string, epoch = 30): WorkerProcess {
  const home = newFolder();
  const script = path.join(repositoryRoot, 'test', 'fixtures', 'worker-host.ts');
  const child = spawn(process.execPath, [script, home, address, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, QUICK_EPOCH: String(epoch) },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  ending.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, home, ...linesOf(child, name) };
}

const { base } = someStudy();
const queued = ({ address }: RedisServer, changes: Partial<StudySpec> = {}): StudySpec =>
  someStudy({
    base: { ...base, recipe: { ...base.recipe, epochs: 4 } },
    budget: { trials: 12 },
    queue: address,
    ...changes,
  });

const runIn = (home: string, id: string) =>
  runSchema.parse(JSON.parse(readFileSync(path.join(home, 'runs', id, 'run.json'), 'utf8')));

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing',
    (thrown: unknown) => (thrown instanceof AppError ? thrown.code : String(thrown)),
  );

describe.runIf(hasRedis)('a search on many machines', () => {
  it('has three workers train, one of which is killed: its trial is done by another, and none is lost or done twice', async () => {
    const server = await redis();
    const home = newFolder();
    const { studies, data } = await studio(home);
    const counts: number[] = [];
    studies.onWorkers.on(({ workers }) => counts.push(workers.length));
    const workers = ['one', 'two', 'three'].map((name) => launchWorker(server.address, name));
    const { id } = await studies.start(queued(server));
    const [victim, ...others] = workers as [WorkerProcess, WorkerProcess, WorkerProcess];
    const first = Number((await victim.said('took ')).slice(5));
    victim.child.kill('SIGKILL');
    for (const worker of others) await worker.said('ended ');
    const blobs = others.map((worker) => path.join(worker.home, 'worker', 'blobs'));
    const fetched = blobs.map((folder) => readdirSync(folder).map((name) => statSync(path.join(folder, name)).mtimeMs));
    const ended = await studies.ended(id);
    expect(ended).toMatchObject({ status: 'finished', error: null, counts: { running: 0 } });
    const { trials } = await studies.get(id);
    expect(trials).toHaveLength(12);
    expect(trials[first]!.worker).not.toBe('one');
    // Each is a run of this studio, with the logs of its training.
    for (const { number, run, status, worker } of trials) {
      const { spec, ...record } = runIn(home, run!);
      expect(spec.trial).toEqual({ study: id, number });
      expect(record.status).toBe(status === 'finished' ? 'finished' : 'failed');
      expect(readFileSync(path.join(home, 'runs', run!, 'metrics.jsonl'), 'utf8')).toContain('"type":"epoch"');
      expect(['one', 'two', 'three']).toContain(worker);
    }
    expect(new Set(trials.map(({ run }) => run)).size).toBe(12);
    // The model of the best has come.
    const best = trials[ended.best[0]!]!;
    expect(readFileSync(path.join(home, 'runs', best.run!, 'model', 'weights.safetensors'), 'utf8')).toBe(
      `weights of ${best.run}`,
    );
    // Data came once to each, under its hash.
    blobs.forEach((folder, i) => {
      const names = readdirSync(folder);
      expect(names.sort()).toEqual([...new Set(Object.values(data.sha256))].sort());
      for (const name of names) expect(sha256Of(readFileSync(path.join(folder, name)))).toBe(name);
      expect(names.map((name) => statSync(path.join(folder, name)).mtimeMs)).toEqual(fetched[i]);
    });
    expect(Math.max(...counts)).toBe(3);
  });

  it('waits for a server that went away, says so, and goes on when it is back', async () => {
    const server = await redis();
    const home = newFolder();
    const { studies } = await studio(home);
    const told: StudyInfo[] = [];
    studies.onChanged.on((info) => told.push(info));
    const worker = launchWorker(server.address, 'one');
    await worker.said('ready');
    const { id } = await studies.start(queued(server, { budget: { trials: 6 } }));
    await worker.said('ended ');
    await server.kill();
    await worker.said('queue lost');
    await vi.waitFor(() => expect(told.at(-1)?.error?.code).toBe('queue-unreachable'), { timeout: 30_000 });
    await server.start();
    await worker.said('queue back');
    expect(await studies.ended(id)).toMatchObject({ status: 'finished', error: null, counts: { running: 0 } });
    expect((await studies.get(id)).trials).toHaveLength(6);
    expect(worker.child.exitCode).toBeNull();
  });

  it('goes on with a server that has come back without anything: jobs and data are laid there again', async () => {
    const server = await redis();
    const { studies } = await studio(newFolder());
    const lost = launchWorker(server.address, 'one', 2000);
    await lost.said('ready');
    const { id } = await studies.start(queued(server, { budget: { trials: 2 } }));
    await lost.said('took 0');
    lost.child.kill('SIGKILL');
    const client = new Redis({ host: '127.0.0.1', port: server.port });
    ending.push(() => client.disconnect());
    await client.flushall();
    launchWorker(server.address, 'two');
    expect(await studies.ended(id)).toMatchObject({ status: 'finished', error: null, counts: { running: 0 } });
  });

  it('is paused by a server without memory, in its words', async () => {
    const server = await redis('--maxmemory', '4mb', '--maxmemory-policy', 'noeviction');
    const { studies } = await studio(newFolder());
    const told: StudyInfo[] = [];
    studies.onChanged.on((info) => told.push(info));
    const { id } = await studies.start(queued(server));
    const error = { code: 'queue-refused', params: { address: server.address } };
    const ended = await studies.ended(id);
    expect(ended).toMatchObject({ status: 'paused', error });
    expect(ended.error?.params['reason']).toMatch(/^OOM /);
    expect(told.map((info) => info.error?.code)).not.toContain('queue-unreachable');
  });

  it('does a trial anew whose result is kept no longer', async () => {
    const server = await redis();
    const { studies } = await studio(newFolder());
    const worker = launchWorker(server.address, 'one', 200);
    await worker.said('ready');
    const { id } = await studies.start(queued(server, { budget: { trials: 1 } }));
    await worker.said('took 0');
    await studies.pause(id);
    await worker.said('ended 0');
    const queue = new Queue(QUEUE, { connection: { host: '127.0.0.1', port: server.port }, prefix: PREFIX });
    ending.push(() => queue.close());
    await vi.waitFor(async () => expect(await queue.getCompletedCount()).toBe(1), { timeout: 30_000 });
    const [job] = await queue.getCompleted();
    const { metrics } = trialResultSchema.parse(job!.returnvalue);
    const client = new Redis({ host: '127.0.0.1', port: server.port });
    ending.push(() => client.disconnect());
    await client.del(`${PREFIX}:blob:${metrics.sha256}:0`, `${PREFIX}:blob:${metrics.sha256}`);
    await studies.resume(id);
    expect(await studies.ended(id)).toMatchObject({ status: 'finished', error: null, counts: { running: 0 } });
    expect(worker.lines.filter((line) => line === 'took 0')).toHaveLength(2);
  });

  it('is paused though its server is away, and goes on when that is back', async () => {
    const server = await redis();
    const { studies } = await studio(newFolder());
    const told: StudyInfo[] = [];
    studies.onChanged.on((info) => told.push(info));
    const { id } = await studies.start(queued(server, { budget: { trials: 2 } }));
    await vi.waitFor(() => expect(told.at(-1)?.counts.running).toBe(1), { timeout: 30_000 });
    await server.kill();
    await vi.waitFor(() => expect(told.at(-1)?.error?.code).toBe('queue-unreachable'), { timeout: 30_000 });
    expect(await studies.pause(id)).toMatchObject({ status: 'paused', error: null, counts: { running: 1 } });
    expect(await codeOf(studies.resume(id))).toBe('queue-unreachable');
    await server.start();
    launchWorker(server.address, 'one');
    await studies.resume(id);
    expect(await studies.ended(id)).toMatchObject({ status: 'finished', counts: { running: 0 } });
  });

  it('takes up a paused study where it was: what a worker did meanwhile is not done again', async () => {
    const server = await redis();
    const home = newFolder();
    const first = await studio(home);
    const worker = launchWorker(server.address, 'one', 60);
    await worker.said('ready');
    const { id } = await first.studies.start(queued(server, { budget: { trials: 4 } }));
    const taken = await worker.said('took 1');
    expect(await first.studies.pause(id)).toMatchObject({ status: 'paused' });
    // The worker goes on by itself.
    await worker.said(taken.replace('took', 'ended'));
    await first.stop();
    const second = await studio(home);
    await second.studies.resume(id);
    expect(await second.studies.ended(id)).toMatchObject({ status: 'finished' });
    const { trials } = await second.studies.get(id);
    expect(trials.map(({ status }) => status)).not.toContain('running');
    expect(worker.lines.filter((line) => line === 'took 1')).toHaveLength(1);
    expect(trials).toHaveLength(4);
  });

  it('gives a trial back whose worker is asked to end', async () => {
    const server = await redis();
    const { studies } = await studio(newFolder());
    const worker = launchWorker(server.address, 'one', 2000);
    const { id } = await studies.start(queued(server, { budget: { trials: 1 } }));
    await worker.said('took 0');
    worker.child.kill('SIGTERM');
    const other = launchWorker(server.address, 'two', 5);
    await other.said('took 0');
    await studies.ended(id);
    expect((await studies.get(id)).trials[0]!.worker).toBe('two');
  });

  it('prunes on the workers by what all of them have told', async () => {
    const server = await redis();
    const { studies } = await studio(newFolder());
    launchWorker(server.address, 'one', 700);
    const space = { 'recipe.optimizer.learningRate': { choices: [0.003, 0.0001] } };
    const firstOf = (seed: number) =>
      SAMPLERS.grid.suggest({ dimensions: readSpace(space), objectives: [MAXIMIZE], trials: [], seed, number: 0 });
    // The good one comes first.
    const seed = [1, 2, 3, 4, 5, 6, 7].find((each) => firstOf(each)?.['recipe.optimizer.learningRate'] === 0.003)!;
    const { id } = await studies.start(
      queued(server, {
        space,
        sampler: 'grid',
        seed,
        pruner: { kind: 'asha', minimum: 1, reduction: 2 },
        budget: { trials: 2 },
      }),
    );
    expect(await studies.ended(id)).toMatchObject({ status: 'finished', counts: { finished: 1, pruned: 1 } });
  });

  it('has workers refuse what is no trial, and go on', async () => {
    const server = await redis();
    const worker = launchWorker(server.address, 'one');
    await worker.said('ready');
    const queue = new Queue(QUEUE, { connection: { host: '127.0.0.1', port: server.port }, prefix: PREFIX });
    ending.push(() => queue.close());
    const garbage = [null, 7, { version: 1 }, { version: 1, study: '../../etc', number: 0 }, 'x'.repeat(100_000)];
    const jobs = await Promise.all(garbage.map((body) => queue.add('trial', body)));
    for (const job of jobs) {
      await vi.waitFor(async () => expect(await job.getState()).toBe('failed'), { timeout: 30_000 });
      expect(((await queue.getJob(job.id!)) as typeof job).failedReason).toContain('queue-garbled');
    }
    const { studies } = await studio(newFolder());
    const { id } = await studies.start(queued(server, { budget: { trials: 1 } }));
    expect(await studies.ended(id)).toMatchObject({ status: 'finished' });
  });

  it('has the studio refuse a result that no worker of ours wrote', async () => {
    const server = await redis();
    const { studies } = await studio(newFolder());
    const { id } = await studies.start(queued(server, { budget: { trials: 1 } }));
    const client = new Redis({ host: '127.0.0.1', port: server.port });
    ending.push(() => client.disconnect());
    const { Worker } = await import('bullmq');
    const liar = new Worker(QUEUE, async () => ({ version: 1, worker: 'liar', run: '../..' }), {
      connection: { host: '127.0.0.1', port: server.port, maxRetriesPerRequest: null },
      prefix: PREFIX,
    });
    ending.push(() => liar.close(true));
    expect(await studies.ended(id)).toMatchObject({ status: 'paused', error: { code: 'queue-garbled' } });
    expect(trialResultSchema.safeParse({ version: 1 }).success).toBe(false);
  });

  it('takes no bytes but those of the hash', async () => {
    const server = await redis();
    const { redis: client, close } = await connectQueue(server.address);
    ending.push(close);
    const folder = newFolder();
    const blob = await putBytes(client, Buffer.alloc(5_000_000, 7));
    const file = path.join(folder, 'blob');
    await fetchFile(client, blob, file);
    expect(sha256Of(readFileSync(file))).toBe(blob.sha256);
    const key = `${PREFIX}:blob:${blob.sha256}:1`;
    const piece = (await client.getBuffer(key))!;
    const spoils: [string, Buffer][] = [
      ['another byte', Buffer.concat([piece.subarray(1), Buffer.from([8])])],
      ['more than was said', Buffer.alloc(piece.length + 1)],
      ['less', piece.subarray(1)],
    ];
    for (const [, spoilt] of spoils) {
      await client.set(key, spoilt);
      const other = path.join(folder, 'other');
      expect(await codeOf(fetchFile(client, blob, other))).toBe('queue-garbled');
      expect(existsSync(other)).toBe(false);
    }
    expect(readdirSync(folder)).toEqual(['blob']);
  });

  it('has a worker fetch data again that its disk has spoiled', async () => {
    const server = await redis();
    const { redis: client, close } = await connectQueue(server.address);
    ending.push(close);
    const blob = await putBytes(client, Buffer.alloc(3000, 7));
    const names = ['trainImages', 'trainLabels', 'testImages', 'testLabels'] as const;
    const files = Object.fromEntries(names.map((name) => [name, blob]));
    const set = { id: 'mnist', task: DIGITS, framing: 'centred' as const, files };
    const folder = newFolder();
    const file = path.join(folder, blob.sha256);
    // As many bytes, and others.
    writeFileSync(file, Buffer.alloc(3000, 8));
    await workerData(client, folder, [set]);
    expect(sha256Of(readFileSync(file))).toBe(blob.sha256);
  });

  it('lays a file down in whole pieces, however few bytes the disk gives at a time', async () => {
    const server = await redis();
    const { redis: client, close } = await connectQueue(server.address);
    ending.push(close);
    const [source, target] = [path.join(newFolder(), 'source'), path.join(newFolder(), 'target')];
    writeFileSync(source, Buffer.alloc(5_000_000, 'abc'));
    const { open } = fs;
    ending.push(() => vi.restoreAllMocks());
    vi.spyOn(fs, 'open').mockImplementation(async (...of) => {
      const handle = await open(...of);
      const read = handle.read.bind(handle) as (...of: unknown[]) => Promise<{ bytesRead: number; buffer: Buffer }>;
      handle.read = ((buffer: Buffer, offset: number, length: number, position: number | null) =>
        read(buffer, offset, Math.min(length, 70_000), position)) as typeof handle.read;
      return handle;
    });
    const blob = await putFile(client, source);
    await fetchFile(client, blob, target);
    expect(readFileSync(target).equals(readFileSync(source))).toBe(true);
  });

  it('has the studio take no result whose run goes on, and say what is in the place of one', async () => {
    const server = await redis();
    const { redis: client, close } = await connectQueue(server.address);
    ending.push(close);
    const run = someRun('run-20261129-170000-0a1b', { status: 'finished' });
    const metrics = await putBytes(client, Buffer.from(''));
    const result = { version: 1 as const, worker: 'a', status: 'finished' as const, run, metrics, model: null };
    const isTaken = (status: TrialResult['status'], of: RunStatus): boolean =>
      trialResultSchema.safeParse({ ...result, status, run: { ...run, status: of } }).success;
    expect([isTaken('finished', 'finished'), isTaken('pruned', 'stopped'), isTaken('failed', 'failed')]).toEqual(
      Array(3).fill(true),
    );
    expect([isTaken('finished', 'running'), isTaken('finished', 'stopped'), isTaken('pruned', 'stopping')]).toEqual(
      Array(3).fill(false),
    );
    const runs = newFolder();
    mkdirSync(path.join(runs, run.id));
    writeFileSync(path.join(runs, run.id, 'notes.txt'), 'mine');
    const { task, framing, ...request } = run.spec;
    const job = {
      ...{ version: 1 as const, study: 'study-20261129-170000-0a1b', number: 0, request, task, framing },
      ...{ data: [], objectives: [MAXIMIZE], best: [] },
    };
    await expect(adoptRun(client, runs, job, result, false)).rejects.toMatchObject({
      code: 'storage-failed',
      params: { path: path.join(runs, run.id), reason: ' (ENOTEMPTY)' },
    });
    expect(readdirSync(runs)).toEqual([run.id]);
  });

  it('says when there is no server, or one that wants a password', async () => {
    const server = await redis('--requirepass', 'secret');
    expect(await codeOf(connectQueue(server.address))).toBe('queue-refused');
    await server.kill();
    expect(await codeOf(connectQueue(server.address))).toBe('queue-unreachable');
    const { studies } = await studio(newFolder());
    expect(await codeOf(studies.start(queued(server)))).toBe('queue-unreachable');
    expect((await studies.list()).studies).toEqual([]);
  });
});
