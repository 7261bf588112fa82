import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallInput, Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { BatchInfo } from '../../shared/contract/schemas/batch.ts';
import type { ModelInfo } from '../../shared/contract/schemas/predict.ts';
import type { Run } from '../../shared/contract/schemas/run.ts';
import type { Comparison, RunWarning, TestResult } from '../../shared/contract/schemas/run-result.ts';
import { settingsSchema } from '../../shared/contract/schemas/settings.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { mcnemarExact } from '../../shared/evaluation/mcnemar.ts';
import { wilsonInterval } from '../../shared/evaluation/wilson.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { mistakeChanges, verdictOf } from '../../renderer/features/run/compare/comparison-words.ts';
import { lineOf } from '../../renderer/features/run/model-line.ts';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import RunView from '../../renderer/views/RunView.vue';
import { someBatch, someGain } from '../fixtures/form-calls.ts';
import { someHand } from '../fixtures/hand-calls.ts';
import { createScriptedHost, someRun, someSpec } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

let close: () => void = () => undefined;
afterEach(() => close());

const result = (right: number, confusion: TestResult['confusion']): TestResult => ({
  ...{ dataset: 'mnist', accuracy: right / 100, loss: 0.1, n: 100, confusion },
  interval95: wilsonInterval(right, 100),
});
const comparison = (changes: Partial<Comparison> = {}): Comparison => {
  const [onlyBefore, onlyAfter] = [2, 30];
  return {
    part: 'own',
    before: result(
      60,
      [[4, 9, 12] as const, [3, 5, 20] as const].map((cell) => [...cell]),
    ),
    after: result(
      88,
      [[4, 9, 2] as const, [3, 5, 21] as const].map((cell) => [...cell]),
    ),
    ...{ bothRight: 58, onlyBefore, onlyAfter, bothWrong: 10, p: mcnemarExact({ onlyFirst: 2, onlySecond: 30 }) },
    changed: [
      { index: 7, label: 3, before: 3, after: 5 },
      { index: 1, label: 4, before: 9, after: 4 },
      { index: 2, label: 4, before: 9, after: 7 },
    ],
    ...changes,
  };
};

const from = {
  ...{ model: 'starter' as const, name: 'Starter', weightsSha256: 'a'.repeat(64), freeze: 'features' as const },
  ...{ head: 'keep' as const, replay: { datasets: ['mnist' as const], share: 0.3 } },
};
const tuned = (warnings?: RunWarning[], comparisons = [comparison()]): Run =>
  someRun('mine', {
    spec: { ...someSpec('My digits'), from },
    status: 'finished',
    result: {
      ...{ tests: [result(88, [])], weightsSha256: 'b'.repeat(64), imagesPerSecond: 1, seconds: 3, comparisons },
      ...(warnings && { warnings }),
    },
  });
const model = (ref: string, parent: string | null, createdAt: number): ModelInfo => ({
  ...{ ref, name: `Model ${ref}`, task: DIGITS, framing: 'centred', parameters: 9, createdAt, test: result(88, []) },
  parent: parent === null ? null : { ref: parent, name: `Model ${parent}`, weightsSha256: 'c'.repeat(64) },
});

async function open(run: Run, handlers: Partial<Handlers<HostCalls>> = {}) {
  const asked: CallInput<HostCalls, 'datasets.images'>[] = [];
  const settings = settingsSchema.parse({ version: 1 });
  const host = createScriptedHost({
    'runs.list': () => [run],
    'runs.get': () => ({
      run,
      logs: [
        {
          ...{ type: 'taken' as const, time: 1, layers: ['conv2d', 'dense'], fresh: [], frozen: ['conv2d'] },
          trainable: 1290,
        },
      ],
      torn: 0,
    }),
    'models.list': () => [model('starter', null, 1), model('mine', 'starter', 2), model('mine-2', 'mine', 3)],
    'settings.get': () => settings,
    'settings.update': (patch) => Object.assign(settings, patch),
    'datasets.images': (question) => {
      asked.push(question);
      const images = new Uint8Array(784 * question.places.length);
      const each = question.places.map(() => 'c'.repeat(64));
      return { height: 28, width: 28, labels: each.map(() => 0), images, hashes: each, content: 'b'.repeat(64) };
    },
    ...handlers,
  });
  const studio = await openStudio(host, RunView, `/run/${run.id}`, '/run/:id');
  close = studio.close;
  return { ...studio, host, asked, settings };
}

describe('before and after', () => {
  test('stand side by side, with a verdict, the paired counts and what became of each kind of mistake', async () => {
    const { text } = await open(tuned());
    for (const words of [
      '60.00%',
      '88.00%',
      '50.20% to 69.06%',
      '80.19% to 93.00%',
      'Better, and hardly by chance',
      'p < 0.001',
    ])
      expect(text()).toContain(words);
    const counts = [...document.querySelectorAll('table')].find((one) => one.textContent?.includes('Right before'))!;
    expect([...counts.querySelectorAll('tbody td')].map((cell) => cell.textContent)).toEqual(['58', '2', '30', '10']);
    expect(text()).toMatch(/4 read as 912 → 2−10/);
    expect(text()).toMatch(/3 read as 520 → 21\+1/);
  });

  test('show the images that changed, fetched from the test part, those first that were unlearned', async () => {
    const { asked } = await open(tuned());
    await vi.waitFor(() => expect(asked).toEqual([{ id: 'mnist', split: 'test', places: [7] }]));
    expect(document.querySelector('[aria-label="3: read as 3 before, as 5 now"]')).not.toBeNull();
    const won = [...document.querySelectorAll<HTMLElement>('[role=radio]')].find((one) =>
      one.textContent?.includes('Learned 1'),
    )!;
    won.click();
    await vi.waitFor(() => expect(asked.at(-1)?.places).toEqual([1]));
    expect(document.querySelector('[aria-label="4: read as 9 before, as 4 now"]')).not.toBeNull();
  });

  test('show the images of one kind of mistake alone when it is chosen, and of all again', async () => {
    const { asked, button } = await open(tuned());
    await vi.waitFor(() => expect(asked.at(-1)?.places).toEqual([7]));
    const kinds = (): (string | undefined)[] =>
      [...document.querySelectorAll('[aria-label="Images read differently"] [role=radio]')].map((one) =>
        one.textContent?.trim(),
      );
    expect(kinds()).toEqual(['Unlearned 1', 'Learned 1', 'Wrong both times 1']);
    button(/^4 read as 9/).click();
    await flushPromises();
    expect(kinds()).toEqual(['Unlearned 0', 'Learned 1', 'Wrong both times 1']);
    expect(button(/^4 read as 9/).getAttribute('aria-pressed')).toBe('true');
    // Of those that are left the first kind that has any.
    expect(document.querySelector('[aria-label="4: read as 9 before, as 4 now"]')).not.toBeNull();
    expect(document.querySelector('[aria-label="3: read as 3 before, as 5 now"]')).toBeNull();
    document.querySelector<HTMLElement>('[aria-label="Show all images read differently"]')!.click();
    await flushPromises();
    expect(kinds()).toEqual(['Unlearned 1', 'Learned 1', 'Wrong both times 1']);
    expect(document.querySelector('[aria-label="3: read as 3 before, as 5 now"]')).not.toBeNull();
    button(/^3 read as 5/).click();
    await flushPromises();
    expect(kinds()).toEqual(['Unlearned 1', 'Learned 0', 'Wrong both times 0']);
    button(/^3 read as 5/).click();
    await flushPromises();
    expect(kinds()).toEqual(['Unlearned 1', 'Learned 1', 'Wrong both times 1']);
  });

  test('name the six kinds of mistake that changed most, and all on request', async () => {
    const cells = Array.from({ length: 8 }, (_, i): [number, number, number] => [i, 9, i + 1]);
    const before = result(60, cells);
    const { button } = await open(tuned(undefined, [comparison({ before, after: result(88, []) })]));
    const named = (): number =>
      [...document.querySelectorAll('button')].filter((one) => / read as 9/.test(one.textContent ?? '')).length;
    expect(named()).toBe(6);
    button(/^Show all 8$/).click();
    await flushPromises();
    expect(named()).toBe(8);
  });

  test('are those of a hand as the run read it, whatever it has become', async () => {
    const [hand, state, images] = ['hand-12345678' as const, '0123456789abcdef', 'd'.repeat(64)];
    const of = (test: TestResult): TestResult => ({ ...test, dataset: hand });
    const own = comparison({ before: of(comparison().before), after: of(comparison().after), images });
    const run = tuned(undefined, [own, comparison({ part: 'original' })]);
    const { asked } = await open({
      ...run,
      spec: { ...run.spec, data: { datasets: [hand], states: { [hand]: state } } },
    });
    const ask = { split: 'test', places: [7] };
    await vi.waitFor(() => {
      expect(asked).toContainEqual({ id: hand, state, expected: images, ...ask });
      expect(asked).toContainEqual({ id: 'mnist', ...ask });
    });
  });

  test('say that a model read nothing where its numbers gave no answer', async () => {
    await open(tuned(undefined, [comparison({ changed: [{ index: 7, label: 3, before: 3, after: null }] })]));
    await vi.waitFor(() =>
      expect(document.querySelector('[aria-label="3: read as 3 before, as nothing now"]')).not.toBeNull(),
    );
  });

  test('say why the images cannot be shown, and try again', async () => {
    let tries = 0;
    const { text, button } = await open(tuned(), {
      'datasets.images': () => {
        tries++;
        throw new AppError('dataset-not-found', { id: 'mnist' });
      },
    });
    await vi.waitFor(() => expect(tries).toBe(1));
    await flushPromises();
    expect(text()).toContain('dataset-not-found');
    button(/^Try again$/).click();
    await vi.waitFor(() => expect(tries).toBe(2));
  });
});

test('what it took and what it froze is told, in words and in the log', async () => {
  const { text } = await open(tuned());
  await vi.waitFor(() => expect(text()).toContain('1,290 parameters'));
  expect(text()).toContain('Goes on fromStarter model');
  expect(text()).toContain('FrozenFeatures');
  expect(text()).toContain('30% of MNIST');
});

describe('a warning', () => {
  const forgot: RunWarning = {
    ...{ code: 'forgetting', dataset: 'mnist', before: 0.996, after: 0.9 },
    interval95: [0.995, 0.997],
  };

  test('of forgetting is a notice, and leads to a fine-tune with more replay', async () => {
    const { text, button } = await open(tuned([forgot]));
    expect(text()).toContain('The model forgot some of what it could read');
    expect(text()).toContain('from 99.60% to 90.00%');
    button(/^Fine-tune again with 50% replay$/).click();
    await flushPromises();
    const draft = useTrainDraft();
    expect(draft.fields.replayPercent).toBe(50);
    expect(draft.tuning).toMatchObject({ model: 'starter', freeze: 'features', replay: ['mnist'] });
  });

  test('of classes that were never seen names them', async () => {
    const { text, button } = await open(tuned([{ code: 'classes-unseen', names: ['4', '8'] }]));
    expect(text()).toContain('Classes that it never saw');
    expect(text()).toContain('4, 8');
    button(/^Clone settings$/).click();
    await flushPromises();
    expect(useTrainDraft().tuning?.model).toBe('starter');
  });
});

describe('keep or discard', () => {
  test('kept, it reads the drawings from now on', async () => {
    const { text, button, settings } = await open(tuned());
    expect(text()).toContain('“Starter model” is unchanged');
    button(/^Keep$/).click();
    await vi.waitFor(() => expect(settings.drawModel).toBe('mine'));
    await flushPromises();
    expect(text()).toContain('This model reads your drawings');
    expect(text()).not.toContain('Discard');
  });

  test('discarded, it is deleted with undo, and nothing else is', async () => {
    const [deleted, restored]: string[][] = [[], []];
    const { text, button } = await open(tuned(), {
      'runs.delete': ({ id }) => (deleted!.push(id), null),
      'runs.restore': ({ id }) => (restored!.push(id), tuned()),
    });
    button(/^Discard$/).click();
    await vi.waitFor(() => expect(deleted).toEqual(['mine']));
    await vi.waitFor(() => expect(text()).toContain('“My digits” was deleted'));
    button(/^Undo$/).click();
    await vi.waitFor(() => expect(restored).toEqual(['mine']));
  });

  test('is not asked of a run with new weights', async () => {
    const { text } = await open({ ...tuned(), spec: someSpec('Plain') });
    expect(text()).not.toContain('Discard');
  });
});

test('the line of models leads back to any step', async () => {
  const { text, settings } = await open(tuned());
  const steps = [...document.querySelectorAll('ol .step')].map((step) => step.textContent?.trim() ?? '');
  expect(steps).toHaveLength(3);
  expect(steps[0]).toContain('Starter model');
  expect(steps[0]).toContain('reads your drawings');
  expect(steps[2]).toContain('Model mine-2');
  expect(text()).toContain('88.00% on MNIST');
  document.querySelector<HTMLElement>('[aria-label="Draw with “Model mine-2”"]')!.click();
  await vi.waitFor(() => expect(settings.drawModel).toBe('mine-2'));
});

describe('the line of a model', () => {
  const refs = (models: ModelInfo[], parent: string | null): (string | null)[] =>
    lineOf({ ref: 'b', name: 'B', parent: parent === null ? null : { ref: parent, name: 'P' } }, models).map(
      ({ ref }) => ref,
    );

  test('goes back to the first and on to the newest', () => {
    const models = [model('a', null, 1), model('b', 'a', 2), model('c', 'b', 3), model('d', 'b', 4)];
    expect(refs(models, 'a')).toEqual(['a', 'b', 'd']);
  });
  test('ends at a parent that is gone, by the name that is remembered', () => {
    const [step] = lineOf({ ref: 'b', name: 'B', parent: { ref: 'lost', name: 'Lost' } }, []);
    expect(step).toEqual({ ref: 'lost', name: 'Lost', model: null });
  });
  test('ends even where models are each other’s parents', () => {
    expect(refs([model('a', 'b', 1), model('b', 'a', 2)], 'a')).toEqual(['a', 'b']);
  });
});

describe('the words of a comparison', () => {
  test.each([
    ['better', 2, 30],
    ['worse', 30, 2],
    ['equal', 5, 6],
    ['same', 0, 0],
  ] as const)('%s', (verdict, onlyBefore, onlyAfter) => {
    const p = mcnemarExact({ onlyFirst: onlyBefore, onlySecond: onlyAfter });
    expect(verdictOf(comparison({ onlyBefore, onlyAfter, p }))).toBe(verdict);
  });

  test('leave right answers and unchanged mistakes out, the largest change first', () => {
    const before: TestResult['confusion'] = [
      [0, 0, 50],
      [0, 1, 4],
      [1, 0, 3],
      [2, 0, 7],
    ];
    const after: TestResult['confusion'] = [
      [0, 0, 90],
      [0, 1, 4],
      [1, 0, 9],
    ];
    expect(mistakeChanges(before, after)).toEqual([
      { truth: 2, read: 0, before: 7, after: 0 },
      { truth: 1, read: 0, before: 3, after: 9 },
    ]);
  });
});

describe('a reader of lines', () => {
  const task: Task = { inputShape: [32, 160, 1], classes: DIGITS.classes, reads: 'line' };
  const lines = (right: number, characterErrorRate: number) => ({ ...result(right, []), characterErrorRate });
  const ofLines = comparison({ before: lines(60, 0.12), after: lines(88, 0.034), changed: [] });
  const reader = (): Run => {
    const run = tuned(undefined, [ofLines]);
    const data = { datasets: ['hand-0123abcd' as const] };
    return { ...run, spec: { ...run.spec, task, data, from: { ...from, model: 'line-reader', replay: undefined } } };
  };
  const models = [
    { ...model('line-reader', null, 1), task },
    { ...model('mine', 'line-reader', 2), task },
  ];
  const learnt = [{ hand: 'hand-0123abcd', at: 5, heldOut: true }];
  const openReader = (handlers: Partial<Handlers<HostCalls>> = {}, batches: BatchInfo[] = []) =>
    open(reader(), {
      'models.list': () => models,
      'batches.list': () => ({ batches, unreadable: [] }),
      ...handlers,
    });

  test('tells its gain in lines and wrong signs, and nothing of kinds of mistakes', async () => {
    const { text } = await openReader();
    expect(text()).toContain('100 lines composed of test images');
    expect(text()).toContain('12.00% → 3.40%');
    expect(text()).not.toContain('Mistakes that changed most');
    expect(text()).not.toContain('Gain on the corrected fields');
  });

  test('says of lines, too, that none were set aside', async () => {
    const run = reader();
    const recipe = { ...run.spec.recipe, validation: { kind: 'none' as const } };
    const { text } = await open({ ...run, best: null, spec: { ...run.spec, recipe } }, { 'models.list': () => models });
    expect(text()).toContain('no validation lines');
  });

  test('names the signs that it reads wrongly, those first that are most often', async () => {
    const run = reader();
    const edits: TestResult['edits'] = [
      [7, 1, 5],
      [4, null, 2],
      [null, 0, 1],
    ];
    const tests = [{ ...lines(88, 0.034), edits }];
    await open({ ...run, result: { ...run.result!, tests } }, { 'models.list': () => models });
    const table = [...document.querySelectorAll('table')].find((one) =>
      one.caption?.textContent?.includes('Signs read'),
    )!;
    expect([...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent))).toEqual([
      ['7 read as 1', '5'],
      ['4 not read', '2'],
      ['0 read where nothing stands', '1'],
    ]);
  });

  test('is kept for the Read room, and not for drawings', async () => {
    const { button, settings, text } = await openReader();
    expect(text()).toContain('reads the lines of the Read room');
    button(/^Keep$/).click();
    await vi.waitFor(() => expect(settings.lineModel).toBe('mine'));
    expect(settings.drawModel).toBe('starter');
    await vi.waitFor(() => expect(text()).toContain('This model reads lines'));
  });

  test('that learnt corrections of a batch reads its checked fields beside its parent, those apart that it did not learn', async () => {
    const asked: CallInput<HostCalls, 'batches.gain'>[] = [];
    const { text } = await openReader(
      { 'batches.gain': (wish) => (asked.push(wish), { heldOut: someGain, learnt: null }) },
      [{ ...someBatch, learnt }],
    );
    await vi.waitFor(() => expect(text()).toContain('Pages that were not learnt from'));
    expect(asked).toEqual([{ id: someBatch.id, before: 'line-reader', after: 'mine' }]);
    for (const words of ['40 fields · 5 pages', '77.50%', '90.00%', '5.20% → 2.10%', 'p = 0.13'])
      expect(text()).toContain(words);
    expect(text()).not.toContain('Pages whose signs may have been learnt');
  });

  test('says that nothing was kept back, and why the two cannot be compared', async () => {
    let fails = true;
    const { text, button } = await openReader(
      {
        'batches.gain': () => {
          if (fails) throw new AppError('model-not-found', { folder: 'line-reader' });
          return { heldOut: null, learnt: someGain };
        },
      },
      [{ ...someBatch, learnt }],
    );
    await vi.waitFor(() => expect(text()).toContain('Try again'));
    fails = false;
    button(/^Try again$/).click();
    await vi.waitFor(() => expect(text()).toContain('promises nothing for other pages'));
  });

  test('that learnt corrections of the Read room reads those lines beside its parent', async () => {
    const asked: CallInput<HostCalls, 'readings.gain'>[] = [];
    const { text } = await openReader({
      'hands.list': () => [{ ...someHand, id: 'hand-0123abcd' }],
      'readings.gain': (wish) => (asked.push(wish), { heldOut: someGain, learnt: someGain }),
    });
    await vi.waitFor(() => expect(text()).toContain('Gain on the corrected lines'));
    expect(asked).toEqual([{ hands: ['hand-0123abcd'], before: 'line-reader', after: 'mine' }]);
    expect(text()).toContain('40 lines · 5 pages');
  });

  test('says nothing of a hand that no lines of the Read room came to', async () => {
    const asked: unknown[] = [];
    const { text } = await openReader({
      'hands.list': () => [{ ...someHand, id: 'hand-0123abcd' }],
      'readings.gain': (wish) => (asked.push(wish), { heldOut: null, learnt: null }),
    });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await flushPromises();
    expect(text()).not.toContain('Gain on');
  });

  test('is not measured on a batch all of whose signs it may have learnt', async () => {
    const { text } = await openReader({}, [{ ...someBatch, learnt: [{ ...learnt[0]!, heldOut: false }] }]);
    expect(text()).not.toContain('Gain on the corrected fields');
  });
});
