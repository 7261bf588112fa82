import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isActive, type Run, type RunId } from '../../shared/contract/schemas/run.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { runsHost, told, type RunsHost } from '../fixtures/runs-host.ts';
import { someRequest } from '../fixtures/scripted-host.ts';

let home: ReturnType<typeof temporaryFolder>;
let host: RunsHost;

beforeEach(() => {
  home = temporaryFolder();
  mkdirSync(path.join(home.folder, 'runs'));
  host = runsHost(home.folder);
});
afterEach(async () => {
  await host.runs.close();
  home.remove();
});

const record = (id: RunId): Run =>
  JSON.parse(readFileSync(path.join(home.folder, 'runs', id, 'run.json'), 'utf8')) as Run;
const start = (name: string, notBefore?: number): Promise<Run> =>
  host.runs.start({ ...someRequest(name), ...(notBefore !== undefined && { notBefore }) });
const running = (id: RunId): Promise<Run> => told(host, id, ({ status }) => status === 'running');
const inOrder = async (): Promise<string[]> =>
  (await host.runs.list())
    .filter(({ status }) => status === 'queued')
    .sort((a, b) => a.queued!.place - b.queued!.place)
    .map(({ spec }) => spec.name);
async function another(): Promise<void> {
  host = runsHost(home.folder);
  await host.runs.recover();
  await host.runs.takeQueue();
}
async function restart(): Promise<void> {
  await host.runs.close();
  await another();
}
/** A run that trains, and three that wait. */
async function four(): Promise<[Run, Run, Run, Run]> {
  const first = await start('one');
  const others = [await start('two'), await start('three'), await start('four')] as const;
  await running(first.id);
  return [first, ...others];
}
async function finish(id: RunId): Promise<void> {
  await running(id);
  host.jobs.end('finished');
  await told(host, id, (run) => !isActive(run.status) && host.runs.records.held(id) === null);
}

describe('the queue', () => {
  it('is reordered, and goes by the new order', async () => {
    const [first, two, three, four_] = await four();
    host.runs.waiting.move(four_.id, two.id);
    expect(await inOrder()).toEqual(['four', 'two', 'three']);
    host.runs.waiting.move(two.id, null);
    expect(await inOrder()).toEqual(['four', 'three', 'two']);
    expect(() => host.runs.waiting.move(first.id, null)).toThrow(expect.objectContaining({ code: 'run-not-queued' }));
    expect(() => host.runs.waiting.move(two.id, first.id)).toThrow(expect.objectContaining({ code: 'run-not-queued' }));
    for (const { id } of [first, four_, three, two]) await finish(id);
    expect(host.jobs.started).toEqual([first, four_, three, two].map(({ id }) => id));
  });

  it('keeps its order through any number of moves between the same two', async () => {
    const [, two, three, last] = await four();
    for (let i = 0; i < 150; i++) host.runs.waiting.move(i % 2 ? two.id : last.id, three.id);
    expect(await inOrder()).toEqual(['four', 'two', 'three']);
  });

  it('survives a restart of the host, in its order; what trained is offered to be resumed', async () => {
    const [first, two, three, last] = await four();
    host.runs.waiting.move(last.id, two.id);
    await restart();
    await running(last.id);
    expect(await inOrder()).toEqual(['two', 'three']);
    expect((await host.runs.records.get(first.id)).status).toBe('interrupted');
    // One that is resumed goes to the end.
    await host.runs.resume(first.id);
    expect(await inOrder()).toEqual(['two', 'three', 'one']);
    for (const { id } of [last, two, three, first]) await finish(id);
  });

  it('survives a host that is killed, and does not go on with what a command had left', async () => {
    const [first, two, three] = await four();
    // As the disk is when both hosts are gone: their locks are of processes that have ended.
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const records = [first, two, three].map(({ id }) => [id, record(id)] as const);
    await host.runs.close();
    const left = (id: RunId, of: 'web' | 'cli'): void =>
      writeFileSync(
        path.join(home.folder, 'runs', id, 'lock.json'),
        JSON.stringify({ version: 1, pid, start: '1', host: of, token: 'gone' }),
      );
    for (const [id, run] of records) writeFileSync(path.join(home.folder, 'runs', id, 'run.json'), JSON.stringify(run));
    left(first.id, 'web');
    left(two.id, 'web');
    left(three.id, 'cli');
    await another();
    await running(two.id);
    const statuses = Object.fromEntries((await host.runs.list()).map(({ spec, status }) => [spec.name, status]));
    expect(statuses).toEqual({ one: 'interrupted', two: 'running', three: 'interrupted', four: 'queued' });
  });

  it('waits for an hour, lets those behind go first, and begins when it has come', async () => {
    const soon = Date.now() + 400;
    const late = await start('late', Date.now() + 86_400_000);
    const waits = await start('waits', soon);
    const now = await start('now');
    await running(now.id);
    expect(record(waits.id).queued).toMatchObject({ notBefore: soon });
    await finish(now.id);
    await running(waits.id);
    expect(Date.now()).toBeGreaterThanOrEqual(soon);
    host.runs.waiting.schedule(late.id, null);
    await finish(waits.id);
    await running(late.id);
  });

  it('is paused as a whole and goes on, over a restart too', async () => {
    const [first, two] = await four();
    await host.runs.waiting.pauseAll();
    await told(host, first.id, ({ status }) => status === 'paused');
    await host.runs.stop(first.id);
    expect(await inOrder()).toEqual(['two', 'three', 'four']);
    await restart();
    expect(host.runs.waiting.paused).toBe(true);
    expect(await inOrder()).toEqual(['two', 'three', 'four']);
    expect(host.jobs.started).toEqual([]);
    const news: boolean[] = [];
    host.runs.waiting.onState.on(({ paused }) => news.push(paused));
    await host.runs.waiting.goOnAll();
    await running(two.id);
    expect(news).toEqual([false]);
  });

  it('pauses a run that is still being prepared once it trains', async () => {
    let go = (): void => undefined;
    host.preparation = () => new Promise((resolve) => (go = resolve));
    const first = await start('one');
    await told(host, first.id, ({ status }) => status === 'starting');
    await host.runs.waiting.pauseAll();
    go();
    await told(host, first.id, ({ status }) => status === 'paused');
    await host.runs.waiting.goOnAll();
    await running(first.id);
  });

  it('whose state cannot be read begins nothing', async () => {
    await four();
    await host.runs.close();
    writeFileSync(path.join(home.folder, 'queue.json'), '{"ver');
    await another();
    expect(host.runs.waiting.paused).toBe(true);
    expect(await inOrder()).toEqual(['two', 'three', 'four']);
  });

  it('is left by a run whose host is gone: it is stopped, resumed and deleted like any other', async () => {
    const [, two, three, last] = await four();
    await host.runs.close();
    // A host that has not taken up the queue.
    host = runsHost(home.folder);
    expect((await host.runs.stop(two.id)).status).toBe('stopped');
    await host.runs.remove(three.id);
    expect(existsSync(path.join(home.folder, 'runs', three.id))).toBe(false);
    await host.runs.resume(last.id);
    await running(last.id);
  });
});

describe('marks of a run', () => {
  it('are kept in its record while it trains and after it, and told', async () => {
    const first = await start('one');
    await running(first.id);
    await host.runs.mark(first.id, { starred: true, addTags: ['a', 'b'] });
    expect(record(first.id).marks).toEqual({ starred: true, tags: ['a', 'b'], notes: '' });
    await finish(first.id);
    await host.runs.mark(first.id, { removeTags: ['a'], notes: 'Good.' });
    expect(record(first.id)).toMatchObject({ status: 'finished', marks: { tags: ['b'], notes: 'Good.' } });
    expect((await host.runs.list())[0]!.marks).toEqual({ starred: true, tags: ['b'], notes: 'Good.' });
  });
});
