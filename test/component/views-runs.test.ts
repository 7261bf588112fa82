import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { settingsSchema } from '../../shared/contract/schemas/settings.ts';
import { summaryOf } from '../../shared/runs/summary.ts';
import { useSettings } from '../../renderer/stores/settings.ts';
import RunsView from '../../renderer/views/RunsView.vue';
import { createScriptedHost, someRun, someSpec } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

let close: () => void = () => undefined;
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(120);
});
afterEach(() => {
  close();
  vi.restoreAllMocks();
});

/** Forty finished runs, the newest one first in the list; the accuracies are in another order than the names. */
const runs = Array.from({ length: 40 }, (_, i) => {
  const accuracy = 0.9 + ((i * 7) % 40) / 1000;
  const spec = someSpec(`Run ${String(i).padStart(2, '0')}`);
  const optimizer = i % 2 === 0 ? spec.recipe.optimizer : { ...spec.recipe.optimizer, learningRate: 0.5 };
  return someRun(`run-${i}`, {
    spec: { ...spec, recipe: { ...spec.recipe, optimizer } },
    status: 'finished',
    epoch: 1,
    checkpointStep: 1,
    createdAt: 100_000 - i,
    endedAt: 200_000,
    result: {
      tests: [{ dataset: 'mnist', accuracy, loss: 0.1, n: 1000, interval95: [0.9, 0.99], confusion: [] }],
      weightsSha256: 'a'.repeat(64),
      imagesPerSecond: 1,
      seconds: 1,
    } as Run['result'],
  });
});
const accuracyOf = (name: string): number => runs.find(({ spec }) => spec.name === name)!.result!.tests[0]!.accuracy;

async function openRuns(query = '') {
  const settings = settingsSchema.parse({ version: 1 });
  const host = createScriptedHost({
    'runs.list': () => runs.map(summaryOf),
    'settings.get': () => settings,
    'settings.update': (patch) => ({ ...Object.assign(settings, patch) }),
  });
  const studio = await openStudio(host, RunsView, `/other/runs${query}`, '/runs');
  close = studio.close;
  return { ...studio, settings };
}

const grid = (): HTMLElement => document.querySelector('[role="grid"]')!;
const rows = (): HTMLElement[] =>
  [...grid().querySelectorAll<HTMLElement>('.body [role="row"]')].sort(
    (a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')),
  );
const names = (): string[] => rows().flatMap((row) => row.querySelector('.name')?.textContent ?? []);
const head = (label: string): HTMLElement =>
  [...grid().querySelectorAll<HTMLElement>('[role="columnheader"]')].find((one) => one.textContent!.includes(label))!;
const selected = (): string[] =>
  rows()
    .filter((row) => row.getAttribute('aria-selected') === 'true')
    .map((row) => row.querySelector('.name')!.textContent!);
async function click(element: Element, how: MouseEventInit = {}): Promise<void> {
  element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...how }));
  await flushPromises();
}
async function press(key: string, how: KeyboardEventInit = {}, on: Element = grid()): Promise<void> {
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...how }));
  await flushPromises();
}
async function type(text: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement>('[role="search"] input')!;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await flushPromises();
}

describe('the table of runs', () => {
  test('sorts by a column, turns round at the next click, and the address keeps it', async () => {
    const { router } = await openRuns();
    expect(names()[0]).toBe('Run 00');
    await click(head('Test accuracy').querySelector('button')!);
    expect(head('Test accuracy').getAttribute('aria-sort')).toBe('descending');
    const falling = names().map(accuracyOf);
    expect(falling).toEqual([...falling].sort((a, b) => b - a));
    expect(falling[0]).toBe(Math.max(...runs.map(({ spec }) => accuracyOf(spec.name))));
    await click(head('Test accuracy').querySelector('button')!);
    expect(names().map(accuracyOf)[0]).toBe(0.9);
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ sort: 'accuracy' }));
  });

  test('keeps the number of a study’s trial apart from its name, so that it stands where the name is cut', async () => {
    const names = ['A study of the best rate #13', 'No. #7 of mine'];
    const trials = names.map((name, i) => someRun(`trial-${i}`, { spec: someSpec(name), createdAt: 10 - i }));
    const host = createScriptedHost({ 'runs.list': () => trials.map(summaryOf) });
    close = (await openStudio(host, RunsView, '/other/runs', '/runs')).close;
    const parts = rows().map((row) => [...row.querySelectorAll('.name > span')].map((span) => span.textContent));
    expect(parts).toEqual([
      ['A study of the best rate', ' #13'],
      ['No. #7 of mine', ''],
    ]);
  });

  test('shows what a query asks for, takes a faulty one with a word, and follows an address', async () => {
    const { router, text } = await openRuns();
    await type('accuracy >= 93% -"Run 0"');
    expect(names().length).toBeGreaterThan(0);
    expect(names().every((name) => accuracyOf(name) >= 0.93 && !name.startsWith('Run 0'))).toBe(true);
    await vi.waitFor(() => expect(router.currentRoute.value.query['q']).toBe('accuracy >= 93% -"Run 0"'));
    await type('accuracy > much');
    expect(text()).toContain('“much” is not a number');
    await router.push('/other/runs?q=nothing-has-this');
    await flushPromises();
    expect(text()).toContain('nothing-has-this');
    expect(grid()).toBeNull();
  });

  test('makes groups, whose heads close and open by key and say mean and spread', async () => {
    await openRuns('?by=learning-rate');
    const first = (): HTMLElement => rows()[0]!;
    expect(first().textContent).toContain('20 runs');
    expect(first().textContent).toMatch(/mean 9\d\.\d\d% ± /);
    grid().focus();
    await press('ArrowLeft');
    expect(grid().getAttribute('aria-rowcount')).toBe('23');
    expect(rows()[1]!.textContent).toContain('20 runs');
    await press('Enter');
    expect(grid().getAttribute('aria-rowcount')).toBe('43');
    await press(' ');
    expect(document.querySelector('[role="toolbar"]')!.textContent).toContain('20 runs selected');
  });

  test('selects with Shift what stands between in the order that is shown', async () => {
    await openRuns('?sort=-accuracy');
    const shown = names();
    await click(rows()[1]!.querySelector('[role="checkbox"]')!);
    await click(rows()[4]!.querySelector('.name')!, { shiftKey: true });
    expect(selected()).toEqual(shown.slice(1, 5));
    await press('Escape');
    expect(selected()).toEqual([]);
  });

  test('is worked by keyboard: moves, selects on the way, selects all, opens', async () => {
    const { router } = await openRuns();
    grid().focus();
    await press('ArrowDown');
    await press('ArrowDown', { shiftKey: true });
    await press('ArrowDown', { shiftKey: true });
    expect(selected()).toEqual(['Run 01', 'Run 02', 'Run 03']);
    await press('a', { ctrlKey: true });
    expect(document.querySelector('[role="toolbar"]')!.textContent).toContain('40 runs selected');
    await press('End');
    expect(grid().getAttribute('aria-activedescendant')).toMatch(/run-39$/);
    expect(document.getElementById(grid().getAttribute('aria-activedescendant')!)).not.toBeNull();
    await press('Enter');
    await vi.waitFor(() => expect(router.currentRoute.value.params['id']).toBe('run-39'));
  });

  test('keeps a letter that opens a dialog out of the dialog’s field, and leaves other letters alone', async () => {
    await openRuns();
    grid().focus();
    await press('ArrowDown');
    const pressed = (key: string): KeyboardEvent => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      grid().dispatchEvent(event);
      return event;
    };
    expect(pressed('q').defaultPrevented).toBe(false);
    expect(pressed('e').defaultPrevented).toBe(true);
    await vi.waitFor(() => expect(document.querySelector('[role="dialog"]')).not.toBeNull());
  });

  test('asks a row’s menu for that row, also where its elements showed another one before', async () => {
    await openRuns();
    grid().focus();
    await press('End');
    await click(document.querySelector('[aria-label*="Run 39"].more')!);
    await vi.waitFor(() => expect(document.querySelector('[role="menu"]')).not.toBeNull());
    await press('Escape', {}, document.querySelector('[role="menu"]')!);
    await vi.waitFor(() => expect(document.querySelector('[role="menu"]')).toBeNull());
    expect(document.activeElement).toBe(grid());
    await press('Home');
    await click(document.querySelector('[aria-label*="Run 03"].more')!);
    await vi.waitFor(() => expect(document.querySelector('[role="menu"]')).not.toBeNull());
    await click([...document.querySelectorAll('[role="menuitem"]')].find((one) => /^Rename/.test(one.textContent!))!);
    await vi.waitFor(() =>
      expect(document.querySelector<HTMLInputElement>('[role="dialog"] input')?.value).toBe('Run 03'),
    );
  });

  test('makes a column wider by key and gives it back its own width by a double click', async () => {
    const { settings } = await openRuns();
    const width = (): number | null | undefined => settings.runColumns?.find(({ key }) => key === 'status')?.width;
    const button = head('Status').querySelector('button')!;
    await press('ArrowRight', { shiftKey: true }, button);
    expect(width()).toBe(136);
    await press('ArrowLeft', { shiftKey: true }, button);
    expect(width()).toBe(104);
    await press('ArrowRight', {}, button);
    expect(width()).toBe(104);
    head('Status')
      .querySelector('.edge')!
      .dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    await vi.waitFor(() => expect(width()).toBeNull());
    expect(useSettings().runColumns?.map(({ key }) => key)).toContain('created');
  });

  test('keeps a view by name, which leads back to its query and its columns', async () => {
    const { router, settings, button } = await openRuns('?q=rate%3D0.5');
    const columns = [
      { key: 'name', width: 240 },
      { key: 'seed', width: null },
    ];
    await useSettings().update({ runColumns: columns });
    expect(names()).not.toContain('Run 00');
    const openViews = async (): Promise<void> => {
      button(/^Views$/).dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }));
      await click(button(/^Views$/));
      await vi.waitFor(() => expect(item('Save this view…')).toBeDefined());
    };
    const item = (words: string) =>
      [...document.querySelectorAll('[role="menuitem"]')].find((one) => one.textContent!.includes(words))!;
    await openViews();
    await click(item('Save this view…'));
    const field = await vi.waitFor(() => document.querySelector<HTMLInputElement>('[role="dialog"] input')!);
    field.value = 'Steep';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
    field.closest('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(settings.runViews).toEqual([{ name: 'Steep', query: 'q=rate%3D0.5', columns }]));
    await useSettings().update({ runColumns: null });
    await router.push('/other/runs');
    await flushPromises();
    expect(names()).toContain('Run 00');
    await openViews();
    await click(item('Steep'));
    await vi.waitFor(() => expect(names()[0]).toBe('Run 01'));
    await vi.waitFor(() => expect(settings.runColumns).toEqual(columns));
  });
});
