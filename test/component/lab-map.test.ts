import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers, ParsedInput } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { EvaluationInfo } from '../../shared/contract/schemas/evaluation.ts';
import type { ImageMap } from '../../shared/contract/schemas/image-map.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import EvaluateView from '../../renderer/views/EvaluateView.vue';
import { useAnnouncer } from '../../renderer/ui/index.ts';
import { EVALUATIONS_CALLS, someEvaluation } from '../fixtures/lab-examples.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

let close: () => void = () => undefined;
afterEach(() => close());

const info: EvaluationInfo = { ...someEvaluation, task: DIGITS, count: 60_000 };
/** A 5 that is read as 3 in the middle, a 3 at its right, a 9 far below. */
const map: ImageMap = {
  wrong: 12,
  places: [11, 12, 13],
  x: [0.5, 0.6, 0.5],
  y: [0.5, 0.5, 1],
  labels: [5, 3, 9],
  predicted: [3, 3, 9],
};

async function openLab(changes: Partial<Handlers<HostCalls>> = {}) {
  const pages: ParsedInput<HostCalls, 'evaluations.images'>['filter'][] = [];
  const [, { scores }] = EVALUATIONS_CALLS['evaluations.get'];
  const classes = DIGITS.classes.map(() => scores.classes[0]!);
  const host = createScriptedHost({
    'evaluations.get': () => ({ info, scores: { ...scores, classes, similarity: [...classes.keys()] } }),
    'corrections.get': () => ({ dataset: info.dataset.id, train: none, test: none, content: '', undoable: 0 }),
    'evaluations.images': ({ filter }) => {
      pages.push(filter);
      return { total: 0, height: 28, width: 28, items: [], images: new Uint8Array() };
    },
    'evaluations.image': ({ place }) => ({
      ...EVALUATIONS_CALLS['evaluations.image'][1],
      ...{ place, label: 5, given: 5, predicted: 3, image: new Uint8Array(784) },
    }),
    'evaluations.explain': () => [],
    'evaluations.neighbours': () => ({ items: [], images: new Uint8Array() }),
    'evaluations.others': () => [],
    'evaluations.map': () => map,
    ...changes,
  });
  const studio = await openStudio(host, EvaluateView, `/evaluate/${info.id}`, '/evaluate/:id');
  close = studio.close;
  return { host, pages, ...studio };
}
const none = { relabelled: [], leftOut: [] };

const canvas = (): HTMLCanvasElement => document.querySelector('canvas[role="application"]')!;
const press = async (key: string, changes: KeyboardEventInit = {}): Promise<KeyboardEvent> => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...changes });
  canvas().dispatchEvent(event);
  await flushPromises();
  return event;
};
const labelled = (name: string): HTMLButtonElement =>
  document.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`)!;
const said = (): string => useAnnouncer().said.polite?.text ?? '';

describe('the map of the images', () => {
  test('that was made before is there at once, and says in words what is seen', async () => {
    const { text } = await openLab();
    await vi.waitFor(() => expect(canvas()).not.toBeNull());
    expect(text()).toContain('3 of 60,000 images, 1 of 12 wrong ones');
    expect(text()).toContain('the others are drawn at random, of each class the same share');
    const words = document.getElementById(canvas().getAttribute('aria-describedby')!)?.textContent;
    expect(words).toContain('The closest classes are 3 and 5.');
    expect(words).toContain('Arrow keys');
  });

  test('is made when it is asked for, with progress and cancel', async () => {
    let finish: (map: ImageMap) => void = () => undefined;
    const aborted = vi.fn();
    const asked = vi.fn();
    const { host, button } = await openLab({
      'evaluations.map': ({ make, ticket }, { signal }) => {
        if (!make) return null;
        asked(ticket);
        signal.addEventListener('abort', aborted);
        return new Promise((resolve) => (finish = resolve));
      },
    });
    await vi.waitFor(() => button(/Draw the map/).click());
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1));
    host.emit('evaluation.progress', { ticket: asked.mock.calls[0]![0] as string, done: 1, total: 4 });
    const bar = (): Element => document.querySelector('[role="progressbar"][aria-label="Map of the images"]')!;
    await vi.waitFor(() => expect(bar().getAttribute('aria-valuenow')).toBe('25'));
    button(/Cancel/).click();
    await vi.waitFor(() => expect(aborted).toHaveBeenCalled());
    await vi.waitFor(() => button(/Draw the map/).click());
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
    finish(map);
    await vi.waitFor(() => expect(canvas()).not.toBeNull());
  });

  test('says why it cannot be made, and may be asked for again', async () => {
    const { button, text } = await openLab({
      'evaluations.map': ({ make }) => {
        if (make) throw new AppError('worker-crashed');
        return null;
      },
    });
    await vi.waitFor(() => button(/Draw the map/).click());
    await vi.waitFor(() => expect(text()).toContain('The calculation ended early'));
    expect(button(/Draw the map/)).toBeDefined();
  });

  test('is walked by arrow keys, and Enter opens an image', async () => {
    const { text } = await openLab();
    await vi.waitFor(() => expect(canvas()).not.toBeNull());
    await press('ArrowRight');
    expect(said()).toBe('Image 11: 5, read as 3');
    await press('ArrowRight');
    expect(said()).toBe('Image 12: 3, read as 3');
    await press('ArrowRight');
    expect(said()).toBe('Image 12: 3, read as 3');
    await press('ArrowLeft');
    await press('ArrowDown');
    expect(said()).toBe('Image 13: 9, read as 9');
    await press('Enter');
    await vi.waitFor(() => expect(text()).toContain('Image 13'));
    const other = await press('q');
    expect(other.defaultPrevented).toBe(false);
  });

  test('chooses images, whose list follows; Escape leaves them, and undo brings them back', async () => {
    const { pages, text, button } = await openLab();
    await vi.waitFor(() => expect(canvas()).not.toBeNull());
    await press('ArrowRight');
    for (let i = 0; i < 8; i++) await press('+');
    labelled('Choose the images in view').click();
    await vi.waitFor(() => expect(pages.at(-1)).toEqual({ places: [11] }));
    expect(text()).toContain('Chosen on the map');
    expect(text()).toContain('1 image chosen');
    await press('Home');
    labelled('Choose the images in view').click();
    await vi.waitFor(() => expect(pages.at(-1)).toEqual({ places: [11, 12, 13] }));
    await press('Escape');
    await vi.waitFor(() => expect(pages.at(-1)).toEqual({ verdict: 'wrong' }));
    const undo = await press('z', { ctrlKey: true });
    expect(undo.defaultPrevented).toBe(true);
    await vi.waitFor(() => expect(pages.at(-1)).toEqual({ places: [11, 12, 13] }));
    button(/Previous choice/).click();
    await vi.waitFor(() => expect(pages.at(-1)).toEqual({ places: [11] }));
    button(/Previous choice/).click();
    await vi.waitFor(() => expect(pages.at(-1)).toEqual({ verdict: 'wrong' }));
    // Nothing more to take back here: the key is the page's again.
    expect((await press('z', { ctrlKey: true })).defaultPrevented).toBe(false);
  });

  test('leaves out the classes that its legend has off', async () => {
    const { pages } = await openLab();
    await vi.waitFor(() => expect(canvas()).not.toBeNull());
    const own = [...document.querySelectorAll<HTMLButtonElement>('[aria-label="Classes on the map"] button')];
    expect(own).toHaveLength(10);
    own[3]!.click();
    await flushPromises();
    expect(own[3]!.getAttribute('aria-pressed')).toBe('false');
    labelled('Choose the images in view').click();
    await vi.waitFor(() => expect(pages.at(-1)).toEqual({ places: [11, 13] }));
    await press('ArrowRight');
    await press('ArrowRight');
    expect(said()).toBe('Image 11: 5, read as 3');
  });
});
