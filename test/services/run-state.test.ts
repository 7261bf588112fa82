import { cpSync, existsSync, mkdirSync, promises as fs, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readLines } from '../../electron/files/read-lines.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import { isActive, type Run } from '../../shared/contract/schemas/run.ts';
import { runLogSchema } from '../../shared/contract/schemas/run-log.ts';
import { abortable } from '../../shared/rpc/cancel.ts';
import { errorWords } from '../../shared/words/error-words.ts';
import { faultyDisk, noSpace } from '../fixtures/faulty-disk.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { runsHost, type RunsHost, told } from '../fixtures/runs-host.ts';
import { someRequest } from '../fixtures/scripted-host.ts';

let home: { folder: string; remove(): void };
let host: RunsHost;
beforeEach(() => {
  home = temporaryFolder();
  mkdirSync(path.join(home.folder, 'runs'));
  host = runsHost(home.folder);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await host.runs.close();
  home.remove();
});

const at = (status: Run['status']) => (run: Run) => run.status === status;
const ended = (run: Run): boolean => !isActive(run.status);
const fileOf = (id: string, name: string): string => path.join(home.folder, 'runs', id, name);
const recordOf = (id: string): Run => JSON.parse(readFileSync(fileOf(id, 'run.json'), 'utf8')) as Run;
const linesOf = (id: string): unknown[] =>
  readFileSync(fileOf(id, 'metrics.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => runLogSchema.parse(JSON.parse(line)));

/** What the host tells last of a run: it is on disk, and let go of. */
const released = (id: string) => told(host, id, (run) => ended(run) && !host.runs.records.held(id));

/** Starts a run and waits until it trains. */
async function training(name?: string): Promise<string> {
  const { id } = await host.runs.start(someRequest(name));
  await told(host, id, at('running'));
  return id;
}

/** Holds every write of this file back until `open` is called; `asked` resolves with the first one. */
function gate(name: string): { asked: Promise<void>; open(): void } {
  let [open, ask] = [(): void => undefined, (): void => undefined];
  const opened = new Promise<void>((resolve) => (open = resolve));
  const asked = new Promise<void>((resolve) => (ask = resolve));
  faultyDisk((file) => {
    if (file !== name) return undefined;
    ask();
    return opened;
  });
  return { asked, open };
}

describe('in the moment in which a run ends', () => {
  it('a resume lets it go on', async () => {
    const id = await training();
    const disk = gate('run.json');
    host.jobs.crash();
    await told(host, id, at('interrupted'));
    const resumed = host.runs.resume(id);
    await disk.asked;
    disk.open();
    await resumed;
    await told(host, id, at('running'));
    expect(host.jobs.started).toEqual([id, id]);
    host.jobs.end('finished');
    await released(id);
    expect(recordOf(id).status).toBe('finished');
    expect(existsSync(fileOf(id, 'lock.json'))).toBe(false);
  });

  it('a deletion deletes it, and a new run is not lost', async () => {
    const id = await training();
    const disk = gate('run.json');
    host.jobs.end('finished');
    await told(host, id, ended);
    const removed = host.runs.remove(id);
    await disk.asked;
    disk.open();
    const second = await host.runs.start(someRequest());
    await removed;
    expect((await host.runs.list()).map((run) => run.id)).toEqual([second.id]);
    await told(host, second.id, at('running'));
    expect((await host.runs.restore(id)).status).toBe('finished');
    expect(existsSync(fileOf(id, 'lock.json'))).toBe(false);
  });

  it('a second stop, a deletion and a resume of one that waits each come to an end', async () => {
    await training();
    const waiting = await host.runs.start(someRequest());
    const results = await Promise.allSettled([
      host.runs.stop(waiting.id),
      host.runs.stop(waiting.id),
      host.runs.resume(waiting.id),
      host.runs.remove(waiting.id),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'run-not-running' } });
    expect((await host.runs.list()).some(({ id }) => id === waiting.id)).toBe(false);
  });

  it('whose end comes with the answer that it has begun, the next one begins', async () => {
    host.jobs.onStart = () => host.jobs.end('finished');
    const first = await host.runs.start(someRequest());
    expect((await released(first.id)).status).toBe('finished');
    expect(host.link.status.state).toBe('ready');
    host.jobs.onStart = () => undefined;
    const second = await training();
    expect(host.jobs.started).toEqual([first.id, second]);
    expect(host.link.status.state).toBe('busy');
    host.jobs.end('finished');
    await released(second);
    expect(host.link.status.state).toBe('ready');
  });

  it('whose process ends with the answer that it has begun, it is interrupted', async () => {
    host.jobs.onStart = () => queueMicrotask(() => host.jobs.crash());
    const { id } = await host.runs.start(someRequest());
    expect(await told(host, id, ended)).toMatchObject({ status: 'interrupted', error: { code: 'trainer-crashed' } });
    host.jobs.onStart = () => undefined;
    await training();
  });
});

describe('the engine', () => {
  it('is the run’s own from when its data is prepared, and what is measured makes way', async () => {
    const { use, runs } = host;
    const measured = use.measure('rate-test', undefined, (signal) => abortable(new Promise(() => undefined), signal));
    let prepared = (): void => undefined;
    host.preparation = () => new Promise((resolve) => (prepared = resolve));
    const { id } = await runs.start(someRequest('Slow'));
    await expect(measured).rejects.toMatchObject({ code: 'cancelled' });
    await told(host, id, at('starting'));
    const probe = use.measure('probe', undefined, () => Promise.resolve());
    await expect(probe).rejects.toMatchObject({ code: 'busy-with-run', params: { run: 'Slow' } });
    await runs.rename(id, 'Renamed');
    expect(() => use.mustBeFree()).toThrow('Renamed');
    prepared();
    await told(host, id, at('running'));
    await runs.pause(id);
    expect(() => use.mustBeFree()).toThrow('Renamed');
    await runs.stop(id);
    await released(id);
    expect(await use.measure('probe', undefined, () => Promise.resolve('free'))).toBe('free');
  });
});

describe('a run that has told of its end', () => {
  it('stays what it told when its trainer dies before it has told all', async () => {
    const id = await training();
    host.runs.records.onChanged.on(({ status }) => status === 'finished' && host.jobs.crash());
    host.jobs.end('finished');
    expect(await released(id)).toMatchObject({ status: 'finished', error: null });
    expect(new Set(host.statuses.get(id)!.slice(-2))).toEqual(new Set(['finished']));
    expect(host.link.status.state).toBe('crashed');
  });
});

describe('windows', () => {
  it('are told a record when something other than its step is new', async () => {
    const id = await training();
    const { length } = host.statuses.get(id)!;
    host.jobs.train(2);
    const { run } = await host.runs.get(id);
    // Steps are told by logs. The checkpoint was new; when it comes again, it is not.
    expect(run.checkpointStep).toBe(2);
    host.jobs.tell({ type: 'checkpoint', time: 1, step: 2, seconds: 0.1 });
    host.jobs.end('finished');
    await released(id);
    expect(host.statuses.get(id)!.slice(length)).toEqual(['running', 'finished', 'finished']);
  });
});

describe('a stop', () => {
  it('asks the trainer at once, however long the disk takes', async () => {
    const id = await training();
    const disk = gate('run.json');
    const stopped = host.runs.stop(id);
    await told(host, id, at('stopped'));
    expect(host.jobs.stopped).toEqual([id]);
    disk.open();
    expect((await stopped).status).toBe('stopped');
  });

  it('asks the trainer where the disk refuses', async () => {
    const id = await training();
    faultyDisk(() => {
      throw noSpace();
    });
    expect((await host.runs.stop(id)).status).toBe('stopped');
    expect(host.jobs.stopped).toEqual([id]);
  });

  it('is not undone by what the trainer tells of an earlier wish', async () => {
    const id = await training();
    const { statuses } = host;
    const [paused, stopped] = [host.runs.pause(id), host.runs.stop(id)];
    await Promise.allSettled([paused, stopped]);
    expect((await stopped).status).toBe('stopped');
    const after = statuses.get(id)!;
    expect(new Set(after.slice(after.indexOf('stopping')))).toEqual(new Set(['stopping', 'stopped']));
  });

  it('does not wait for data that is being made', async () => {
    const slow = runsHost(home.folder);
    let [asked, made] = [(): void => undefined, (): void => undefined];
    const preparing = new Promise<void>((resolve) => (asked = resolve));
    slow.preparation = () => {
      asked();
      return new Promise<void>((resolve) => (made = resolve));
    };
    const { id } = await slow.runs.start(someRequest());
    await preparing;
    expect((await slow.runs.stop(id)).status).toBe('stopped');
    made();
    expect(slow.jobs.started).toEqual([]);
    await slow.runs.close();
  });
});

describe('a pause', () => {
  it('of a run that ends meanwhile says that it does not train', async () => {
    const id = await training();
    // The trainer has ended it before it reads that it is to pause.
    host.runs.records.onChanged.on(({ status }) => status === 'pausing' && host.jobs.end('finished'));
    await expect(host.runs.pause(id)).rejects.toMatchObject({ code: 'run-not-running' });
    expect((await told(host, id, ended)).status).toBe('finished');
  });
});

describe('a snapshot', () => {
  it('brings all that was told, whether it is on disk or not', async () => {
    const id = await training();
    const disk = gate('metrics.jsonl');
    const seen = new Promise<void>((resolve) => {
      const stop = host.runs.records.onLogs.on(({ logs }) => {
        if (!logs.some((log) => 'step' in log && log.step >= 30)) return;
        stop();
        resolve();
      });
    });
    host.jobs.train(20);
    await disk.asked;
    host.jobs.train(10);
    await seen;
    const asked = host.runs.get(id);
    disk.open();
    const { run, logs } = await asked;
    expect(logs).toEqual(host.logs.get(id));
    expect(run.step).toBe(30);
    vi.restoreAllMocks();
    // One after the other while it trains: each is all that was told until its answer.
    for (let i = 0; i < 100; i++) {
      host.jobs.train(1);
      const answer = await host.runs.get(id);
      expect(answer.logs).toEqual(host.logs.get(id));
    }
  });
});

describe('a snapshot of a run that is removed meanwhile', () => {
  /** Asks for a run whose folder goes away when this file of it is looked at; `gone` takes it away. */
  const whileGoing = async (gone: (id: string) => Promise<void>): Promise<unknown> => {
    const id = await training();
    host.jobs.train(3);
    host.jobs.end('stopped');
    await released(id);
    const { records } = host.runs;
    const get = records.get.bind(records);
    vi.spyOn(records, 'get').mockImplementationOnce(async (asked) => {
      const run = await get(asked);
      await gone(id);
      return run;
    });
    return host.runs.get(id);
  };

  it('says that it is not there, and never that it has no logs', async () => {
    await expect(whileGoing((id) => host.runs.remove(id))).rejects.toMatchObject({ code: 'run-not-found' });
    await expect(
      whileGoing((id) => fs.rm(path.join(home.folder, 'runs', id), { recursive: true })),
    ).rejects.toMatchObject({ code: 'run-not-found' });
  });
});

describe('a file of lines', () => {
  it('that is not there has none', async () => {
    await expect(readLines(path.join(home.folder, 'nothing.jsonl'), (value) => value)).resolves.toEqual({
      lines: [],
      torn: 0,
    });
    await expect(readLines(home.folder, (value) => value)).rejects.toMatchObject({ code: 'not-a-file' });
  });
});

describe('a disk that refuses', () => {
  it('for a while stops nothing, and then has all of it, each line once', async () => {
    const id = await training();
    let full = true;
    faultyDisk(() => {
      if (full) throw noSpace();
    });
    host.jobs.train(10);
    host.jobs.train(10);
    await told(host, id, (run) => run.checkpointStep === 20);
    await vi.waitFor(() => expect(host.log.lines.filter((line) => line.includes('disk-full'))).toHaveLength(1));
    full = false;
    host.jobs.train(1);
    host.jobs.end('finished');
    await released(id);
    expect(linesOf(id)).toEqual(host.logs.get(id));
    expect(recordOf(id)).toMatchObject({ status: 'finished', step: 21 });
  });

  it('a part of some lines has no half of them', async () => {
    const id = await training();
    const { open } = fs;
    let full = true;
    vi.spyOn(fs, 'open').mockImplementation(async (...args) => {
      const handle = await open(...args);
      if (!full || args[1] !== 'a+') return handle;
      const append = handle.appendFile.bind(handle);
      vi.spyOn(handle, 'appendFile').mockImplementation(async (data) => {
        await append(String(data).slice(0, 30));
        throw noSpace();
      });
      return handle;
    });
    host.jobs.train(3);
    await vi.waitFor(() => expect(host.log.lines.some((line) => line.includes('disk-full'))).toBe(true));
    full = false;
    host.jobs.end('finished');
    await released(id);
    expect(linesOf(id)).toEqual(host.logs.get(id));
  });

  it('the last record of a run does not bring it back: it stays what it was told to be, and can be resumed', async () => {
    const id = await training();
    faultyDisk((file) => {
      if (file === 'run.json') throw noSpace();
    });
    host.jobs.end('stopped');
    await released(id);
    expect((await host.runs.get(id)).run.status).toBe('stopped');
    expect(recordOf(id).status).not.toBe('stopped');
    await expect(host.runs.resume(id)).rejects.toMatchObject({ code: 'disk-full' });
    expect((await host.runs.get(id)).run.status).toBe('stopped');
    await expect(host.runs.rename(id, 'Another')).rejects.toMatchObject({ code: 'disk-full' });
    // Windows were told nothing wrong.
    expect(host.statuses.get(id)!.at(-1)).toBe('stopped');
    vi.restoreAllMocks();
    await host.runs.resume(id);
    await told(host, id, at('running'));
  });

  it('the end of a run that waited does not let it wait again when it is taken back from the trash', async () => {
    await training();
    const { id } = await host.runs.start(someRequest());
    faultyDisk((file) => {
      if (file === 'run.json') throw noSpace();
    });
    await host.runs.remove(id);
    expect((await host.runs.restore(id)).status).toBe('stopped');
    expect(recordOf(id).status).toBe('queued');
    vi.restoreAllMocks();
    await host.runs.resume(id);
  });

  it('a run’s name keeps the old one, and a start leaves nothing', async () => {
    const id = await training('Old');
    faultyDisk((file) => {
      if (file === 'run.json') throw noSpace();
    });
    await expect(host.runs.rename(id, 'New')).rejects.toMatchObject({ code: 'disk-full' });
    expect((await host.runs.get(id)).run.spec.name).toBe('Old');
    await expect(host.runs.startGroup(someRequest(), { kind: 'seeds', count: 2 })).rejects.toMatchObject({
      code: 'disk-full',
    });
    expect(await host.runs.list()).toHaveLength(1);
  });

  it('a recovery does not keep the studio from opening: the run is offered to be resumed', async () => {
    const id = await training();
    host.jobs.train(5);
    await told(host, id, (run) => run.checkpointStep === 5);
    await host.runs.close();
    // What a host that was killed leaves behind.
    writeFileSync(fileOf(id, 'run.json'), JSON.stringify({ ...recordOf(id), status: 'running', step: 0 }));
    writeFileSync(fileOf(id, 'lock.json'), JSON.stringify({ version: 1, pid: 2 ** 22 + 1, start: '1' }));
    faultyDisk(() => {
      throw noSpace();
    });
    const next = runsHost(home.folder);
    await next.runs.recover();
    expect(await next.runs.list()).toMatchObject([{ id, status: 'interrupted', step: 5 }]);
    vi.restoreAllMocks();
    await next.runs.resume(id);
    await told(next, id, at('running'));
    await next.runs.close();
    expect(recordOf(id).status).toBe('interrupted');
  });

  it('to let go of a run in the trash leaves it free when it is taken back', async () => {
    const id = await training();
    await host.runs.stop(id);
    const { rm } = fs;
    vi.spyOn(fs, 'rm').mockImplementation(async (file, options) => {
      if (path.basename(String(file)) === 'lock.json') throw noSpace();
      return rm(file, options);
    });
    await host.runs.remove(id);
    vi.restoreAllMocks();
    await host.runs.restore(id);
    expect(existsSync(fileOf(id, 'lock.json'))).toBe(false);
  });

  it('a recovery leaves no lock behind', async () => {
    const id = await training();
    await host.runs.close();
    writeFileSync(fileOf(id, 'run.json'), JSON.stringify({ ...recordOf(id), status: 'running' }));
    writeFileSync(fileOf(id, 'lock.json'), JSON.stringify({ version: 1, pid: 2 ** 22 + 1, start: '1' }));
    faultyDisk((file) => {
      if (file === 'run.json') throw noSpace();
    });
    const next = runsHost(home.folder);
    await next.runs.recover();
    expect(existsSync(fileOf(id, 'lock.json'))).toBe(false);
    await next.runs.close();
  });

  it('a lock, for want of room, does not keep a run from being deleted', async () => {
    const id = await training();
    host.jobs.end('finished');
    await released(id);
    vi.spyOn(fs, 'writeFile').mockRejectedValue(noSpace());
    await host.runs.remove(id);
    expect(await host.runs.list()).toEqual([]);
  });
});

describe('two hosts', () => {
  it('that resume a run at once: one has it, the other is told who', async () => {
    const id = await training();
    await host.runs.stop(id);
    const other = runsHost(home.folder);
    const results = await Promise.allSettled([host.runs.resume(id), other.runs.resume(id)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'run-held-by-web', params: { id, pid: String(process.pid) } },
    });
    const refusal = (results.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason as AppError;
    for (const language of ['en', 'zh-CN']) expect(errorWords(refusal, language)).toContain(String(process.pid));
    const [mine, theirs] = results[0]!.status === 'fulfilled' ? [host, other] : [other, host];
    for (const refused of [theirs.runs.stop(id), theirs.runs.remove(id), theirs.runs.rename(id, 'Mine')]) {
      await expect(refused).rejects.toMatchObject({ code: 'run-held-by-web' });
    }
    expect((await theirs.runs.using('mnist'))!.id).toBe(id);
    expect(await theirs.runs.using('synthetic')).toBeNull();
    await told(mine, id, at('running'));
    await mine.runs.stop(id);
    expect(await theirs.runs.using('mnist')).toBeNull();
    await other.runs.close();
  });
});

it('a run that was interrupted still needs its data, to be gone on with', async () => {
  const id = await training();
  await host.runs.close();
  const next = runsHost(home.folder);
  expect(await next.runs.using('mnist')).toMatchObject({ id, status: 'interrupted' });
  await next.runs.remove(id);
  expect(await next.runs.using('mnist')).toBeNull();
  await next.runs.close();
});

it('a run that is removed while all are listed is in no list, and keeps none of the others out', async () => {
  const id = await training();
  cpSync(path.dirname(fileOf(id, 'run.json')), path.dirname(fileOf('a-copy', 'run.json')), { recursive: true });
  rmSync(fileOf('a-copy', 'lock.json'));
  const { readFile } = fs;
  let removed: Promise<void> | null = null;
  // The copy is new to the index, so that its record is read after all others were looked at.
  vi.spyOn(fs, 'readFile').mockImplementation((async (...of: Parameters<typeof readFile>) => {
    if (String(of[0]) === fileOf('a-copy', 'run.json')) await (removed ??= host.runs.remove(id));
    return readFile(...of);
  }) as typeof readFile);
  expect((await host.runs.list()).map((run) => run.id)).toEqual(['a-copy']);
  expect(removed).not.toBeNull();
});

describe('a run that waits for a host that was killed', () => {
  /** As such a host leaves it. */
  async function left(): Promise<string> {
    const id = await training();
    await host.runs.stop(id);
    const queued = { place: 1, notBefore: null };
    writeFileSync(fileOf(id, 'run.json'), JSON.stringify({ ...recordOf(id), status: 'queued', endedAt: null, queued }));
    const dead = { version: 1, pid: 2 ** 22 + 1, start: '1', host: 'web', token: 'gone' };
    writeFileSync(fileOf(id, 'lock.json'), JSON.stringify(dead));
    return id;
  }

  it('is stopped', async () => {
    const id = await left();
    expect(await host.runs.stop(id)).toMatchObject({ status: 'stopped', queued: null });
  });

  it('keeps its end where another host has taken it up and ended it before the stop had its lock', async () => {
    const id = await left();
    const { rename } = fs;
    // The lock is taken over: another host was quicker, and is done.
    vi.spyOn(fs, 'rename').mockImplementation(async (from, to) => {
      if (path.basename(String(to)) === 'lock.json')
        writeFileSync(fileOf(id, 'run.json'), JSON.stringify({ ...recordOf(id), status: 'finished', queued: null }));
      return rename(from, to);
    });
    await expect(host.runs.stop(id)).rejects.toMatchObject({ code: 'run-not-running' });
    expect(recordOf(id).status).toBe('finished');
  });

  it('goes on waiting when it is given another name at the command line, whose lock is another’s word', async () => {
    const id = await left();
    const terminal = runsHost(home.folder, 'cli');
    expect(await terminal.runs.rename(id, 'Anders')).toMatchObject({ status: 'queued' });
    expect(await terminal.runs.stop(id)).toMatchObject({ status: 'stopped' });
    await terminal.runs.close();
  });
});
