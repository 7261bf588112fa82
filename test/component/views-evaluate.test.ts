import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallOutput, Handlers, ParsedInput } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { Corrections } from '../../shared/contract/schemas/corrections.ts';
import type { EvaluatedImage } from '../../shared/contract/schemas/evaluated-image.ts';
import type { EvaluationInfo, Scores } from '../../shared/contract/schemas/evaluation.ts';
import type { RobustnessCurve } from '../../shared/contract/schemas/robustness.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { ModelInfo } from '../../shared/contract/schemas/predict.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { t } from '../../renderer/i18n/index.ts';
import { type MenuItem, useToasts } from '../../renderer/ui/index.ts';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import EvaluationsView from '../../renderer/views/EvaluationsView.vue';
import EvaluateView from '../../renderer/views/EvaluateView.vue';
import { CALLS } from '../fixtures/call-examples.ts';
import { EVALUATIONS_CALLS, someEvaluation } from '../fixtures/lab-examples.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

let close: () => void = () => undefined;
afterEach(() => {
  close();
  // What one test was told is not on the next one's page.
  for (const { id } of [...useToasts().list]) useToasts().dismiss(id);
});

const info: EvaluationInfo = { ...someEvaluation, count: 100 };
const none: Corrections = {
  dataset: 'mnist',
  train: { relabelled: [], leftOut: [] },
  test: { relabelled: [], leftOut: [] },
  content: 'b'.repeat(64),
  undoable: 0,
};
const hash = 'c'.repeat(64);
const content = none.content;

const STARTER: ModelInfo = {
  ref: 'starter',
  name: 'Starter',
  task: DIGITS,
  framing: 'centred',
  parameters: 75_034,
  createdAt: 1,
  test: null,
  parent: null,
};
const MNIST: DatasetInfo = {
  id: 'mnist',
  name: 'mnist',
  kind: 'mnist',
  status: { state: 'ready' },
  trainCount: 60_000,
  testCount: 10_000,
  task: DIGITS,
  framing: 'centred',
  origin: null,
};

/** Of 100 images 90 are right; twenty 5s, ten of them read as 3, and no 9 at all. */
const scores = (): Scores => {
  const [, { scores: some }] = EVALUATIONS_CALLS['evaluations.get'];
  const support = [10, 10, 10, 10, 10, 20, 10, 10, 10, 0];
  return {
    ...some,
    n: 100,
    right: 90,
    accuracy: 0.9,
    interval95: [0.826, 0.945],
    classes: support.map((n, place) => {
      const right = place === 5 ? 10 : n;
      const share = n === 0 ? null : right / n;
      return {
        support: n,
        predicted: right,
        right,
        precision: share,
        precision95: null,
        recall: share,
        recall95: null,
        f1: share,
      };
    }),
    confusion: [
      ...support.flatMap((n, place) =>
        n > 0 ? [[place, place, place === 5 ? 10 : n] as [number, number, number]] : [],
      ),
      [5, 3, 10],
    ],
    similarity: [3, 5, 0, 1, 2, 4, 6, 7, 8, 9],
  };
};
const image = (place: number): EvaluatedImage => ({
  place,
  label: 5,
  given: 5,
  predicted: 3,
  confidence: 0.98,
  loss: 3.9,
  doubt: 0.1,
  known: 0.99,
});

async function openLab(changes: Partial<Handlers<HostCalls>> = {}) {
  const pages: ParsedInput<HostCalls, 'evaluations.images'>[] = [];
  const host = createScriptedHost({
    'evaluations.list': () => [info],
    'evaluations.get': () => ({ info, scores: scores() }),
    'corrections.get': () => none,
    'evaluations.images': (wanted) => {
      pages.push(wanted);
      const items = Array.from({ length: Math.min(10, wanted.count) }, (_, i) => image(i));
      return { total: 10, height: 28, width: 28, items, images: new Uint8Array(items.length * 784) };
    },
    'evaluations.image': ({ place }) => ({
      ...image(place),
      height: 28,
      width: 28,
      image: new Uint8Array(784),
      own: { hash, given: 5, label: 5, classes: DIGITS.classes.map((name, counts) => ({ name, counts })) },
      probabilities: DIGITS.classes.map((_, i) => (i === 3 ? 0.98 : 0.02 / 9)),
    }),
    'evaluations.explain': () =>
      EVALUATIONS_CALLS['evaluations.explain'][1].map((map) => ({ ...map, values: new Uint8Array(4 * 14 * 14) })),
    'evaluations.neighbours': () => EVALUATIONS_CALLS['evaluations.neighbours'][1],
    'evaluations.others': () => [],
    'evaluations.map': () => null,
    'evaluations.keptRobustness': () => ({ curves: [], current: true }),
    ...changes,
  });
  const studio = await openStudio(host, EvaluateView, `/evaluate/${info.id}`, '/evaluate/:id');
  close = studio.close;
  return { host, pages, ...studio };
}

const grid = (): HTMLElement => document.querySelector('[role="grid"]')!;
const stamps = (): HTMLElement => document.querySelector('[role="listbox"]')!;
const press = async (on: Element | Window, key: string): Promise<void> => {
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await flushPromises();
};

describe('the evaluation lab', () => {
  test('says how good the model is, with its interval, and a dash for a class without images', async () => {
    const { text } = await openLab();
    await vi.waitFor(() => expect(text()).toContain('90.00%'));
    expect(text()).toContain('82.60% to 94.50%');
    expect(text()).toContain('10 wrong');
    expect(text()).not.toContain('NaN');
  });

  test('says where the ink of its images is framed otherwise than the model reads it', async () => {
    const framing = { model: 'centred', data: 'as-written' } as const;
    const { text } = await openLab({ 'evaluations.get': () => ({ info: { ...info, framing }, scores: scores() }) });
    await vi.waitFor(() => expect(text()).toContain('the model reads ink that is centred'));
    close();
    const alike = await openLab();
    await vi.waitFor(() => expect(alike.text()).toContain('90.00'));
    expect(alike.text()).not.toContain('the model reads ink');
  });

  test('begins with all mistakes, the most confident first', async () => {
    const { pages } = await openLab();
    await vi.waitFor(() => expect(pages.at(-1)).toMatchObject({ filter: { verdict: 'wrong' }, sort: 'confidence' }));
  });

  test('opens the images of a cell that is chosen by keyboard', async () => {
    const { pages, text } = await openLab();
    await vi.waitFor(() => expect(grid()).not.toBeNull());
    for (const key of [
      'ArrowDown',
      'ArrowDown',
      'ArrowDown',
      'ArrowDown',
      'ArrowDown',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'Enter',
    ])
      await press(grid(), key);
    await vi.waitFor(() => expect(pages.at(-1)).toMatchObject({ filter: { truth: 5, predicted: 3 } }));
    expect(text()).toContain('5 read as 3');
  });

  test('shows the image of a cell that a key chose before it came, also after a selection without images', async () => {
    let come: () => void = () => undefined;
    const { text } = await openLab({
      'evaluations.images': async ({ filter }) => {
        const size = { height: 28, width: 28 };
        if (filter.truth === undefined) return { total: 0, ...size, items: [], images: new Uint8Array(0) };
        await new Promise<void>((resolve) => (come = resolve));
        return { total: 1, ...size, items: [image(1)], images: new Uint8Array(784) };
      },
    });
    await vi.waitFor(() => expect(text()).toContain('There are none.'));
    await press(grid(), 'Enter');
    await press(stamps(), 'ArrowRight');
    come();
    await vi.waitFor(() => expect(text()).toContain('true class 5, read as 3'));
  });

  test('goes by Enter from a cell to its images, and by Escape back to the cell; the space bar chooses and stays', async () => {
    const { pages, text } = await openLab();
    await vi.waitFor(() => expect(grid()).not.toBeNull());
    const focused = (): Element => document.activeElement!;
    grid().querySelector<HTMLElement>('td[tabindex="0"]')!.focus();
    for (let row = 0; row < 5; row++) await press(focused(), 'ArrowDown');
    for (let column = 0; column < 3; column++) await press(focused(), 'ArrowRight');
    const cell = focused();
    expect(cell.getAttribute('aria-label')).toContain('5 read as 3');
    await press(cell, ' ');
    await vi.waitFor(() => expect(pages.at(-1)!.filter).toEqual({ truth: 5, predicted: 3 }));
    expect(focused()).toBe(cell);
    await press(cell, 'Enter');
    await vi.waitFor(() => expect(focused()).toBe(stamps()));
    await vi.waitFor(() => expect(text()).toContain('true class 5, read as 3'));
    await press(stamps(), 'ArrowRight');
    await press(stamps(), 'Escape');
    expect(focused()).toBe(cell);
  });

  test('leads to the other parts of the data set: to what the same model made of them, or to where that begins', async () => {
    const ref = 'tutorial-20261125-184235-391';
    const ofRun: EvaluationInfo = { ...info, model: { ...info.model, ref } };
    const other = (n: number, changes: Partial<EvaluationInfo>): EvaluationInfo => ({
      ...ofRun,
      id: `eval-${String(n).repeat(32)}`,
      ...changes,
    });
    const { wrapper, router } = await openLab({
      'evaluations.get': ({ id }) => ({ info: { ...ofRun, id }, scores: scores() }),
      'evaluations.list': () => [
        ofRun,
        other(1, { part: 'train' }),
        // Of other weights, other data, and some of the classes only.
        other(2, { part: 'validation', model: { ...ofRun.model, weightsSha256: 'f'.repeat(64) } }),
        other(3, { part: 'validation', dataset: { id: 'set-0123abcd', name: 'Other' } }),
        other(4, { part: 'validation', only: ['3'] }),
      ],
    });
    const entries = (): MenuItem[] =>
      wrapper.findComponent({ name: 'PartMenu' }).findComponent({ name: 'UiMenu' }).props('items') as MenuItem[];
    await vi.waitFor(() => expect(wrapper.findComponent({ name: 'PartMenu' }).exists()).toBe(true));
    expect(entries().map(({ label }) => label)).toEqual(['Evaluate the validation images…', 'Training']);
    entries()[1]!.select();
    await vi.waitFor(() => expect(router.currentRoute.value.params.id).toBe(`eval-${'1'.repeat(32)}`));
    await router.back();
    await vi.waitFor(() => expect(entries()).toHaveLength(2));
    entries()[0]!.select();
    await vi.waitFor(() =>
      expect(router.currentRoute.value.query).toEqual({ model: ref, data: 'mnist', part: 'validation' }),
    );
  });

  test('leads to no validation part of a model that no run has trained, and begins nothing with a folder’s model', async () => {
    const menu = async (of: EvaluationInfo): Promise<string[]> => {
      const { wrapper, text } = await openLab({ 'evaluations.get': () => ({ info: of, scores: scores() }) });
      await vi.waitFor(() => expect(text()).toContain('90.00%'));
      const items = wrapper.findComponent({ name: 'PartMenu' }).findComponent({ name: 'UiMenu' });
      const labels = items.exists() ? (items.props('items') as MenuItem[]).map(({ label }) => label) : [];
      close();
      return labels;
    };
    expect(await menu(info)).toEqual(['Evaluate the training images…']);
    expect(await menu({ ...info, model: { ...info.model, ref: null } })).toEqual([]);
  });

  test('shows all images of a class, or of them the wrong, the right and so on', async () => {
    const { pages, text, wrapper } = await openLab();
    const select = () =>
      wrapper.findAllComponents({ name: 'UiSelect' }).find((one) => one.props('label') === 'Images shown');
    const choose = async (value: string): Promise<void> => {
      select()!.vm.$emit('update:modelValue', value);
      await flushPromises();
    };
    await vi.waitFor(() => expect(text()).toContain('Classes'));
    const table = wrapper.findAllComponents({ name: 'UiDataTable' }).find((one) => one.props('label') === 'Classes')!;
    table.vm.$emit('open', { place: 5 });
    await vi.waitFor(() => expect(pages.at(-1)!.filter).toEqual({ truth: 5 }));
    expect(text()).toContain('Images of 5');
    await choose('wrong');
    expect(pages.at(-1)!.filter).toEqual({ truth: 5, verdict: 'wrong' });
    expect(text()).toContain('Images of 5');
    await choose('corrected');
    expect(pages.at(-1)!.filter).toEqual({ truth: 5, corrected: 'either' });
    // A cell is of images that were all read the same way.
    await press(grid(), 'Enter');
    expect(select()).toBeUndefined();
  });

  test('shows the images that only one of two models reads, and those of a cell in which they differ', async () => {
    const other = { ...info, id: `eval-${'f'.repeat(32)}`, model: { ...info.model, ref: null, name: 'Mine' } };
    const { pages, text } = await openLab({
      'evaluations.list': () => [info, other],
      'evaluations.compare': () => ({
        n: 100,
        bothRight: 80,
        onlyFirst: 10,
        onlySecond: 4,
        bothWrong: 6,
        p: 0.18,
        difference: [[5, 3, -4]],
      }),
    });
    const compare = async (): Promise<HTMLElement> => {
      await vi.waitFor(() => expect(text()).toContain('Compare…'));
      [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.includes('Compare…'))!.click();
      await vi.waitFor(() => expect(document.querySelector('[role="dialog"]')?.textContent).toContain('McNemar'));
      return document.querySelector<HTMLElement>('[role="dialog"]')!;
    };
    const press = (dialog: HTMLElement, words: string): void =>
      [...dialog.querySelectorAll('button')].find(({ textContent }) => textContent?.includes(words))!.click();
    press(await compare(), 'Only Mine right');
    const beside = { beside: { other: other.id, verdict: 'only-other' } };
    await vi.waitFor(() => expect(pages.at(-1)!.filter).toEqual(beside));
    expect(text()).toContain('Only Mine right');
    press(await compare(), '5 read as 3');
    const differ = { beside: { other: other.id, verdict: 'differ' } };
    await vi.waitFor(() => expect(pages.at(-1)!.filter).toEqual({ truth: 5, predicted: 3, ...differ }));
    expect(text()).toContain('5 read as 3 only here or only by Mine');
    expect(grid().querySelector('[aria-selected="true"]')?.getAttribute('aria-label')).toContain('5 read as 3');
  });

  test('without another model offers to evaluate one', async () => {
    const { text } = await openLab();
    await vi.waitFor(() => expect(text()).toContain('Compare…'));
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.includes('Compare…'))!.click();
    await vi.waitFor(() => expect(document.body.textContent).toContain('No other model'));
    const link = [...document.querySelectorAll<HTMLElement>('[role="dialog"] a')].at(-1)!;
    expect(link.textContent).toContain('Evaluate another model');
    expect(link.getAttribute('href')).toContain(`data=${info.dataset.id}`);
  });

  test('shows one image from all sides, and takes its label by its key', async () => {
    const applied = vi.fn();
    const { text } = await openLab({
      'corrections.apply': (wish) => {
        applied(wish);
        return { ...none, test: { relabelled: [[1, '3']], leftOut: [] }, undoable: 1 };
      },
    });
    await vi.waitFor(() => expect(stamps().getAttribute('aria-activedescendant')).not.toBeNull());
    await press(stamps(), 'ArrowRight');
    await vi.waitFor(() => expect(text()).toContain('true class 5, read as 3'));
    await vi.waitFor(() => expect(text()).toContain('Grad-CAM'));
    await press(window, '3');
    expect(applied).toHaveBeenCalledWith({
      dataset: 'mnist',
      changes: [{ split: 'test', place: 1, image: hash, to: { kind: 'relabel', label: '3' } }],
    });
    await vi.waitFor(() => expect(text()).toContain('1 label of this data set is corrected'));
    await press(window, 'x');
    expect(applied).toHaveBeenLastCalledWith({
      dataset: 'mnist',
      changes: [{ split: 'test', place: 1, image: hash, to: { kind: 'leave-out' } }],
    });
  });

  describe('the preparation of an image', () => {
    const own = { height: 28, width: 28, image: new Uint8Array(784).fill(9) };
    async function openPreparation(changes: Partial<Handlers<HostCalls>>): Promise<HTMLElement> {
      const { button } = await openLab(changes);
      await vi.waitFor(() => expect(stamps().getAttribute('aria-activedescendant')).not.toBeNull());
      await press(stamps(), 'ArrowRight');
      await vi.waitFor(() => expect(button(/^How it was prepared$/)).toBeTruthy());
      button(/^How it was prepared$/).click();
      await vi.waitFor(() =>
        expect(document.querySelector('[role="dialog"] ol, [role="dialog"] [role="alert"]')).not.toBeNull(),
      );
      return document.querySelector<HTMLElement>('[role="dialog"]')!;
    }

    test('of a hand’s drawing goes from the pen on', async () => {
      const frame = { height: 28, width: 28, framing: 'centred' as const };
      const asked = vi.fn();
      const dialog = await openPreparation({
        'evaluations.preparation': (wish) => {
          asked(wish);
          return {
            own,
            ink: {
              strokes: [
                [
                  [0, 0, 0],
                  [300, 500, 9],
                ],
              ],
              sheet: null,
              frame,
            },
          };
        },
      });
      expect(asked).toHaveBeenCalledWith({ id: info.id, place: 1 });
      for (const words of ['Drawn', 'Fitted', 'Centred', 'Numbers', 'In the data set', 'As it was read'])
        expect(dialog.textContent).toContain(words);
    });

    test('of any other image says what import and the model’s run made of it', async () => {
      const change = { rename: { '5': 'five' }, invert: true, resize: { height: 28, width: 28 } };
      const task = { ...DIGITS, classes: DIGITS.classes.map((name) => (name === '5' ? 'five' : name)) };
      const dialog = await openPreparation({
        'datasets.list': () => [{ ...MNIST, mends: ['transposed', 'blank-images'] }],
        'evaluations.get': () => ({ info: { ...info, task, change }, scores: scores() }),
        'evaluations.preparation': () => ({ own: { ...own, height: 14, width: 56 }, ink: null }),
      });
      expect(dialog.textContent).not.toContain('Fitted into 28 × 28, proportions');
      expect(dialog.textContent).not.toContain('Drawn');
      const [before, after] = [...dialog.querySelectorAll('li')].map(({ textContent }) => textContent);
      expect(before).toContain(`14 × 56 pixels · ${t('imports.mends.transposed')}`);
      expect(before).not.toContain(t('imports.mends.blank-images'));
      expect(after).toContain('Fitted into 28 × 28');
      expect(after).toContain('Ink and paper exchanged');
      expect(after).toContain('Class 5 counts as five');
    });

    test('says that nothing was changed, and why it cannot be told', async () => {
      const dialog = await openPreparation({ 'evaluations.preparation': () => ({ own, ink: null }) });
      expect(dialog.querySelectorAll('li')[1]!.textContent).toContain('As it lies in the data set');
      close();
      const failed = await openPreparation({
        'evaluations.preparation': () => {
          throw new AppError('evaluation-stale', { data: 'Mine' });
        },
      });
      expect(failed.textContent).toContain('The data set has changed');
    });
  });

  test('a class called x is chosen by its key; Delete leaves the image out there', async () => {
    const applied = vi.fn();
    const details: CallOutput<HostCalls, 'evaluations.image'> = {
      ...image(1),
      ...{ height: 28, width: 28, image: new Uint8Array(784) },
      own: { hash, given: 0, label: 0, classes: ['a', 'x'].map((name, counts) => ({ name, counts })) },
      probabilities: DIGITS.classes.map(() => 0.1),
    };
    const { text, button } = await openLab({
      'evaluations.image': () => details,
      'corrections.apply': (wish) => {
        applied(wish.changes[0]!.to);
        return none;
      },
    });
    await vi.waitFor(() => expect(stamps().getAttribute('aria-activedescendant')).not.toBeNull());
    await press(stamps(), 'ArrowRight');
    await vi.waitFor(() => expect(text()).toContain('Grad-CAM'));
    expect(button(/^Leave out/).textContent).toContain('Delete');
    await press(window, 'x');
    expect(applied.mock.lastCall).toEqual([{ kind: 'relabel', label: 'x' }]);
    await press(window, 'X');
    expect(applied).toHaveBeenCalledTimes(1);
    await press(window, 'Delete');
    expect(applied.mock.lastCall).toEqual([{ kind: 'leave-out' }]);
  });

  test('all corrections are taken away at once, after a question, and come back by the notice', async () => {
    const corrected = { ...none, train: { relabelled: [[5, '7']], leftOut: [3] }, undoable: 2 } satisfies Corrections;
    const called: string[] = [];
    const { text, button } = await openLab({
      'corrections.get': () => corrected,
      'corrections.reset': () => (called.push('reset'), { ...none, undoable: 3 }),
      'corrections.undo': () => (called.push('undo'), corrected),
    });
    await vi.waitFor(() => expect(text()).toContain('2 labels of this data set are corrected'));
    // Above the cards it would move them all when it comes.
    const place = (words: string): number => text().indexOf(words);
    expect(place('labels of this data set are corrected')).toBeGreaterThan(place('Confusion matrix'));
    const answer = async (words: string): Promise<void> => {
      button(/^Reset…$/).click();
      const dialog = (): Element | null => document.querySelector('[role="dialog"]');
      await vi.waitFor(() => expect(dialog()?.textContent).toContain('Take away 2 corrections?'));
      [...dialog()!.querySelectorAll('button')].find(({ textContent }) => textContent?.trim() === words)!.click();
      await flushPromises();
    };
    await answer('Cancel');
    expect(called).toEqual([]);
    await answer('Reset');
    await vi.waitFor(() => expect(text()).not.toContain('labels of this data set are corrected'));
    expect(called).toEqual(['reset']);
    const notice = useToasts().list.at(-1)!;
    expect(notice.title).toBe('2 corrections taken away');
    await useToasts().act(notice.id);
    expect(called).toEqual(['reset', 'undo']);
    await vi.waitFor(() => expect(text()).toContain('2 labels of this data set are corrected'));
  });

  test('the notice of a reset takes back nothing that was corrected after it', async () => {
    const corrected = { ...none, train: { relabelled: [[5, '7']], leftOut: [] }, undoable: 1 } satisfies Corrections;
    const undone = vi.fn(() => corrected);
    const { host, text, button } = await openLab({
      'corrections.get': () => corrected,
      'corrections.reset': () => ({ ...none, undoable: 2 }),
      'corrections.undo': undone,
    });
    await vi.waitFor(() => expect(text()).toContain('1 label of this data set is corrected'));
    button(/^Reset…$/).click();
    await vi.waitFor(() => expect(document.querySelector('[role="dialog"]')).not.toBeNull());
    const buttons = [...document.querySelectorAll<HTMLElement>('[role="dialog"] button')];
    buttons.find(({ textContent }) => textContent?.trim() === 'Reset')!.click();
    await vi.waitFor(() => expect(useToasts().list.at(-1)?.title).toBe('1 correction taken away'));
    host.emit('corrections.changed', { ...none, train: { relabelled: [[6, '1']], leftOut: [] }, undoable: 3 });
    await flushPromises();
    await useToasts().act(useToasts().list.at(-1)!.id);
    expect(undone).not.toHaveBeenCalled();
    expect(useToasts().list.at(-1)?.title).toContain('Labels were corrected since');
  });

  test('corrects by the data set’s own classes where the run gave them other names', async () => {
    const applied = vi.fn();
    const task = { ...DIGITS, classes: DIGITS.classes.map((name) => (name === '5' ? 'five' : name)) };
    const { text } = await openLab({
      'evaluations.get': () => ({ info: { ...info, task, change: { rename: { '5': 'five' } } }, scores: scores() }),
      'corrections.apply': (wish) => {
        applied(wish);
        return { ...none, undoable: 1 };
      },
    });
    await vi.waitFor(() => expect(stamps().getAttribute('aria-activedescendant')).not.toBeNull());
    await press(stamps(), 'ArrowRight');
    await vi.waitFor(() => expect(text()).toContain('5 (read as five)'));
    await press(window, '5');
    expect(applied).toHaveBeenLastCalledWith({
      dataset: 'mnist',
      changes: [{ split: 'test', place: 1, image: hash, to: { kind: 'as-given' } }],
    });
  });

  test('tells where the data set has other images by now, and opens an evaluation of those', async () => {
    const fresh = { ...info, id: 'eval-ffffffffffffffffffffffffffffffff' };
    const started = vi.fn();
    let stale = false;
    const { router, button, text } = await openLab({
      'corrections.apply': () => {
        stale = true;
        throw new AppError('images-changed', { name: 'Mine' });
      },
      'evaluations.get': ({ id }) => {
        if (stale && id === info.id) throw new AppError('evaluation-stale', { data: 'Mine' });
        return { info: { ...info, id }, scores: scores() };
      },
      'evaluations.start': (wish) => {
        started(wish);
        return fresh;
      },
    });
    await vi.waitFor(() => expect(stamps().getAttribute('aria-activedescendant')).not.toBeNull());
    await press(stamps(), 'ArrowRight');
    await vi.waitFor(() => expect(text()).toContain('true class 5, read as 3'));
    await press(window, '3');
    expect(useToasts().list.some(({ title }) => title.includes('“Mine” are others by now'))).toBe(true);
    await vi.waitFor(() => expect(text()).toContain('The data set has changed since this evaluation'));
    button(/Evaluate again/).click();
    await vi.waitFor(() => expect(router.currentRoute.value.params.id).toBe(fresh.id));
    expect(started.mock.calls[0]![0]).toMatchObject({ model: 'starter', dataset: 'mnist', part: 'test' });
    await vi.waitFor(() => expect(text()).toContain('90.00%'));
  });

  test('tells of a damaged file of corrections, and begins without any', async () => {
    let torn = true;
    const { button, text } = await openLab({
      'evaluations.get': () => {
        if (torn) throw new AppError('corrections-torn', { path: '/home/overlays/mnist.json' });
        return { info, scores: scores() };
      },
      'corrections.reset': ({ dataset }) => {
        torn = dataset !== 'mnist';
        return none;
      },
    });
    await vi.waitFor(() => expect(text()).toContain('/home/overlays/mnist.json'));
    button(/Begin without corrections/).click();
    await vi.waitFor(() => expect(text()).toContain('90.00%'));
  });

  test('corrects nothing of a hand as a run had it: corrections count the images that it has now', async () => {
    const applied = vi.fn();
    const { text } = await openLab({
      'evaluations.get': () => ({ info: { ...info, part: 'validation', state: '0123456789abcdef' }, scores: scores() }),
      'corrections.get': () => ({ ...none, train: { relabelled: [[1, '3']], leftOut: [] }, undoable: 1 }),
      'corrections.apply': (wish) => {
        applied(wish);
        return none;
      },
    });
    await vi.waitFor(() => expect(stamps().getAttribute('aria-activedescendant')).not.toBeNull());
    await press(stamps(), 'ArrowRight');
    await vi.waitFor(() => expect(text()).toContain('Grad-CAM'));
    await press(window, '3');
    expect(applied).not.toHaveBeenCalled();
    expect(text()).not.toContain('1 label of this data set is corrected');
  });

  test('looks for labels that are likely wrong, and takes the likelier one by Enter', async () => {
    const applied = vi.fn();
    const wishes: ParsedInput<HostCalls, 'corrections.suspects'>[] = [];
    let corrections: Corrections = none;
    let told: (now: Corrections) => void = () => undefined;
    const { host, button, text } = await openLab({
      'datasets.list': () => [MNIST],
      'corrections.suspects': (wish) => {
        wishes.push(wish);
        return {
          ...{ dataset: 'mnist', content, count: 60_000, folds: 3, estimated: 600, createdAt: 1 },
          suspects: wish.again
            ? []
            : [{ place: 5, given: 1, likely: 7, givenProbability: 0.01, likelyProbability: 0.98 }],
          seen: corrections.train,
          unsaved: wish.again ? null : { code: 'disk-full', params: { path: '/home' }, details: '' },
        };
      },
      'datasets.images': () => ({
        height: 28,
        width: 28,
        labels: [1],
        images: new Uint8Array(784),
        hashes: [hash],
        content,
      }),
      'corrections.apply': (wish) => {
        applied(wish);
        corrections = { ...none, train: { relabelled: [[5, '7']], leftOut: [] }, undoable: 1 };
        told(corrections);
        return corrections;
      },
      'corrections.get': () => corrections,
    });
    told = (now) => host.emit('corrections.changed', now);
    button(/Look for them/).click();
    await vi.waitFor(() => expect(text()).toContain('About 600 of 60,000 are likely wrong'));
    // What the disk did not take is shown all the same, and can be kept later.
    expect(text()).toContain('The disk is full');
    expect(button(/Keep the result/)).toBeTruthy();
    expect(text()).toContain('What was found is not on the disk yet');
    const found = document.querySelector('[aria-label="Suspicious labels"][role="listbox"]')!;
    expect(found.textContent).toContain('1? 7');
    await press(found, 'Enter');
    expect(applied).toHaveBeenCalledWith({
      dataset: 'mnist',
      changes: [{ split: 'train', place: 5, image: hash, to: { kind: 'relabel', label: '7' } }],
    });
    await vi.waitFor(() => expect(text()).toContain('Fine-tune with 1 correction'));
    // What is done stays in sight, marked, until it is looked for anew with the corrected labels.
    expect(found.querySelector('[role="option"]')!.getAttribute('aria-selected')).toBe('true');
    expect(text()).toContain('1 corrected since');
    wishes.length = 0;
    button(/Look again/).click();
    await vi.waitFor(() => expect(wishes).toMatchObject([{ dataset: 'mnist', again: true }]));
    await vi.waitFor(() => expect(text()).toContain('No label is likely to be wrong'));
    expect(text()).not.toContain('corrected since');
  });

  describe('robustness', () => {
    const points = [0, 1].map((amount) => ({
      amount,
      right: 9 - amount,
      n: 10,
      accuracy: (9 - amount) / 10,
      interval95: [0.4, 0.98] as [number, number],
    }));
    const curves: RobustnessCurve[] = [{ disturbance: 'blur', points }];

    test('is measured with progress, shown as curves and as a table, and saved', async () => {
      let finish: () => void = () => undefined;
      let kept: RobustnessCurve[] = [];
      const tickets: string[] = [];
      const formats: string[] = [];
      const { host, button, text } = await openLab({
        'evaluations.keptRobustness': () => ({ curves: kept, current: true }),
        'evaluations.robustness': async ({ ticket }) => {
          tickets.push(ticket);
          await new Promise<void>((resolve) => (finish = resolve));
          return (kept = curves);
        },
        'evaluations.export': ({ format }) => {
          formats.push(format);
          return { name: 'x-robustness.csv', text: '' };
        },
      });
      await vi.waitFor(() => expect(text()).toContain('Robustness'));
      button(/^Measure$/).click();
      await vi.waitFor(() => expect(tickets).toHaveLength(1));
      host.emit('evaluation.progress', { ticket: tickets[0]!, done: 50, total: 200 });
      const bar = () => document.querySelector('[role="progressbar"][aria-label="Robustness"]');
      await vi.waitFor(() => expect(bar()!.getAttribute('aria-valuenow')).toBe('25'));
      finish();
      const chart = () => document.querySelector('[aria-label="Blur: 90.0% unchanged, 80.0% at worst (1 px)"]');
      await vi.waitFor(() => expect(chart()).not.toBeNull());
      expect(text()).toContain('10 images, changed by each amount');
      document.querySelector<HTMLElement>('[aria-label="Shown as"] [role="radio"]:last-child')!.click();
      await vi.waitFor(() => expect(text()).toMatch(/1 px\s*80\.0%\s*40\.0% – 98\.0%/));
      document.querySelector<HTMLElement>('[aria-label="Save as CSV"]')!.click();
      await vi.waitFor(() => expect(formats).toEqual(['robustness']));
    });

    test('that was kept is there at once; after a correction it says that it is of before', async () => {
      let current = true;
      const { host, text } = await openLab({
        'evaluations.keptRobustness': () => ({ curves, current }),
      });
      await vi.waitFor(() => expect(text()).toContain('Blur'));
      expect(text()).not.toContain('corrected since');
      current = false;
      host.emit('corrections.changed', { ...none, test: { relabelled: [[1, '3']], leftOut: [] }, undoable: 1 });
      await vi.waitFor(() => expect(text()).toContain('Labels have been corrected since'));
      expect(text()).toContain('Measure again');
    });

    test('says why it could not be measured', async () => {
      const { button, text } = await openLab({
        'evaluations.keptRobustness': () => ({ curves: [], current: true }),
        'evaluations.robustness': () => {
          throw new AppError('model-not-found', { folder: '/gone' });
        },
      });
      await vi.waitFor(() => expect(text()).toContain('Robustness'));
      button(/^Measure$/).click();
      await vi.waitFor(() => expect(text()).toContain('/gone'));
    });
  });

  describe('the temperature', () => {
    const ref = 'tutorial-20261125-184235-391';
    const ofRun: EvaluationInfo = { ...info, model: { ...info.model, ref } };
    const card = CALLS['models.card'][1];
    const found = { temperature: 1.5, calibration: scores().calibration };

    test('that was found is kept with the model of a run, taken back, and removed', async () => {
      let temperature: number | null = null;
      const wishes: unknown[] = [];
      const { host, button, text } = await openLab({
        'evaluations.get': () => ({ info: ofRun, scores: { ...scores(), scaled: found } }),
        'models.card': () => ({ ...card, temperature }),
        'evaluations.keepTemperature': ({ temperature: wanted }) => {
          wishes.push(wanted);
          const before = temperature;
          temperature = wanted === 'found' ? 1.5 : wanted;
          host.emit('model.changed', { ref });
          return { temperature, before };
        },
      });
      await vi.waitFor(() => expect(text()).toContain('Keep temperature 1.5 with the model'));
      expect(text()).toContain('the class that is read never does');
      button(/Keep temperature 1\.5/).click();
      await vi.waitFor(() => expect(text()).toContain('The model keeps temperature 1.5.'));
      expect(text()).toContain('The numbers above are from before it changed.');
      expect(text()).not.toContain('Keep temperature');
      useToasts().list.at(-1)!.action!.run();
      await vi.waitFor(() => expect(text()).toContain('Keep temperature 1.5 with the model'));
      temperature = 1.5;
      host.emit('model.changed', { ref });
      await vi.waitFor(() => expect(text()).toContain('The model keeps temperature 1.5.'));
      button(/Remove it/).click();
      await vi.waitFor(() => expect(text()).toContain('Keep temperature 1.5 with the model'));
      expect(wishes).toEqual(['found', null, null]);
    });

    test('is not offered for the starter, nor where it would change nothing', async () => {
      const { text } = await openLab();
      await vi.waitFor(() => expect(text()).toContain('Calibration'));
      expect(text()).not.toContain('Keep temperature');
      close();
      const other = await openLab({
        'evaluations.get': () => ({
          info: ofRun,
          scores: { ...scores(), scaled: { ...found, temperature: 1.000_01 } },
        }),
        'models.card': () => card,
      });
      await vi.waitFor(() => expect(other.text()).toContain('with temperature 1'));
      expect(other.text()).not.toContain('Keep temperature');
    });
  });

  test('goes on to fine-tune with what was corrected of training images', async () => {
    const train = { relabelled: [[7, '3'] as [number, string]], leftOut: [9] };
    const { router, button, text } = await openLab({
      'models.list': () => [STARTER],
      'datasets.list': () => [MNIST],
      'corrections.get': () => ({ ...none, train, undoable: 2 }),
    });
    await vi.waitFor(() => expect(text()).toContain('Fine-tune with 2 corrections'));
    button(/Fine-tune with/).click();
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('train'));
    const draft = useTrainDraft();
    expect({ data: draft.data, from: draft.tuning }).toMatchObject({
      data: { datasets: ['mnist'], transforms: { relabel: { mnist: [[7, '3']] }, leaveOut: { mnist: [9] } } },
      from: { model: 'starter' },
    });
  });

  test('asks again after a correction for what depends on labels, once, and for nothing else', async () => {
    const asked = { get: 0, explain: 0 };
    const now: Corrections = { ...none, test: { relabelled: [[1, '3']], leftOut: [] }, undoable: 1 };
    const { host, text } = await openLab({
      'evaluations.get': () => {
        asked.get++;
        return { info, scores: scores() };
      },
      'evaluations.explain': () => {
        asked.explain++;
        return [];
      },
      'corrections.apply': () => {
        host.emit('corrections.changed', now);
        return now;
      },
    });
    await vi.waitFor(() => expect(stamps().getAttribute('aria-activedescendant')).not.toBeNull());
    await press(stamps(), 'ArrowRight');
    await vi.waitFor(() => expect(asked.explain).toBe(1));
    const before = asked.get;
    await press(window, '3');
    await vi.waitFor(() => expect(text()).toContain('1 label of this data set is corrected'));
    await vi.waitFor(() => expect(asked.get).toBe(before + 1));
    await flushPromises();
    expect(asked).toMatchObject({ get: before + 1, explain: 1 });
  });

  test('shows an image that was chosen before it came', async () => {
    let bring: () => void = () => undefined;
    const brought = new Promise<void>((resolve) => (bring = resolve));
    const { text } = await openLab({
      'evaluations.images': async ({ count }) => {
        await brought;
        const items = Array.from({ length: Math.min(10, count) }, (_, i) => image(i));
        return { total: 10, height: 28, width: 28, items, images: new Uint8Array(items.length * 784) };
      },
    });
    await vi.waitFor(() => expect(stamps()).not.toBeNull());
    await press(stamps(), 'ArrowRight');
    expect(text()).toContain('Choose an image');
    bring();
    await vi.waitFor(() => expect(text()).toContain('true class 5, read as 3'));
  });

  test('says that an evaluation is gone', async () => {
    const { text } = await openLab({
      'evaluations.get': () => {
        throw new AppError('evaluation-not-found', { id: info.id });
      },
    });
    await vi.waitFor(() => expect(text()).toContain('This evaluation is no longer here'));
  });
});

describe('the start of an evaluation', () => {
  test('reads a model’s images with progress and cancel, and opens the lab', async () => {
    let finish: (found: EvaluationInfo) => void = () => undefined;
    const start = vi.fn();
    const host = createScriptedHost({
      'models.list': () => [STARTER],
      'datasets.list': () => [MNIST],
      'evaluations.start': (wish) => {
        start(wish);
        return new Promise((resolve) => (finish = resolve));
      },
    });
    const { text, router, close: end } = await openStudio(host, EvaluationsView, '/evaluate', '/evaluate');
    close = end;
    document.querySelector<HTMLButtonElement>('button[type="submit"]')!.click();
    await vi.waitFor(() => expect(start).toHaveBeenCalled());
    const { ticket } = start.mock.calls[0]![0] as { ticket: string };
    host.emit('evaluation.progress', { ticket, done: 250, total: 10_000 });
    await vi.waitFor(() => expect(text()).toContain('250 of 10,000 images read'));
    finish(info);
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe(`/other/evaluate/${info.id}`));
  });

  test('offers no model that reads lines, and says where its result stands', async () => {
    const mine: ModelInfo = { ...STARTER, ref: 'my-lines', task: { ...STARTER.task, reads: 'line' } };
    const started = vi.fn();
    const host = createScriptedHost({
      'models.list': () => [mine, STARTER],
      'datasets.list': () => [MNIST],
      'evaluations.start': (wish) => {
        started(wish);
        return new Promise(() => undefined);
      },
    });
    const path = '/evaluate?model=my-lines';
    const { text, close: end } = await openStudio(host, EvaluationsView, path, '/evaluate');
    close = end;
    expect(text()).toContain('the pages of their runs say');
    document.querySelector<HTMLButtonElement>('button[type="submit"]')!.click();
    await vi.waitFor(() => expect(started).toHaveBeenCalled());
    expect(started.mock.calls[0]![0]).toMatchObject({ model: 'starter' });
  });

  test('lists each with its accuracy; those of a host that does not tell it go last', async () => {
    const known = (id: string, accuracy: number): EvaluationInfo => ({
      ...info,
      id: `eval-${id.repeat(32)}`,
      asGiven: { accuracy, interval95: [accuracy - 0.01, accuracy + 0.01] },
    });
    const silent = { ...info, id: `eval-${'c'.repeat(32)}`, asGiven: undefined };
    const host = createScriptedHost({ 'evaluations.list': () => [known('a', 0.91), silent, known('b', 0.95)] });
    const { button, close: end } = await openStudio(host, EvaluationsView, '/evaluate', '/evaluate');
    close = end;
    const cells = (): (string | undefined)[] =>
      [...document.querySelectorAll('[role=row]:not(.head)')].map((row) =>
        row.querySelectorAll('[role=gridcell]')[4]?.textContent?.replace(/\s+/g, ' ').trim(),
      );
    button(/^Accuracy/).click();
    await vi.waitFor(() => expect(cells()).toEqual(['91.00% 90.0–92.0', '95.00% 94.0–96.0', '–']));
  });
});
