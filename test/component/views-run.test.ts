import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Run } from '../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import { groupSpecs } from '../../shared/runs/group-specs.ts';
import RunsView from '../../renderer/views/RunsView.vue';
import RunView from '../../renderer/views/RunView.vue';
import { createScriptedHost, someRun, someSpec } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

/** Waits as long as a busy machine needs. */

let close: () => void = () => undefined;
afterEach(() => close());

async function openRun(run: Run, logs: RunLog[] = [], others: Run[] = []) {
  const host = createScriptedHost({ 'runs.list': () => [run, ...others], 'runs.get': () => ({ run, logs, torn: 0 }) });
  const studio = await openStudio(host, RunView, `/run/${run.id}`, '/run/:id');
  close = studio.close;
  return { host, ...studio };
}

const withRecipe = (changes: Partial<Run['spec']['recipe']>, run: Partial<Run> = {}): Run => {
  const spec = someSpec();
  return someRun('the-run', { ...run, spec: { ...spec, recipe: { ...spec.recipe, ...changes } } });
};
const finished: Partial<Run> = {
  status: 'finished',
  epoch: 8,
  best: { epoch: 6, step: 2500, validation: { loss: 0.1, accuracy: 0.99 } },
  result: {
    tests: [
      {
        dataset: 'mnist',
        accuracy: 0.9912,
        loss: 0.03,
        n: 10_000,
        interval95: [0.989, 0.9929],
        confusion: [[0, 0, 1]],
      },
    ],
    weightsSha256: 'ab'.repeat(32),
    imagesPerSecond: 10_000,
    seconds: 60,
  },
};

describe('the stages before the first step', () => {
  const starting = someRun('the-run', { status: 'starting' });
  const stage = (name: 'load' | 'data' | 'build' | 'trace' | 'graph'): RunLog => ({
    type: 'stage',
    time: 1,
    stage: name,
    seconds: 0.5,
  });
  const marks = (): string[] =>
    [...document.querySelectorAll('.stages li')].map((line) => line.textContent?.trim()[0] ?? '');

  test('are told one after the other', async () => {
    const { text } = await openRun(starting, [stage('load'), stage('data'), stage('build')]);
    await vi.waitFor(() => expect(marks()).toEqual(['✓', '✓', '✓', '›', '·', '·']));
    expect(text()).toContain('Trace the graph');
  });

  test('that a run leaves out do not stand in the way of those after them', async () => {
    await openRun(starting, [stage('load'), stage('build'), stage('trace')]);
    await vi.waitFor(() => expect(marks()).toEqual(['✓', '·', '✓', '✓', '›', '·']));
  });
});

test('the epoch that a probe predicted stands beside the real one, both with their validation', async () => {
  const run = someRun('the-run', { ...finished, predicted: { imagesPerSecond: 1000, spread: 0.05 } });
  const started: RunLog = {
    ...{ type: 'started', time: 1, trainCount: 54_000, validationCount: 6000, stepsPerEpoch: 422, totalSteps: 422 },
    ...{ parameters: 1, engine: { name: 'TensorFlow 2.18.1', mode: 'graph', device: 'CPU', threads: 1 } },
  };
  const epoch: RunLog = {
    ...{ type: 'epoch', time: 2, epoch: 1, step: 422, train: { loss: 1, accuracy: 0.9 }, validation: null, best: null },
    ...{ seconds: 58, validationSeconds: 6 },
  };
  const { text } = await openRun(run, [started, epoch]);
  await vi.waitFor(() => expect(text()).toContain('56 s predicted, 64 s taken: 13% too short'));
});

describe('the work after the last step', () => {
  const finishing = (work: 'test' | 'known', done: number): RunLog => ({
    type: 'finishing',
    time: 1,
    step: 100,
    work,
    done,
  });
  const bar = (): Element | null => document.querySelector('.notice [role=progressbar]');
  const running = someRun('the-run', { status: 'running' });

  test('is told with how far it has come, and once for each work in the log', async () => {
    const { text } = await openRun(running, [finishing('test', 0), finishing('known', 0), finishing('known', 0.4)]);
    await vi.waitFor(() => expect(bar()?.getAttribute('aria-valuenow')).toBe('40'));
    expect(text()).toContain('learning what is none of the classes');
    const lines = [...document.querySelectorAll('.lines li span')].map((line) => line.textContent);
    expect(lines).toEqual(['Learning what is none of the classes', 'Reading the test images']);
  });

  test('is not told of a run that goes on with something else', async () => {
    await openRun(running, [finishing('known', 0.4), { type: 'resumed', time: 2, step: 100 }]);
    await vi.waitFor(() => expect(document.querySelectorAll('.lines li')).toHaveLength(2));
    expect(bar()).toBeNull();
  });
});

describe('what ran', () => {
  const engine = { name: 'TensorFlow 2.18.1', device: 'CPU:0', threads: 2 };

  test('names engine, device and mode, and why a run was not a graph', async () => {
    const { text } = await openRun(someRun('the-run', { engine: { ...engine, mode: 'eager', fallback: 'op Foo' } }));
    expect(text()).toContain('TensorFlow 2.18.1, op by op');
    expect(text()).toContain('cannot be traced: op Foo');
    expect(text()).toContain('CPU:0, 2 threads');
  });

  test('says in words of its own that WebGPU has no graphs', async () => {
    const { text } = await openRun(
      someRun('the-run', { engine: { ...engine, name: 'WebGPU (Dawn)', mode: 'eager', fallback: 'its words' } }),
    );
    expect(text()).toContain('WebGPU runs op by op');
    expect(text()).not.toContain('its words');
  });

  test('says nothing of a reason where it is a graph', async () => {
    const { text } = await openRun(someRun('the-run', { engine: { ...engine, mode: 'graph', fallback: null } }));
    expect(text()).toContain('TensorFlow 2.18.1, graph');
    expect(text()).not.toContain('Why no graph');
  });

  test('lists what the recipe has beyond the plain one', async () => {
    const { text } = await openRun(withRecipe({ labelSmoothing: 0.1, ema: { decay: 0.99 }, warmUpEpochs: 1 }));
    for (const words of ['Label smoothing0.1', 'decay 0.99', 'Warm-up1 epoch']) expect(text()).toContain(words);
  });
});

describe('the learning rate', () => {
  const titles = (): string[] =>
    [...document.querySelectorAll('figcaption h2')].map((title) => title.textContent ?? '');

  test('has a curve where it changes', async () => {
    const { text } = await openRun(withRecipe({ schedule: { kind: 'cosine', final: 0 } }));
    await vi.waitFor(() => expect(titles()).toEqual(['Loss', 'Accuracy', 'Learning rate']));
    expect(text()).toContain('cosine');
  });

  test('has none where it is the same in every step', async () => {
    await openRun(someRun('the-run'));
    await vi.waitFor(() => expect(titles()).toEqual(['Loss', 'Accuracy']));
  });
});

describe('the tiles', () => {
  const steps = (changes: Partial<Extract<RunLog, { type: 'steps' }>>): RunLog => ({
    ...{ type: 'steps', time: 1, step: 3, epoch: 1, loss: [2.3, 2.2, 2.1], accuracy: [0.1, 0.2, 0.3] },
    ...{ learningRate: [0.001, 0.002, 0.000364535], imagesPerSecond: 5000, etaSeconds: 12 },
    ...changes,
  });
  const schedule = { kind: 'oneCycle', warmUp: 0.3, start: 0.04, final: 0.0001 } as const;

  test('say the rate that was chosen and what it has come to', async () => {
    const { text } = await openRun(withRecipe({ schedule }), [steps({})]);
    await vi.waitFor(() => expect(text()).toContain('Learning rate0.000365 peak 0.001, one cycle'));
    expect(text()).toContain('0:12');
  });

  test('say the chosen rate once the run has ended, and no rate with an exponent', async () => {
    const { text } = await openRun(withRecipe({ schedule }, finished), [steps({ learningRate: [1e-6, 1e-6, 1e-6] })]);
    await vi.waitFor(() => expect(text()).toContain('Learning rate0.001 one cycle'));
    expect(text()).toContain('Learning ratepeak 0.001');
    expect(text()).not.toMatch(/\dE-\d/);
  });

  test('tell no time that nobody can know yet', async () => {
    const { text } = await openRun(someRun('the-run'), [steps({ etaSeconds: null })]);
    await vi.waitFor(() => expect(text()).toContain('Time left– being measured'));
  });

  test('write a seed as it is typed', async () => {
    const { text } = await openRun(withRecipe({ seed: 4_294_967_295 }));
    expect(text()).toContain('4294967295');
  });
});

describe('the log', () => {
  test('tells of steps that were left out and of an early stop', async () => {
    const { text } = await openRun(withRecipe({}, finished), [
      { type: 'skipped', time: 1, step: 12 },
      { type: 'early-stopped', time: 2, step: 3376, epoch: 8, best: 6 },
    ]);
    await vi.waitFor(() => expect(text()).toContain('Step 12 skipped'));
    expect(text()).toContain('Early stopping after epoch 8: none was better than epoch 6');
  });
});

describe('the weights that were tested', () => {
  const cases = [
    [{}, 'weights of the last epoch'],
    [{ ema: { decay: 0.999 } }, 'averaged weights of the last epoch'],
    [{ earlyStopping: { patience: 2, restoreBest: true } }, 'weights of epoch 6, the best'],
    [{ earlyStopping: { patience: 2, restoreBest: false } }, 'weights of the last epoch'],
    [
      { ema: { decay: 0.999 }, earlyStopping: { patience: 2, restoreBest: true } },
      'averaged weights of epoch 6, the best',
    ],
  ] as const;
  test.each(cases)('%j', async (recipe, words) => {
    await openRun(withRecipe(recipe, finished));
    expect(document.querySelector('.side .which')?.textContent).toBe(words);
  });
});

describe('a group of runs', () => {
  const [first, second, third] = groupSpecs(someSpec('Seeds'), { kind: 'seeds', count: 3 }, 'the-group');
  const tested = (accuracy: number): Partial<Run> => ({
    ...finished,
    result: { ...finished.result!, tests: [{ ...finished.result!.tests[0]!, accuracy }] },
  });
  const group = [
    someRun('seed-a', { ...tested(0.99), spec: first! }),
    someRun('seed-b', { ...tested(0.992), spec: second! }),
    someRun('seed-c', { spec: third!, status: 'queued' }),
  ];

  test('is summed up on each run’s page, with the way to the others', async () => {
    const { text } = await openRun(group[0]!, [], group.slice(1));
    expect(text()).toContain('99.10% ± 0.14%');
    expect(text()).toContain('2 of 3 finished');
    const links = [...document.querySelectorAll<HTMLAnchorElement>('.side ul a')].map((link) =>
      link.textContent?.trim(),
    );
    expect(links).toEqual(['Seed 199.00%', 'Seed 299.20%', 'Seed 3Waiting']);
  });

  test('can be shown alone in the list', async () => {
    const host = createScriptedHost({ 'runs.list': () => [...group, someRun('another')] });
    const studio = await openStudio(host, RunsView, '/?group=the-group', '/');
    close = studio.close;
    expect(studio.text()).toContain('Group of 3 seeds');
    expect(studio.text()).toContain('3 runs');
    expect(studio.text()).toContain('99.10% ± 0.14%');
    await studio.router.push('/');
    await flushPromises();
    expect(studio.text()).toContain('4 runs');
    expect(studio.text()).not.toContain('Group of');
  });
});

describe('a run that waits', () => {
  const waiting = someRun('the-run', { status: 'queued', createdAt: 2_000 });

  test('behind one that goes starts by itself, and says so', async () => {
    const { text } = await openRun(waiting, [], [someRun('first', { status: 'running' })]);
    expect(text()).toContain('It starts by itself when “Run first” is done.');
  });

  test('behind a paused one does not, and says what has to be done', async () => {
    const { text } = await openRun(waiting, [], [someRun('first', { status: 'paused' })]);
    expect(text()).toContain('“Run first” is paused and keeps the engine');
    expect(text()).not.toContain('by itself');
  });
});
