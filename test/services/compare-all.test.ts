import { cpSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationInfo } from '../../shared/contract/schemas/evaluation.ts';
import { caseData } from '../fixtures/cases.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';

const OLD_RUN = 'softmax-20261129-004508-e18';
const home = temporaryFolder();
let host: TestHost;
let window: Window;
/** The starter, an old run's model, and the starter on the first class alone. */
let evaluations: EvaluationInfo[];

beforeAll(async () => {
  const old = path.join(repositoryRoot, 'test', 'fixtures', 'old-home', 'runs', OLD_RUN);
  cpSync(old, path.join(home.folder, 'runs', OLD_RUN), { recursive: true });
  host = await startHost(home.folder);
  window = host.window();
  const dataset = (await host.services.datasets.imports.importPath(caseData('eval-01-confusion-asymmetric'))).info.id;
  const start = (model: string, only?: string[]) =>
    window.call('evaluations.start', { model, dataset, part: 'test', only, ticket: 'ticket-of-a-test' });
  evaluations = [await start('starter'), await start(OLD_RUN), await start('starter', ['5'])];
}, 120_000);
afterAll(async () => {
  await host.services.stop();
  home.remove();
});

describe('several evaluations of the same images', () => {
  it('are compared with the numbers that each pair has by itself', async () => {
    const [first, second] = evaluations.map(({ id }) => id) as [string, string];
    const all = await window.call('evaluations.compareAll', { ids: [first, second] });
    const { n, bothRight, onlyFirst, onlySecond, bothWrong, p } = await window.call('evaluations.compare', {
      first,
      second,
    });
    expect(all.n).toBe(n);
    expect(all.pairs).toEqual([{ first: 0, second: 1, bothRight, onlyFirst, onlySecond, bothWrong, p, adjusted: p }]);
    for (const [i, { id }] of evaluations.slice(0, 2).entries()) {
      const { scores } = await window.call('evaluations.get', { id });
      expect(all.items[i]).toMatchObject({ id, right: scores.right, interval95: scores.interval95 });
    }
    // What one of two alone has wrong is what only the other has right.
    expect(all.items.map(({ onlyWrong }) => onlyWrong.count)).toEqual([onlySecond, onlyFirst]);
    const { places } = all.items[1]!.onlyWrong;
    const page = await window.call('evaluations.images', {
      id: second,
      filter: { places, verdict: 'wrong' },
      count: 100,
    });
    expect(page.items.map(({ place }) => place)).toEqual(places.slice(0, 100));
  });

  it('of other images are refused', async () => {
    const [first, , part] = evaluations.map(({ id }) => id) as [string, string, string];
    await expect(window.call('evaluations.compareAll', { ids: [first, part] })).rejects.toMatchObject({
      code: 'evaluations-differ',
    });
    await expect(
      window.call('evaluations.compareAll', { ids: [first, `eval-${'0'.repeat(32)}`] }),
    ).rejects.toMatchObject({ code: 'evaluation-not-found' });
  });
});
