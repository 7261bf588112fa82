import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { AppError, type ErrorData } from '../../shared/contract/errors.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { TransferPlan, TransferRequest } from '../../shared/contract/schemas/experiment.ts';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import ExperimentView from '../../renderer/views/ExperimentView.vue';
import TrainView from '../../renderer/views/TrainView.vue';
import TransferView from '../../renderer/views/TransferView.vue';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { useToasts } from '../../renderer/ui/index.ts';
import { openStudio } from '../fixtures/studio-window.ts';
import { someTransferRuns, type Reached } from '../fixtures/transfer-runs.ts';

let close: () => void = () => undefined;
afterEach(() => {
  close();
  vi.restoreAllMocks();
});

const GROUP = 'tutorial-group';
const mnist: DatasetInfo = {
  ...{ id: 'mnist', name: 'MNIST', kind: 'mnist', status: { state: 'ready' }, origin: null },
  ...{ trainCount: 60_000, testCount: 10_000, task: DIGITS, framing: 'centred' },
};
const plan: TransferPlan = {
  runs: 17,
  shown: { whole: 1_000_000, frozen: 234_567 },
  frozen: ['conv2d', 'conv2d_1'],
  trainable: { base: 224_389, transfer: 205_573, scratch: 224_389 },
  fewest: 5421,
};

/** The screen before the start, on MNIST. */
async function openSetup(handlers: Partial<Handlers<HostCalls>> = {}, view = TransferView) {
  const asked: TransferRequest[] = [];
  const started: TransferRequest[] = [];
  const host = createScriptedHost({
    'datasets.list': () => [mnist],
    'datasets.preview': () => ({
      images: new Uint8Array(7840),
      labels: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      places: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      task: DIGITS,
      histogram: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    }),
    'experiments.plan': (request) => (asked.push(request), plan),
    'experiments.transfer': (request) => (started.push(request), someTransferRuns()),
    ...handlers,
  });
  const studio = await openStudio(host, view, '/', '/');
  close = studio.close;
  const press = async (label: string | RegExp): Promise<void> => {
    const chips = [...document.querySelectorAll<HTMLElement>('button[aria-label]')];
    chips.find((one) => one.getAttribute('aria-label')!.match(label))!.click();
    await flushPromises();
  };
  return { ...studio, asked, started, press };
}

/** The result page of these runs. */
async function openResult(runs: Run[], handlers: Partial<Handlers<HostCalls>> = {}) {
  const host = createScriptedHost({ 'runs.list': () => runs, ...handlers });
  const studio = await openStudio(host, ExperimentView, `/experiments/${GROUP}`, '/experiments/:id');
  close = studio.close;
  return { ...studio, host };
}

describe('the transfer experiment before it starts', () => {
  test('is one click from the Train page, and one more starts it with MNIST’s halves', async () => {
    const train = await openSetup({}, TrainView);
    await vi.waitFor(() => expect(train.text()).toContain('Transfer: 0–4 → 5–9'));
    train.close();
    const { button, text, started, asked, router } = await openSetup();
    await vi.waitFor(() => expect(text()).toContain('1,234,567'));
    expect(text()).toContain('conv2d, conv2d_1');
    button(/^Start the experiment/).click();
    await vi.waitFor(() => expect(router.currentRoute.value.params['id']).toBe(GROUP));
    expect(started).toEqual([asked.at(-1)]);
    expect(started[0]).toMatchObject({
      spec: { name: '0–4, then 5–9', preset: 'tutorial', data: { datasets: ['mnist'] }, recipe: { epochs: 10 } },
      transfer: {
        first: ['0', '1', '2', '3', '4'],
        second: ['5', '6', '7', '8', '9'],
        sizes: [5, 10, 50, 500, null],
        seeds: 3,
      },
    });
  });

  test('lets classes move over, numbers be chosen, and says what is missing', async () => {
    const { button, text, press, asked } = await openSetup();
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
    await press('Learn 4 next');
    await press('Learn 9 first');
    await press('500 images a class');
    await press('20 images a class');
    await vi.waitFor(() =>
      expect(asked.at(-1)!.transfer).toEqual({
        first: ['0', '1', '2', '3', '9'],
        second: ['4', '5', '6', '7', '8'],
        sizes: [5, 10, 20, 50, null],
        seeds: 3,
      }),
    );
    for (const size of ['5', '10', '20', '50', 'all']) await press(`^${size} images a class`);
    expect(text()).toContain('Choose at least one number.');
    expect(button(/^Start the experiment/).disabled).toBe(true);
    await press('^5 images a class');
    for (const name of ['0', '1', '2', '3']) await press(`^Learn ${name} next`);
    expect(text()).toContain('Each side needs at least two classes.');
    button(/^First and second half/).click();
    await flushPromises();
    expect(button(/^Start the experiment/).disabled).toBe(false);
    button(/^Swap/).click();
    await vi.waitFor(() => expect(asked.at(-1)!.transfer.first).toEqual(['5', '6', '7', '8', '9']));
  });

  test('says why there is no plan, and wants new weights', async () => {
    const { button, text } = await openSetup({
      'experiments.plan': () => {
        throw new AppError('nothing-to-transfer');
      },
    });
    await vi.waitFor(() => expect(text()).toContain('This model has nothing to transfer'));
    expect(button(/^Start the experiment/).disabled).toBe(true);
    useTrainDraft().beginWith('starter');
    await flushPromises();
    expect(text()).toContain('The experiment begins with new weights');
    button(/^Choose new weights/).click();
    await flushPromises();
    expect(text()).toContain('Learned first');
  });
});

describe('a transfer experiment', () => {
  const reached: Reached = ({ role, perClass, index }) =>
    role === 'base'
      ? 0.99
      : perClass === null
        ? role === 'transfer'
          ? 0.98
          : 0.985
        : (role === 'transfer' ? 0.8 : 0.6) + index / 100;

  test('that is finished says what it shows, with the numbers and the way to each run', async () => {
    const { text } = await openResult(someTransferRuns(reached));
    expect(text()).toContain('0–4, then 5–9');
    expect(text()).toContain(
      'With 5 images a class, the model that had learned 0–4 reads 83.00% of the test images right',
    );
    expect(text()).toContain('one from scratch 64.00%. Their 95% confidence intervals do not overlap');
    expect(text()).toContain('With all images, training from scratch is at least as good.');
    expect(text()).toContain('Transfer trains 205,573 of 224,389 parameters.');
    const rows = [...document.querySelectorAll('tbody tr')].map((row) => row.textContent!.replace(/\s+/g, ' ').trim());
    expect(rows).toHaveLength(4);
    expect(rows[0]).toContain('83.00% mean of 3');
    const links = [...document.querySelectorAll<HTMLAnchorElement>('tbody a')];
    expect(links).toHaveLength(8);
    expect(links[0]!.getAttribute('aria-label')).toBe('Transfer, 5 images a class, draw 1: Finished');
    expect(links[0]!.getAttribute('href')).toContain('tutorial-run-1');
    const chart = document.querySelector('canvas')!.getAttribute('aria-label')!;
    expect(chart).toContain('Transfer: 98.00% (all images a class); From scratch: 98.50% (all images a class)');
  });

  test('that goes tells how far it is, links the run that trains, and is stopped as a whole', async () => {
    const stopped: string[] = [];
    const runs = someTransferRuns(({ index }) => (index < 2 ? 0.9 : null)).map((run, i) =>
      i === 2 ? { ...run, status: 'running' as const, step: 150, totalSteps: 300 } : run,
    );
    const { text, button, host } = await openResult(runs, {
      'runs.stopGroup': ({ group }) => (stopped.push(group), null),
    });
    expect(text()).toContain('2 of 9 runs finished');
    expect(text()).toContain('Training Digits 3/9');
    expect(document.querySelector('[role=progressbar]')!.getAttribute('aria-valuenow')).toBe('28');
    button(/^Stop/).click();
    await vi.waitFor(() => expect(stopped).toEqual([GROUP]));
    for (const run of runs.slice(2)) host.emit('run.changed', { ...run, status: 'stopped' });
    await vi.waitFor(() => expect(text()).toContain('Not all of its runs are finished'));
  });

  test('whose base failed says why, and is resumed as a whole', async () => {
    const resumed: string[] = [];
    const [full, base]: ErrorData[] = [
      { code: 'disk-full', params: {} },
      { code: 'base-failed', params: { name: 'Digits 1/9' } },
    ];
    const failed = someTransferRuns().map((run, i) => ({
      ...run,
      status: 'failed' as const,
      error: (i === 0 ? full : base)!,
    }));
    const { text, button } = await openResult(failed, {
      'runs.resumeGroup': ({ group }) => (resumed.push(group), null),
    });
    expect(text()).toContain('The disk is full');
    expect(text()).toContain('Once both curves have a point');
    button(/^Resume/).click();
    await vi.waitFor(() => expect(resumed).toEqual([GROUP]));
  });

  test('that is gone, or lacks runs, says so', async () => {
    const gone = await openResult([]);
    expect(gone.text()).toContain('This experiment can no longer be found');
    gone.close();
    const { text } = await openResult(someTransferRuns(reached).slice(1));
    expect(text()).toContain('Some of its runs were deleted');
  });

  test('is deleted as a whole, and comes back as a whole', async () => {
    const [removed, restored]: [string[], string[]] = [[], []];
    const all = someTransferRuns(reached);
    const { button } = await openResult(all, {
      'runs.delete': ({ id }) => (removed.push(id), null),
      'runs.restore': ({ id }) => (restored.push(id), all.find((run) => run.id === id)!),
    });
    button(/^Delete$/).click();
    await vi.waitFor(() => expect(removed).toEqual(all.map(({ id }) => id)));
    await vi.waitFor(() => expect(useToasts().list.at(-1)?.action).toBeDefined());
    await useToasts().list.at(-1)!.action!.run();
    expect(restored).toEqual(removed);
  });

  test('is exported as a table of its runs and as all numbers', async () => {
    const saved: { name: string; text: string }[] = [];
    const { button } = await openResult(someTransferRuns(reached), {
      'app.info': () => ({
        version: '0',
        commandLine: 'inkstone',
        host: 'electron',
        platform: 'linux',
        dialogs: true,
        systemLanguage: 'en',
      }),
      'files.save': ({ name, bytes }) => (saved.push({ name, text: new TextDecoder().decode(bytes) }), { name }),
    });
    for (const choice of [/^Table of all runs/, /^All numbers/]) {
      button(/^Export/).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      await vi.waitFor(() => expect(document.querySelector('[role=menuitem]')).not.toBeNull());
      const items = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')];
      items.find((one) => choice.test(one.textContent!.trim()))!.click();
      await flushPromises();
    }
    await vi.waitFor(() => expect(saved.map(({ name }) => name)).toEqual(['transfer.csv', 'transfer.json']));
    const [csv, json] = saved.map(({ text }) => text) as [string, string];
    const rows = csv.trimEnd().split('\r\n');
    expect(rows[0]).toBe(
      'arm,images per class,run,seed,status,accuracy,low,high,test images,seconds,parameters trained',
    );
    expect(rows).toHaveLength(10);
    expect(rows[1]).toMatch(/^base,,tutorial-run-0,1,finished,0.99,/);
    expect(JSON.parse(json)).toMatchObject({
      experiment: { id: GROUP, state: 'finished', done: 9 },
      finding: { turn: { kind: 'overtaken', perClass: null } },
    });
  });
});
