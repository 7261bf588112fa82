import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { StudyInfo, StudySpec, Trial } from '../../shared/contract/schemas/study.ts';
import { bestTrials } from '../../shared/study/objectives.ts';
import { setLanguage } from '../../renderer/i18n/index.ts';
import { useToasts } from '../../renderer/ui/index.ts';
import StudiesView from '../../renderer/views/StudiesView.vue';
import StudyView from '../../renderer/views/StudyView.vue';
import { createScriptedHost, someRun } from '../fixtures/scripted-host.ts';
import { MAXIMIZE, someStudy, someTrial } from '../fixtures/studies.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const ID = 'study-20261129-170000-0a1b';
let close: () => void = () => undefined;
// Rows are drawn for the room that they have; the test's page has none of its own.
beforeEach(() => {
  for (const side of ['offsetHeight', 'clientHeight'] as const)
    vi.spyOn(HTMLElement.prototype, side, 'get').mockReturnValue(600);
  for (const side of ['offsetWidth', 'clientWidth'] as const)
    vi.spyOn(HTMLElement.prototype, side, 'get').mockReturnValue(1000);
});
afterEach(() => {
  close();
  vi.restoreAllMocks();
  vi.useRealTimers();
  for (const { id } of [...useToasts().list]) useToasts().dismiss(id);
});

/** A window that has room for every column. */
const widenWindow = (): void =>
  (window as unknown as { happyDOM: { setViewport: (size: { width: number }) => void } }).happyDOM.setViewport({
    width: 1280,
  });

const values = (rate: number, batch = 64) => ({ 'recipe.optimizer.learningRate': rate, 'recipe.batchSize': batch });

/** A finished search of `count` trials, of which the second but last is the best. */
const someTrials = (count: number): Trial[] =>
  Array.from({ length: count }, (_, i) =>
    someTrial(i, values(0.001 * (i + 1), [32, 64, 128][i % 3]), i === count - 2 ? 0.99 : 0.9 + 0.005 * i, {
      reports: [{ epoch: 1, value: 0.5 }],
    }),
  );

function infoOf(trials: readonly Trial[], changes: Partial<StudyInfo> = {}, spec: Partial<StudySpec> = {}): StudyInfo {
  const count = (status: Trial['status']): number => trials.filter((trial) => trial.status === status).length;
  const study = someStudy(spec);
  const best = bestTrials(trials, study.objectives);
  return {
    version: 1,
    id: ID,
    spec: study,
    status: 'finished',
    createdAt: 1,
    error: null,
    counts: {
      running: count('running'),
      finished: count('finished'),
      pruned: count('pruned'),
      failed: count('failed'),
      stopped: count('stopped'),
    },
    best: best.map(({ number }) => number),
    bestValue: study.objectives.length === 1 ? (best[0]?.objective?.[0] ?? null) : null,
    seconds: 80,
    heldBy: null,
    ...changes,
  };
}

type Handling = Partial<Handlers<HostCalls>>;

async function openList(studies: StudyInfo[], handlers: Handling = {}) {
  const host = createScriptedHost({ 'studies.list': () => ({ studies, unreadable: [] }), ...handlers });
  const studio = await openStudio(host, StudiesView, '/here', '/here');
  close = studio.close;
  return { host, ...studio };
}

async function openOne(trials: Trial[], study: StudyInfo = infoOf(trials), handlers: Handling = {}) {
  const host = createScriptedHost({
    'studies.list': () => ({ studies: [study], unreadable: [] }),
    'studies.get': () => ({ study, trials, torn: 0 }),
    ...handlers,
  });
  const studio = await openStudio(host, StudyView, `/here/${ID}`, '/here/:id');
  close = studio.close;
  await flushPromises();
  const card = (title: string): HTMLElement => {
    const found = [...document.querySelectorAll('section')].find(
      (one) => one.querySelector('h2')?.textContent === title,
    );
    if (!found) throw new Error(`no card ${title}`);
    return found;
  };
  const key = async (target: Element, name: string): Promise<void> => {
    target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
    await flushPromises();
  };
  return { host, card, key, ...studio };
}

describe('the list of searches', () => {
  test('says what a search is where there is none, and leads to the training steps', async () => {
    const { text, wrapper } = await openList([]);
    expect(text()).toContain('No searches yet');
    expect(text()).toContain('validation images decide which is best');
    expect(wrapper.findAll('a').map((link) => link.attributes('href'))).toContain('/other/train/recipe');
  });

  test('has for each its base, sampler, state, progress and best', async () => {
    widenWindow();
    const trials = someTrials(6);
    const paused = infoOf(trials, { status: 'paused' }, { pruner: { kind: 'asha', minimum: 1, reduction: 3 } });
    const { text } = await openList([paused]);
    await vi.waitFor(() => expect(text()).toContain('Learning rates'));
    expect(text()).toMatch(/Tutorial.*TPE, ASHA.*Paused.*6 of 8 trials.*99\.00%/);
    expect(document.querySelector('[role=progressbar]')!.getAttribute('aria-valuenow')).toBe('75');
  });

  test('follows what is told, and lets one be deleted by key with undo', async () => {
    const study = infoOf(someTrials(6), { status: 'running' });
    const calls: string[] = [];
    const { host, text, button } = await openList([study], {
      'studies.delete': ({ id }) => (calls.push(`delete ${id}`), host.emit('study.removed', { id }), null),
      'studies.restore': ({ id }) => (calls.push(`restore ${id}`), host.emit('study.changed', study), study),
    });
    host.emit('study.changed', { ...study, counts: { ...study.counts, finished: 7 } });
    await vi.waitFor(() => expect(text()).toContain('7 of 8 trials'));
    const grid = document.querySelector<HTMLElement>('[role=grid]')!;
    grid.focus();
    await flushPromises();
    grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', bubbles: true }));
    await vi.waitFor(() => expect(text()).toContain('“Learning rates” was deleted; its runs are still there'));
    expect(text()).toContain('No searches yet');
    button(/^Undo$/).click();
    await vi.waitFor(() => expect(text()).toContain('“Learning rates” is back'));
    expect(calls).toEqual([`delete ${ID}`, `restore ${ID}`]);
  });

  test('names those that cannot be read, with the reason and the way to each', async () => {
    const { text, wrapper } = await openList([], {
      'studies.list': () => ({
        studies: [],
        unreadable: [{ id: ID, error: { code: 'file-newer', params: { path: 'study.json' } } }],
      }),
    });
    expect(text()).toContain('1 search cannot be read');
    expect(wrapper.findAll('a').map((link) => link.attributes('href'))).toContain(`/other/studies/${ID}`);
  });

  test('looks again by itself while another process has one going', async () => {
    vi.useFakeTimers();
    let [asked, study] = [0, infoOf(someTrials(3), { status: 'running', heldBy: 77 })];
    const { text } = await openList([], {
      'studies.list': () => (asked++, { studies: [study], unreadable: [] }),
    });
    const before = asked;
    study = infoOf(someTrials(8));
    await vi.advanceTimersByTimeAsync(5000);
    await flushPromises();
    expect([asked, text().includes('8 of 8 trials')]).toEqual([before + 1, true]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked).toBe(before + 1);
  });
});

describe('a search', () => {
  test('shows how far it is, its best, and each trial honestly', async () => {
    const trials = [
      ...someTrials(3),
      someTrial(3, values(0.1), 0, {
        status: 'failed',
        objective: null,
        error: { code: 'training-diverged', params: { step: 5 } },
      }),
      someTrial(4, values(0.002), 0, {
        status: 'pruned',
        objective: null,
        reports: [{ epoch: 1, value: 0.42 }],
      }),
      someTrial(5, values(0.003), 0, { status: 'running', objective: null, endedAt: null, run: null }),
    ];
    const { text, card } = await openOne(trials, infoOf(trials, { status: 'running', seconds: 50 }));
    expect(text()).toContain('Best · Validation accuracy');
    expect(text()).toMatch(/Trials5 of 8/);
    // Five have taken 50 s: three are left.
    expect(text()).toMatch(/Time left0:30 estimated/);
    const table = card('Trials').textContent!;
    expect(table).toMatch(/1best.*Finished.*99\.00%/);
    expect(table).toContain('Failed: Training diverged');
    expect(table).toContain('Pruned');
    expect(table).toContain('42.00%');
    expect(card('What mattered').textContent).toContain('From eight finished trials on; so far there are 3.');
    const history = card('History').querySelector('[role=img]')!.getAttribute('aria-label');
    expect(history).toBe('Validation accuracy by trial. Best so far: 99.00%, trial 1. 3 finished.');
    expect(card('History').querySelectorAll('.cross')).toHaveLength(1);
    expect(card('Trial 1').textContent).toMatch(/the best.*99\.00%.*Learning rate.*0\.002.*Batch size.*64/);
  });

  test('goes on with what is told while it runs, also while it was on its way', async () => {
    const trials = someTrials(2);
    const study = infoOf(trials, { status: 'running' });
    let answer: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (answer = resolve));
    const { host, text, card } = await openOne(trials, study, {
      'studies.get': async () => (await waiting, { study, trials, torn: 2 }),
    });
    const third = someTrial(2, values(0.05), 0.995);
    host.emit('study.trial', { study: ID, trial: third });
    await flushPromises();
    answer();
    await vi.waitFor(() => expect(text()).toContain('2 lines of its record were unreadable'));
    expect(card('Trials').textContent).toContain('99.50%');
    const fourth = someTrial(3, values(0.06), 0.999);
    host.emit('study.trial', { study: ID, trial: fourth });
    host.emit('study.changed', infoOf([...trials, third, fourth], { status: 'running' }));
    await vi.waitFor(() => expect(card('Trial 3').textContent).toContain('99.90%'));
  });

  test('is read by keyboard: a trial is gone to in a picture, kept, and told', async () => {
    const { card, key } = await openOne(someTrials(9));
    const lines = card('Settings together').querySelector<HTMLElement>('.plot')!;
    lines.focus();
    await key(lines, 'ArrowRight');
    // The best comes first.
    expect(lines.querySelector('[aria-live]')!.textContent).toMatch(/^Trial 7: .*Learning rate 0\.008.*99\.00%/);
    await key(lines, 'ArrowRight');
    expect(card('Trial 8').textContent).toContain('94.00%');
    await key(lines, 'Enter');
    lines.blur();
    await flushPromises();
    expect(card('Trial 8').textContent).toContain('94.00%');
    expect(card('What mattered').textContent).toMatch(/Learning rate\d+%/);
    expect(card('Each setting by itself').querySelectorAll('figure')).toHaveLength(2);
  });

  test('has a logarithmic axis for what was searched by its logarithm', async () => {
    const { card } = await openOne(someTrials(9));
    const ticks = [...card('Settings together').querySelectorAll('svg g')[0]!.querySelectorAll('text')].map(
      (one) => [one.textContent!.trim(), Number(one.getAttribute('y'))] as const,
    );
    expect(ticks.map(([words]) => words)).toEqual(['0.0001', '0.001', '0.01', '0.1']);
    const gaps = ticks.slice(1).map(([, y], i) => Math.round(ticks[i]![1] - y));
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(8);
  });

  test('of several objectives shows the Pareto set', async () => {
    const objectives = [MAXIMIZE, { metric: 'parameters', direction: 'minimize' }] as const;
    const spec = { objectives: [...objectives] };
    const trials = [
      someTrial(0, values(0.001), [0.9, 1000]),
      someTrial(1, values(0.01), [0.95, 5000]),
      someTrial(2, values(0.02), [0.94, 9000]),
    ];
    const { card, text } = await openOne(trials, infoOf(trials, {}, spec));
    expect(card('Pareto set').querySelectorAll('circle.best')).toHaveLength(2);
    expect(card('Pareto set').querySelector('[role=img]')!.getAttribute('aria-label')).toBe(
      'Validation accuracy against Parameters. 2 trials are in the Pareto set.',
    );
    expect(text()).toMatch(/Best2 Pareto set/);
  });

  test('promotes its best with an honest warning: as runs with seeds, or as a preset', async () => {
    const trials = someTrials(8);
    const asked: unknown[] = [];
    const { button, text, router } = await openOne(trials, infoOf(trials), {
      'studies.promote': (request) => {
        asked.push(request);
        const warning = { code: 'chosen-on-validation' as const, trials: 8 };
        return { runs: [someRun('new-1'), someRun('new-2')], preset: null, warning };
      },
    });
    button(/^Use the best…$/).click();
    await flushPromises();
    expect(text()).toContain('These settings are the best of 8 finished trials, chosen by their validation.');
    expect(text()).toContain('on new data the model will do a little worse than 99.00% promises');
    button(/^Start 3 runs$/).click();
    await vi.waitFor(() => expect(router.currentRoute.value.params['id']).toBe('new-1'));
    expect(asked).toEqual([{ id: ID, trial: 6, as: { kind: 'run', seeds: 3 } }]);
    expect(text()).toContain('Training “Run new-1” with 2 seeds');
  });

  test('is paused and resumed with a larger budget', async () => {
    const trials = someTrials(8);
    const resumed: unknown[] = [];
    const study = infoOf(trials);
    const { button, text, host } = await openOne(trials, study, {
      'studies.resume': (request) => {
        resumed.push(request);
        const going = infoOf(trials, { status: 'running' }, { budget: request.budget! });
        host.emit('study.changed', going);
        return going;
      },
      'studies.pause': () => (host.emit('study.changed', { ...study, status: 'paused' }), study),
    });
    button(/^Go on with more…$/).click();
    await flushPromises();
    expect(text()).toContain('8 done or begun so far');
    button(/^Resume$/).click();
    await vi.waitFor(() => expect(text()).toMatch(/Trials8 of 18/));
    expect(resumed).toEqual([{ id: ID, budget: { trials: 18 } }]);
    button(/^Pause$/).click();
    await vi.waitFor(() => expect(text()).toContain('Paused'));
  });

  test('of another process says so, and is looked at again by itself', async () => {
    vi.useFakeTimers();
    let trials = someTrials(2);
    const { text, card } = await openOne(trials, infoOf(trials), {
      'studies.get': () => ({ study: infoOf(trials, { status: 'running', heldBy: 4711 }), trials, torn: 0 }),
    });
    expect(text()).toContain('Process 4711 runs this search');
    // It cannot be paused from here.
    expect([...document.querySelectorAll('button')].map(({ textContent }) => textContent?.trim())).not.toContain(
      'Pause',
    );
    trials = someTrials(4);
    await vi.advanceTimersByTimeAsync(2000);
    await flushPromises();
    expect(card('Trial 2').textContent).toContain('99.00%');
  });

  test('with a queue shows its workers, and the command for another one', async () => {
    const trials = [...someTrials(2), someTrial(2, values(0.001, 32), 0, { status: 'running', objective: null })];
    const study = infoOf(trials, { status: 'running' }, { queue: 'redis://10.0.0.7' });
    const worker = { id: 'w', name: 'a-machine', pid: 7, engine: 'TensorFlow 2.18.1', seenAt: 5 };
    const { card, host } = await openOne(trials, study, { 'studies.workers': () => [] });
    expect(card('Trials').textContent).toContain('Waiting');
    expect(card('Workers').textContent).toContain('No worker takes trials from this queue');
    expect(card('Workers').querySelector('pre')!.textContent).toBe('inkstone worker --queue redis://10.0.0.7');
    host.emit('study.workers', {
      study: ID,
      workers: [{ ...worker, trial: { study: ID, number: 4, epoch: 2 } }],
    });
    await vi.waitFor(() =>
      expect(card('Workers').textContent).toMatch(/a-machine.*trial 4, epoch 2.*TensorFlow 2\.18\.1/),
    );
  });

  test.each([
    ['study-not-found', 'This search is no longer here'],
    ['file-torn', 'All searches'],
    ['file-newer', 'All searches'],
  ] as const)('that answers %s says so, with the way back', async (code, words) => {
    const { text } = await openOne([], infoOf([]), {
      'studies.list': () => ({ studies: [], unreadable: [] }),
      'studies.get': () => {
        throw new AppError(code, { id: ID, path: 'study.json' });
      },
    });
    expect(text()).toContain(words);
  });

  test('of an address that names none says that it is not here', async () => {
    const studio = await openStudio(createScriptedHost(), StudyView, '/here/never-was', '/here/:id');
    close = studio.close;
    await vi.waitFor(() => expect(studio.text()).toContain('This search is no longer here'));
  });

  test('speaks Chinese', async () => {
    const { text } = await openOne(someTrials(9));
    setLanguage('zh-CN');
    await flushPromises();
    expect(text()).toContain('哪些设置重要');
    expect(text()).not.toMatch(/study\.\w+/);
  });
});
