import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostChild } from '../../electron/environment.ts';
import { launchNodeWorker } from '../../electron/hosts/node-helper-child.ts';
import type { EvaluationInfo } from '../../shared/contract/schemas/evaluation.ts';
import type { ImageMap } from '../../shared/contract/schemas/image-map.ts';
import { caseData } from '../fixtures/cases.ts';
import { correct } from '../fixtures/corrections.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';
import { quietLog } from '../fixtures/quiet-log.ts';

const home = temporaryFolder();
const ticket = 'ticket-of-a-test';
const workers: HostChild[] = [];
/** How the next workers are launched. */
let launch: () => HostChild;
const real = (): HostChild =>
  launchNodeWorker({ script: path.join(repositoryRoot, 'out', 'node', 'worker.cjs'), log: quietLog() });
let host: TestHost;
let window: Window;
let info: EvaluationInfo;

const ask = (make: boolean, signal?: AbortSignal) =>
  window.call('evaluations.map', { id: info.id, make, ticket }, signal && { signal });
const file = () => path.join(home.folder, 'evaluations', info.id, 'map.json');
const ended = (child: HostChild): Promise<void> => new Promise((resolve) => child.onExit(() => resolve()));

beforeAll(async () => {
  launch = real;
  const launchWorker = (): HostChild => {
    const child = launch();
    workers.push(child);
    return child;
  };
  host = await startHost(home.folder, { launchWorker });
  window = host.window();
  const dataset = (await host.services.datasets.imports.importPath(caseData('eval-01-confusion-asymmetric'))).info.id;
  info = await window.call('evaluations.start', { model: 'starter', dataset, part: 'test', ticket });
});
afterAll(async () => {
  await host.services.stop();
  home.remove();
});

describe('a map of an evaluation’s images', () => {
  let map: ImageMap;

  it('is none until one is made', async () => {
    expect(await ask(false)).toBeNull();
    expect(workers).toHaveLength(0);
  });

  it('is cancelled by its signal: the process ends, and nothing is left', async () => {
    const cancel = new AbortController();
    const stop = window.on('evaluation.progress', ({ done, total }) => {
      // Past reading, a third of the work: a worker is at it.
      if (3 * done > total) cancel.abort();
    });
    const asked = ask(true, cancel.signal);
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    stop();
    if (workers[0]) await ended(workers[0]);
    expect(await ask(false)).toBeNull();
  });

  it('tells one progress from the first image read to the last point, and where each image lies', async () => {
    const told: { ticket: string; done: number; total: number }[] = [];
    const stop = window.on('evaluation.progress', (news) => told.push(news));
    map = (await ask(true))!;
    stop();
    const own = told.filter((news) => news.ticket === ticket).map(({ done }) => done);
    expect(own.length).toBeGreaterThan(1);
    expect(own).toEqual([...own].sort((a, b) => a - b));
    expect(new Set(told.filter((news) => news.ticket === ticket).map(({ total }) => total)).size).toBe(1);
    expect(map.places).toHaveLength(info.count);
    const { scores } = await window.call('evaluations.get', { id: info.id });
    expect(map.wrong).toBe(scores.n - scores.right);
    expect(map.labels.filter((label, i) => label !== map.predicted[i])).toHaveLength(map.wrong);
    // As what they were read: images that were read alike lie close to each other.
    const alike = map.places.filter((_, i) => {
      const distance = (j: number) => Math.hypot(map.x[i]! - map.x[j]!, map.y[i]! - map.y[j]!);
      const others = [...map.places.keys()].filter((j) => j !== i).sort((a, b) => distance(a) - distance(b));
      return map.predicted[others[0]!] === map.predicted[i];
    }).length;
    expect(alike / map.places.length).toBeGreaterThan(0.8);
  });

  it('is kept: the second look makes nothing, in another host neither', async () => {
    const before = workers.length;
    expect(await ask(false)).toEqual(map);
    expect(await ask(true)).toEqual(map);
    const other = await startHost(home.folder, { launchWorker: () => expect.fail('no worker is wanted') });
    try {
      expect(await other.window().call('evaluations.map', { id: info.id, make: true, ticket })).toEqual(map);
    } finally {
      await other.services.stop();
    }
    expect(workers).toHaveLength(before);
  });

  it('shows labels as they are corrected', async () => {
    const [dataset, place] = [info.dataset.id, map.places[3]!];
    await correct(window, dataset, [{ split: 'test', place, to: { kind: 'leave-out' } }]);
    const now = (await ask(false))!;
    expect(now.labels[3]).toBeNull();
    expect(now.x).toEqual(map.x);
    await window.call('corrections.reset', { dataset });
  });

  it('is made again, the same, where its file is torn, missing, of other answers, or says what cannot be', async () => {
    const whole = readFileSync(file(), 'utf8');
    const kept = JSON.parse(whole) as { rows: number[]; x: number[] };
    const damages: readonly (() => void)[] = [
      () => truncateSync(file(), 100),
      () => rmSync(file()),
      () => writeFileSync(file(), whole.replace(/"answers":"..../, '"answers":"0000')),
      () => writeFileSync(file(), JSON.stringify({ ...kept, rows: kept.rows.map((row) => row + 1) })),
      () => writeFileSync(file(), JSON.stringify({ ...kept, x: kept.x.slice(1) })),
      () => writeFileSync(file(), JSON.stringify({ ...kept, x: kept.x.map(() => 2) })),
      () => writeFileSync(file(), JSON.stringify({ ...kept, rows: new Array(5001).fill(0) })),
    ];
    for (const damage of damages) {
      damage();
      expect(await ask(false)).toBeNull();
    }
    expect(await ask(true)).toEqual(map);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(kept);
  });

  it('says that its process ended early, and is made at the next try', async () => {
    rmSync(file());
    launch = () => {
      const child = real();
      child.kill();
      return child;
    };
    await expect(ask(true)).rejects.toMatchObject({ code: 'worker-crashed' });
    launch = real;
    expect(await ask(true)).toEqual(map);
    const making = path.join(home.folder, 'evaluations', 'making');
    expect(readdirSync(making, { recursive: true }).filter((name) => String(name).endsWith('.f32'))).toEqual([]);
  });

  it('is made once where two windows ask for it', async () => {
    rmSync(file());
    const before = workers.length;
    const [one, other] = await Promise.all([
      ask(true),
      host.window().call('evaluations.map', { id: info.id, make: true, ticket: 'ticket-of-another' }),
    ]);
    expect(one).toEqual(other);
    expect(workers).toHaveLength(before + 1);
  });

  it('is none of an evaluation that is gone', async () => {
    await window.call('evaluations.remove', { id: info.id });
    await expect(ask(true)).rejects.toMatchObject({ code: 'evaluation-not-found' });
  });
});
