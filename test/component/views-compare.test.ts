import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers, ParsedInput } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { Compared, EvaluationInfo } from '../../shared/contract/schemas/evaluation.ts';
import type { Run } from '../../shared/contract/schemas/run.ts';
import type { Option } from '../../renderer/ui/option.ts';
import CompareView from '../../renderer/views/CompareView.vue';
import { comparedLogs, comparedRun, comparedSeed, evaluationOf, someTest } from '../fixtures/compared-runs.ts';
import { createScriptedHost, someSpec } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

let close: () => void = () => undefined;
afterEach(() => close());

const fast = { ...someSpec('Fast'), recipe: { ...someSpec().recipe, batchSize: 512 } };
const slow = comparedRun('run-slow', 98, { spec: someSpec('Slow') });
const quick = comparedRun('run-quick', 94, { spec: fast });
const RUNS = [slow, quick, comparedSeed(0, 95), comparedSeed(1, 97), comparedSeed(2, 96)];

/** What the host answers of evaluations of these runs: all of the first's mistakes are of its own. */
const compared = (ids: readonly string[]): Compared => ({
  n: 100,
  items: ids.map((id, i) => ({
    id,
    right: 98,
    accuracy: 0.98,
    interval95: [0.93, 0.99],
    classes: [],
    onlyWrong: { count: i === 0 ? 30 : 0, places: i === 0 ? [3, 7] : [] },
  })),
  pairs: ids.flatMap((_, first) =>
    ids.slice(first + 1).map((__, k) => {
      const counts = { bothRight: 90, onlyFirst: 1, onlySecond: 9, bothWrong: 0 };
      return { first, second: first + 1 + k, ...counts, p: 0.0215, adjusted: 0.0215 };
    }),
  ),
});

async function open(query: string, handlers: Partial<Handlers<HostCalls>> = {}, runs: readonly Run[] = RUNS) {
  const host = createScriptedHost({
    'runs.list': () => [...runs],
    'runs.get': ({ id }) => {
      const run = runs.find((one) => one.id === id);
      if (!run) throw new AppError('run-not-found', { id });
      return { run, logs: comparedLogs(run), torn: 0 };
    },
    'evaluations.compareAll': ({ ids }) => compared(ids),
    'evaluations.images': ({ filter }) => ({
      total: 2,
      height: 2,
      width: 2,
      items: filter.places!.map((place) => {
        const share = { confidence: 0.5, loss: 1, doubt: 0.5, known: null };
        return { place, label: 4, given: 4, predicted: 9, ...share };
      }),
      images: new Uint8Array(8),
    }),
    ...handlers,
  });
  const studio = await openStudio(host, CompareView, `/compare-here${query}`, '/compare-here');
  close = studio.close;
  await flushPromises();
  const row = (name: string): HTMLElement => {
    const found = [...document.querySelectorAll<HTMLElement>('tbody tr')].find((one) =>
      one.querySelector('.name')?.textContent?.includes(name),
    );
    if (!found) throw new Error(`no row ${name}`);
    return found;
  };
  const query_ = () => studio.router.currentRoute.value.query;
  const key = async (target: Element | Window, init: KeyboardEventInit): Promise<void> => {
    target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
    await flushPromises();
  };
  return { ...studio, host, row, query: query_, key, names: () => namesOf() };
}
const namesOf = (): string[] =>
  [...document.querySelectorAll('tbody .name')].map((one) => one.textContent?.trim() ?? '');

describe('two runs beside each other', () => {
  test('show their tests with intervals, which weights, what differs, and nothing that is alike', async () => {
    const { row, text } = await open('?runs=run-slow,run-quick');
    expect(row('Slow').textContent).toMatch(/98\.00%\s*96\.00% to 99\.00%\s*Wilson, 100 images/);
    expect(row('Slow').textContent).toContain('weights of the last epoch');
    // Wilson, 98 of 100 validation images.
    expect(row('Slow').textContent).toMatch(/98\.00%\s*93\.00% to 99\.45%/);
    expect(text()).toContain('MNIST, the same 100 test images');
    const differences = [...document.querySelectorAll('section')].find((one) =>
      one.textContent?.includes('What differs'),
    )!;
    expect(differences.textContent).toMatch(/Batch size.*512/);
    expect(differences.textContent).not.toContain('Epochs');
    expect(differences.textContent).toMatch(/\d+ settings are alike/);
    expect(text()).toMatch(/By class.*4Slow: 80\.0% .*Fast: 40\.0%/);
  });

  test('say that a run was deleted, and leave it out of the address', async () => {
    const { text, button, query } = await open('?runs=run-slow,was-deleted,run-quick');
    expect(text()).toContain('1 run of this address was deleted');
    button(/^Leave out$/).click();
    await flushPromises();
    expect(query()['runs']).toBe('run-slow,run-quick~3');
    expect(text()).not.toContain('was deleted');
  });

  test('go when they are deleted meanwhile, and come back', async () => {
    const { host, text, names } = await open('?runs=run-slow,run-quick');
    host.emit('run.removed', { id: quick.id });
    await flushPromises();
    expect(names()).toEqual(['Slow']);
    expect(text()).toContain('it takes two to compare');
    host.emit('run.changed', quick);
    await flushPromises();
    expect(names()).toEqual(['Slow', 'Fast']);
  });

  test('are brought forward, moved and left out by keyboard, and keep their colours', async () => {
    const { row, key, query, names } = await open('?runs=run-slow,run-quick');
    const name = (of: string): HTMLElement => row(of).querySelector('.name')!;
    name('Fast').click();
    await flushPromises();
    expect(query()['front']).toBe('run-quick');
    expect(name('Fast').getAttribute('aria-pressed')).toBe('true');
    await key(name('Slow'), { key: 'ArrowDown', altKey: true });
    expect([names(), query()['runs']]).toEqual([['Fast', 'Slow'], 'run-quick~2,run-slow']);
    expect(row('Slow').querySelector('.swatch')!.classList).toContain('s1');
    expect(document.activeElement).toBe(name('Slow'));
    await key(name('Fast'), { key: 'Delete' });
    expect([names(), query()['runs']]).toEqual([['Slow'], 'run-slow']);
    expect(document.activeElement).toBe(name('Slow'));
  });

  test('keep in the address how they are looked at', async () => {
    const { query, button } = await open('?runs=run-slow,run-quick&metric=train-loss&x=time&cost=seconds');
    expect(document.querySelector('figure [aria-label^="Training loss"]')).not.toBeNull();
    expect(button(/^time$/).getAttribute('aria-checked')).toBe('true');
    button(/^share$/).click();
    await flushPromises();
    expect(query()).toMatchObject({ x: 'share', metric: 'train-loss', cost: 'seconds' });
    button(/^epoch$/).click();
    await flushPromises();
    expect(query()['x']).toBeUndefined();
  });
});

describe('a group of seeds', () => {
  test('is one line, with the interval of its runs, until it is taken apart', async () => {
    const { row, text, button, names } = await open('?runs=three-seeds,run-slow');
    expect(names()).toEqual(['Three, 3 seeds', 'Slow']);
    // Student's t of 0.95, 0.96 and 0.97: 4.30265 x 0.01 / sqrt(3) on either side.
    expect(row('Three').textContent).toMatch(/96\.00%\s*93\.52% to 98\.48%\s*Student’s t over 3 runs/);
    expect(text()).toContain('bands: all seeds, from the lowest to the highest');
    expect(text()).toContain('The test compares single models');
    button(/^Each seed as a line$/).click();
    await flushPromises();
    expect(names()).toEqual(['Three 1/3', 'Three 2/3', 'Three 3/3', 'Slow']);
  });
});

describe('groups of seeds', () => {
  const others = [91, 92, 90].map((right, i) => {
    const seed = comparedSeed(i, right);
    return { ...seed, id: `other-${i}`, spec: { ...seed.spec, group: { ...seed.spec.group!, id: 'other-seeds' } } };
  });

  test('are told apart by Welch’s test with its interval', async () => {
    const { text } = await open('?runs=three-seeds,other-seeds', {}, [...RUNS, ...others]);
    expect(text()).toContain('Do the groups differ?');
    // Means 0.96 and 0.91, both deviations 0.01: t = 6.124 with 4 degrees of freedom, 2.7764 x 0.008165 on either side.
    expect(text()).toContain('+5.00 points (+2.73 to +7.27)');
    expect(text()).toMatch(/yes, p = 0\.0036/);
  });

  test('are not tested against a single run, which is said by name', async () => {
    const { text } = await open('?runs=three-seeds,run-slow');
    expect(text()).toContain('Slow has fewer than two runs with a test on these images');
    expect(text()).not.toContain('points (');
  });

  test('are no subject where no line is one', async () => {
    const { text } = await open('?runs=run-slow,run-quick');
    expect(text()).not.toContain('Do the groups differ?');
  });
});

describe('whether models really differ', () => {
  test('is told of kept evaluations, pair by pair, and what one alone gets wrong opens in the lab', async () => {
    const asked: string[][] = [];
    const { text } = await open('?runs=run-slow,run-quick', {
      'evaluations.list': () => [evaluationOf(slow), evaluationOf(quick)],
      'evaluations.compareAll': ({ ids }) => (asked.push(ids), compared(ids)),
    });
    expect(asked.at(-1)).toEqual([evaluationOf(slow).id, evaluationOf(quick).id]);
    expect(text()).toContain('Slow – Fastyes, p = 0.022−8.00 points (−15.41 to −2.26)');
    expect(text()).toContain('Images that only Slow has right: 1; only Fast: 9.');
    const image = document.querySelector<HTMLAnchorElement>('a[aria-label="4, read as 9: open in the lab"]')!;
    expect(image.getAttribute('href')).toContain(`/evaluate/${evaluationOf(slow).id}?place=3`);
    expect(text()).toContain('28 more in the lab');
  });

  test('is never told of weights that a run had before more epochs, nor of classes with other names', async () => {
    const trainedOn = { ...slow, result: { ...slow.result!, weightsSha256: 'f'.repeat(64) } };
    const named = { ...evaluationOf(quick), task: { ...quick.spec.task, classes: [...'零一二三四五六七八九'] } };
    const { text } = await open('?runs=run-slow,run-quick', { 'evaluations.list': () => [evaluationOf(slow), named] }, [
      trainedOn,
      quick,
    ]);
    expect(text()).toContain('2 runs have not been evaluated image by image yet.');
    expect(text()).not.toContain('Slow – Fast');
  });

  test('of a hand is of the state that both runs were started with: what was read of another one is not paired', async () => {
    const [id, state] = ['hand-0123abcd' as const, '0123456789abcdef'];
    const onHand = (run: Run): Run => ({
      ...run,
      spec: { ...run.spec, data: { datasets: [id], states: { [id]: state } } },
      result: { ...run.result!, tests: [{ ...run.result!.tests[0]!, dataset: id }] },
    });
    const read = (run: Run, of: string | undefined): EvaluationInfo => ({
      ...evaluationOf(run),
      ...{ dataset: { id, name: 'Mine' }, state: of },
    });
    const started: ParsedInput<HostCalls, 'evaluations.start'>[] = [];
    const { text, button } = await open(
      '?runs=run-slow,run-quick',
      {
        'evaluations.list': () => [read(slow, state), read(quick, 'fedcba9876543210'), read(quick, undefined)],
        'evaluations.start': (request) => (started.push(request), read(quick, state)),
      },
      [onHand(slow), onHand(quick)],
    );
    expect(text()).toContain('1 run has not been evaluated image by image yet.');
    button(/^Evaluate 1 run$/).click();
    await flushPromises();
    expect(started).toMatchObject([{ model: 'run-quick', dataset: id, part: 'test', state }]);
  });

  test('takes an evaluation of each run: those that are missing are made one by one, and can be cancelled', async () => {
    const started: ParsedInput<HostCalls, 'evaluations.start'>[] = [];
    let finish: (info: EvaluationInfo) => void = () => undefined;
    const { text, button, host } = await open('?runs=run-slow,run-quick', {
      'evaluations.start': (request) => {
        started.push(request);
        return new Promise<EvaluationInfo>((resolve) => (finish = resolve));
      },
    });
    expect(text()).toContain('2 runs have not been evaluated image by image yet.');
    button(/^Evaluate 2 runs$/).click();
    await flushPromises();
    expect(started).toMatchObject([{ model: 'run-slow', dataset: 'mnist', part: 'test' }]);
    expect(text()).toContain('1 of 2: Slow');
    host.emit('evaluation.progress', { ticket: started[0]!.ticket, done: 25, total: 100 });
    await flushPromises();
    expect(document.querySelector('[role=progressbar]')!.getAttribute('aria-valuenow')).toBe('25');
    finish(evaluationOf(slow));
    await vi.waitFor(() => expect(text()).toContain('2 of 2: Fast'));
    button(/^Cancel$/).click();
    await flushPromises();
    expect(text()).toContain('1 run has not been evaluated image by image yet.');
  });

  test('cannot be told of different images, which is said plainly', async () => {
    const result = { ...quick.result!, tests: [someTest(94, { dataset: 'synthetic' })] };
    const { row, text } = await open('?runs=run-slow,run-other', {}, [slow, { ...quick, id: 'run-other', result }]);
    expect(text()).toContain('Not all of these runs were tested on the same images.');
    expect(text()).toContain('no pair can be tested');
    expect(row('Fast').textContent).toContain('94.00% on Synthetic digits, 100 images');
  });

  test('is of the chosen one of several sets of the same data, whose classes have other names', async () => {
    const named = { ...someSpec('Named'), task: { ...someSpec().task, classes: [...'零一二三四五六七八九'] } };
    const other = comparedRun('run-named', 91, { spec: named });
    const { row, query, wrapper } = await open('?runs=run-slow,run-quick,run-named', {}, [slow, quick, other]);
    const accuracies = (): (string | undefined)[] =>
      ['Slow', 'Named'].map((name) => row(name).querySelector('.accuracy')?.textContent?.trim());
    expect(accuracies()).toEqual(['98.00%', '–']);
    const select = wrapper.findAllComponents({ name: 'UiSelect' }).find((one) => one.props('label') === 'Tested on')!;
    const options = select.props('options') as readonly Option<string>[];
    expect(options.map(({ note }) => note)).toEqual(['100 · 0 1 2 3 …', '100 · 零 一 二 三 …']);
    select.vm.$emit('update:modelValue', options[1]!.value);
    await flushPromises();
    expect(accuracies()).toEqual(['–', '91.00%']);
    expect(query()['data']).toMatch(/^mnist~[0-9a-z]+$/);
  });

  test('says why it failed', async () => {
    const { text } = await open('?runs=run-slow,run-quick', {
      'evaluations.list': () => [evaluationOf(slow), evaluationOf(quick)],
      'evaluations.compareAll': () => {
        throw new AppError('evaluation-stale', { data: 'MNIST' });
      },
    });
    expect(text()).toContain('The data set has changed since this evaluation');
  });
});

describe('adding a run', () => {
  test('takes the key A, some words and Enter', async () => {
    const { key, query, text } = await open('?runs=run-slow');
    expect(text()).toContain('it takes two to compare');
    await key(window, { key: 'a' });
    const input = document.querySelector<HTMLInputElement>('input[role=combobox]')!;
    expect(document.activeElement).toBe(input);
    const options = (): string[] =>
      [...document.querySelectorAll('[role=option] .name')].map((one) => one.textContent!);
    expect(options()).toEqual(['Three, 3 seeds', 'Fast']);
    input.value = 'fas';
    input.dispatchEvent(new Event('input'));
    await flushPromises();
    expect(options()).toEqual(['Fast']);
    await key(input, { key: 'Enter' });
    expect(query()['runs']).toBe('run-slow,run-quick');
    expect(document.querySelector('[role=dialog]')).toBeNull();
  });

  test('is offered where there is none yet', async () => {
    const { text, button } = await open('');
    expect(text()).toContain('Choose runs to compare');
    button(/^Add run/).click();
    await flushPromises();
    expect(document.querySelectorAll('[role=option]')).toHaveLength(3);
  });
});
