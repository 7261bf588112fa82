import { cpSync, existsSync, mkdirSync, promises as fs, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { resumeGroup, stopGroup } from '../../electron/services/runs/run-groups.ts';
import { isActive, type Run, type RunId, type TransferGroup } from '../../shared/contract/schemas/run.ts';
import { temporaryFolder, repositoryRoot } from '../fixtures/folders.ts';
import { runsHost, type RunsHost, told } from '../fixtures/runs-host.ts';
import { someHalves, someTransfer } from '../fixtures/transfer-runs.ts';

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

const starter = path.join(repositoryRoot, 'resources', 'starter');
const starterHash = (JSON.parse(readFileSync(path.join(starter, 'model.json'), 'utf8')) as { weightsSha256: string })
  .weightsSha256;
const ended = (run: Run): boolean => !isActive(run.status);
const roleOf = ({ spec }: { spec: Pick<Run['spec'], 'group'> }): TransferGroup['role'] =>
  (spec.group as TransferGroup).role;
const folderOf = (id: RunId): string => path.join(home.folder, 'runs', id);
const start = (): Promise<Run[]> => host.runs.startTransfer(someTransfer({ sizes: [5], seeds: 2 }), someHalves());
const released = (id: RunId): Promise<Run> => told(host, id, (run) => ended(run) && !host.runs.records.held(id));
const running = (id: RunId): Promise<Run> => told(host, id, ({ status }) => status === 'running');

/** The job of the run that trains ends; a finished one leaves a model, as the trainer does. */
async function end(id: RunId, outcome: 'finished' | 'failed' = 'finished'): Promise<Run> {
  await running(id);
  if (outcome === 'finished') cpSync(starter, path.join(folderOf(id), 'model'), { recursive: true });
  host.jobs.end(outcome);
  return released(id);
}

/** Another host on the same storage folder. */
async function restart(): Promise<void> {
  await host.runs.close();
  host = runsHost(home.folder);
  await host.runs.recover();
  await host.runs.takeQueue();
}

describe('the runs of a transfer experiment', () => {
  it('begin when the base is trained, in their order, those that go on from it with a copy of its model', async () => {
    const runs = await start();
    expect(runs.map(roleOf)).toEqual(['base', 'transfer', 'scratch', 'transfer', 'scratch']);
    for (const { id } of runs) expect(existsSync(path.join(folderOf(id), 'from'))).toBe(false);
    for (const { id } of runs) expect((await end(id)).status).toBe('finished');
    expect(host.jobs.started).toEqual(runs.map(({ id }) => id));
    for (const run of await host.runs.list()) {
      const isTransfer = roleOf(run) === 'transfer';
      expect(existsSync(path.join(folderOf(run.id), 'from', 'model.json'))).toBe(isTransfer);
      if (isTransfer) {
        expect(run.spec.from).toMatchObject({
          model: runs[0]!.id,
          name: runs[0]!.spec.name,
          weightsSha256: starterHash,
        });
      }
    }
  });

  it('do not learn what is no sign: they are measured', async () => {
    const told: boolean[] = [];
    host.jobs.onStart = (job) => void told.push(job.known);
    const [base] = await start();
    await end(base!.id);
    expect(told[0]).toBe(false);
  });

  it('end with the base: it says why it failed, they say that it did', async () => {
    const [base, ...others] = await start();
    await end(base!.id, 'failed');
    for (const { id } of others) {
      expect(await released(id)).toMatchObject({
        status: 'failed',
        error: { code: 'base-failed', params: { name: base!.spec.name } },
      });
    }
    expect(host.jobs.started).toEqual([base!.id]);
    // Mended, the experiment goes on as a whole.
    await resumeGroup(host.runs, base!.spec.group!.id);
    for (const { id } of [base!, ...others]) expect((await end(id)).status).toBe('finished');
  });

  it('stop with it, one by one or all together', async () => {
    const [base, ...others] = await start();
    await running(base!.id);
    await host.runs.stop(base!.id);
    for (const { id } of others) expect(await released(id)).toMatchObject({ status: 'stopped', error: null });
    const group = base!.spec.group!.id;
    await resumeGroup(host.runs, group);
    await running(base!.id);
    await host.runs.stop(others[0]!.id);
    await stopGroup(host.runs, group);
    expect((await host.runs.list()).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'stopped'));
    expect(new Set(host.jobs.started)).toEqual(new Set([base!.id]));
    await expect(stopGroup(host.runs, 'no-such-group')).rejects.toMatchObject({ code: 'run-not-found' });
  });

  it('are interrupted with their host, and go on where they were', async () => {
    const [base, second, ...others] = await start();
    await end(base!.id);
    await running(second!.id);
    await restart();
    const statuses = (): Promise<string[]> =>
      host.runs.list().then((runs) => runs.reverse().map(({ status }) => status));
    // Those that waited are taken up by themselves, and the first of them begins.
    expect(await statuses()).toEqual([
      'finished',
      'interrupted',
      expect.stringMatching(/starting|running/),
      'queued',
      'queued',
    ]);
    await resumeGroup(host.runs, base!.spec.group!.id);
    for (const { id } of [...others, second!]) await end(id);
    expect(await statuses()).toEqual(Array.from({ length: 5 }, () => 'finished'));
    expect(host.jobs.started).toEqual([...others, second!].map(({ id }) => id));
  });

  it('wait for a base that was interrupted, whichever is resumed first', async () => {
    const [base, second, third] = await start();
    await running(base!.id);
    await restart();
    await host.runs.start({ ...someTransfer().spec, name: 'In between' });
    const [other] = await host.runs.list();
    await running(other!.id);
    for (const run of [third!, second!, base!]) await host.runs.resume(run.id);
    await end(other!.id);
    for (const { id } of [base!, third!, second!]) expect((await end(id)).status).toBe('finished');
  });

  it('say so where the base is gone or was never trained', async () => {
    const [base, second, third] = await start();
    await running(base!.id);
    await host.runs.stop(base!.id);
    await released(second!.id);
    await host.runs.resume(second!.id);
    expect(await released(second!.id)).toMatchObject({
      status: 'failed',
      error: { code: 'parent-not-trained', params: { name: base!.spec.name } },
    });
    await host.runs.remove(base!.id);
    await host.runs.resume(second!.id);
    expect((await released(second!.id)).error).toMatchObject({ code: 'parent-not-trained' });
    // One from scratch needs nothing of it.
    await host.runs.resume(third!.id);
    expect((await end(third!.id)).status).toBe('finished');
  });

  it('that are stopped while they copy the base’s model end when that is done, and begin anew afterwards', async () => {
    const [base, second] = await start();
    const { copyFile } = fs;
    let [go, begin] = [(): void => undefined, (): void => undefined];
    const copying = new Promise<void>((resolve) => (begin = resolve));
    const allowed = new Promise<void>((resolve) => (go = resolve));
    vi.spyOn(fs, 'copyFile').mockImplementation(async (...files) => {
      begin();
      await allowed;
      return copyFile(...files);
    });
    await end(base!.id);
    await copying;
    const stopping = host.runs.stop(second!.id);
    await told(host, second!.id, ({ status }) => status === 'stopping');
    await host.runs.list();
    expect(host.runs.active()!.id).toBe(second!.id);
    go();
    expect((await stopping).status).toBe('stopped');
    await host.runs.resume(second!.id);
    const others = (await host.runs.list()).filter(({ id }) => id !== base!.id && id !== second!.id);
    for (const { id } of [...others.reverse(), second!]) expect((await end(id)).status).toBe('finished');
  });

  it('leave alone what is no part of the experiment', async () => {
    const [base] = await start();
    const [again] = await start();
    await end(base!.id, 'failed');
    expect((await running(again!.id)).status).toBe('running');
    const waiting = (await host.runs.list()).filter(({ status }) => status === 'queued');
    expect(waiting).toHaveLength(4);
  });
});
