import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Component, defineComponent, h } from 'vue';
import { useEditCommands } from '../../renderer/features/frame/edit-commands.ts';
import HandCollectView from '../../renderer/views/HandCollectView.vue';
import HandView from '../../renderer/views/HandView.vue';
import HandsView from '../../renderer/views/HandsView.vue';
import { AppError } from '../../shared/contract/errors.ts';
import type { CallInput } from '../../shared/contract/define.ts';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { HandSample } from '../../shared/contract/schemas/hand.ts';
import type { ModelCard } from '../../shared/contract/schemas/predict.ts';
import type { FineTuneRequest, ProbeRequest } from '../../shared/contract/schemas/run.ts';
import { starter } from '../../shared/model/presets/starter.ts';
import { MNIST_FRAME } from '../../shared/ink/frame.ts';
import { createScriptedHost, someRun, someSpec, someSpeed } from '../fixtures/scripted-host.ts';
import { HAND, scriptedHand, someHand, someSample, starterModel } from '../fixtures/scripted-hands.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const SIDE = 200;
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, SIDE, SIDE));
  HTMLElement.prototype.setPointerCapture ??= () => undefined;
});

let close: () => void = () => undefined;
afterEach(() => {
  close();
  vi.restoreAllMocks();
});

type Script = ReturnType<typeof scriptedHand>;

async function openCollecting(script: Script) {
  const host = createScriptedHost(script.handlers);
  script.tell = (info) => host.emit('hand.changed', info);
  const studio = await openStudio(host, HandCollectView, `/h/${HAND}`, '/h/:id');
  close = studio.close;
  return { ...studio, host };
}

const asked = (): string => document.querySelector('[data-testid="asked"]')?.textContent?.replace('Write ', '') ?? '';
/** Writes a stroke from `from` to `to`, in shares of the pad, and lifts the pen. */
async function write(from: readonly [number, number] = [0.2, 0.2], to: readonly [number, number] = [0.8, 0.8]) {
  const canvas = document.querySelector('.pad canvas')!;
  const send = (type: string, [x, y]: readonly [number, number]): void =>
    void canvas.dispatchEvent(
      new PointerEvent(type, {
        pointerId: 1,
        pointerType: 'pen',
        button: 0,
        clientX: x * SIDE,
        clientY: y * SIDE,
        bubbles: true,
      }),
    );
  send('pointerdown', from);
  send('pointermove', to);
  send('pointerup', to);
  await flushPromises();
}
/** Of the toast that came last. */
const newestUndo = (): HTMLElement =>
  [...document.querySelectorAll<HTMLElement>('.ui-toast button')].filter((one) => one.textContent === 'Undo').at(-1)!;
async function press(key: string, more: KeyboardEventInit = {}, target: EventTarget = document.body): Promise<void> {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await flushPromises();
}

describe('collecting', () => {
  test('asks for the next sign once the pen has rested, and the drawing is on the disk under the sign that was asked for', async () => {
    const script = scriptedHand();
    await openCollecting(script);
    const first = asked();
    await write();
    expect(document.querySelector('[data-testid="rest"]')).not.toBeNull();
    await vi.waitFor(() => expect(script.calls).toEqual([`add ${first}`]));
    expect(asked()).not.toBe(first);
    expect(script.samples[0]).toMatchObject({ label: first, reading: { label: '7', probability: 0.91 } });
    const [drawing] = script.drawings;
    // Two points, the second with the time since the first.
    expect('strokes' in drawing! && drawing.strokes).toEqual([
      [
        [0.2, 0.2, 0],
        [0.8, 0.8, expect.any(Number)],
      ],
    ]);
  });

  test('Enter keeps at once; undo takes the last drawing out of the hand and asks for its sign again', async () => {
    const script = scriptedHand();
    const { text } = await openCollecting(script);
    const first = asked();
    await write();
    await press('Enter');
    expect(asked()).not.toBe(first);
    expect(text()).toContain('2 of 100');
    document.querySelector<HTMLButtonElement>('.tools button')!.click();
    await flushPromises();
    expect(script.calls).toEqual([`add ${first}`, 'delete 1']);
    expect(asked()).toBe(first);
    expect(text()).toContain('1 of 100');
  });

  test('undo with ink on the pad takes back the stroke, not a drawing', async () => {
    const script = scriptedHand();
    await openCollecting(script);
    const first = asked();
    await write();
    document.querySelector<HTMLButtonElement>('.tools button')!.click();
    await press('Enter');
    expect(script.calls).toEqual([]);
    expect(asked()).toBe(first);
  });

  test('a skipped sign is left out this time; a pause keeps nothing', async () => {
    const script = scriptedHand();
    const { text } = await openCollecting(script);
    const first = asked();
    await press('ArrowRight');
    expect(asked()).not.toBe(first);
    expect(text()).toContain('1 of 99');
    await press(' ');
    expect(text()).toContain('Paused');
    await press('Enter');
    expect(script.calls).toEqual([]);
    await press(' ');
    expect(text()).not.toContain('Paused');
  });

  test('what the disk refuses is said and kept in order until it can be written; nothing is lost and nothing is there twice', async () => {
    const script = scriptedHand();
    const { text, button } = await openCollecting(script);
    script.refuse = new AppError('disk-full', { path: '/hands', needed: 10 });
    const labels: string[] = [];
    for (let i = 0; i < 3; i++) {
      labels.push(asked());
      await write();
      await press('Enter');
    }
    await vi.waitFor(() => expect(text()).toContain('Try again (3 waiting)'));
    expect(script.samples).toHaveLength(0);
    script.refuse = null;
    button(/^Try again/).click();
    await vi.waitFor(() => expect(script.samples.map(({ label }) => label)).toEqual(labels));
    expect(text()).not.toContain('Try again');
    // All in one sitting.
    expect(new Set(script.samples.map(({ sitting }) => sitting)).size).toBe(1);
  });

  test('a drawing whose answer was lost with the connection is found, not written twice', async () => {
    const script = scriptedHand();
    const { host } = await openCollecting(script);
    const label = asked();
    // Written, and then the line breaks before the answer.
    let broke = false;
    script.hold = () => {
      if (!broke) setTimeout(() => host.drop());
      broke = true;
      return Promise.resolve();
    };
    script.tell = () => undefined;
    await write();
    await press('Enter');
    const second = asked();
    await write();
    await press('Enter');
    await vi.waitFor(() => expect(script.samples.length).toBeGreaterThanOrEqual(2), { timeout: 10_000 });
    expect(script.samples.map((sample) => sample.label)).toEqual([label, second]);
  });

  test('at the end the doubtful drawings are offered for a second look', async () => {
    const script = scriptedHand([], { classes: ['7', '8'] });
    const { text, button, router } = await openCollecting(script);
    for (let i = 0; i < 20; i++) {
      await write();
      await vi.waitFor(() => expect(document.querySelector('[data-testid="read"]')!.textContent).toContain('7'));
      await press('Enter');
    }
    await vi.waitFor(() => expect(text()).toContain('20 drawings collected'));
    expect(text()).toContain('10 of them are very small, or were read as something else');
    button(/^Look at them/).click();
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('hand'));
  });
});

describe('a hand’s drawings', () => {
  async function openReview(script: Script, handlers = {}, view: Component = HandView) {
    const host = createScriptedHost({ ...script.handlers, ...handlers });
    script.tell = (info) => host.emit('hand.changed', info);
    // Rows are virtual: they need a height to be in.
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(600);
    const studio = await openStudio(host, view, `/h/${HAND}`, '/h/:id');
    close = studio.close;
    await vi.waitFor(() => expect(document.querySelector('[role="listbox"]')).not.toBeNull());
    return { ...studio, host, grid: document.querySelector('[role="listbox"]') as HTMLElement };
  }
  const labels = (script: Script): string[] => script.samples.map(({ label }) => label);

  test('the key of a sign relabels what is selected, and undo brings the labels back', async () => {
    const script = scriptedHand([someSample(1, '1'), someSample(2, '1'), someSample(3, '4', '9')]);
    const { grid, text } = await openReview(script);
    grid.focus();
    await press('Home', {}, grid);
    await press('ArrowRight', { shiftKey: true }, grid);
    expect(text()).toContain('2 selected');
    await press('9', {}, grid);
    expect(labels(script)).toEqual(['9', '9', '4']);
    newestUndo().click();
    await vi.waitFor(() => expect(labels(script)).toEqual(['1', '1', '4']));
  });

  test('Delete deletes, and undo takes the drawings back', async () => {
    const script = scriptedHand([someSample(1, '1'), someSample(2, '2')]);
    const { grid, text } = await openReview(script);
    grid.focus();
    await press('a', { ctrlKey: true }, grid);
    await press('Delete', {}, grid);
    expect(script.calls).toEqual(['delete 2']);
    await vi.waitFor(() => expect(text()).toContain('No drawing matches'));
    newestUndo().click();
    await vi.waitFor(() => expect(script.calls).toEqual(['delete 2', 'restore 2']));
  });

  test('undo and redo twice in one breath take back two changes, and make them again', async () => {
    const script = scriptedHand([someSample(1, '1'), someSample(2, '2')]);
    const framed = defineComponent(() => {
      useEditCommands();
      return () => h(HandView, { id: HAND });
    });
    const { grid } = await openReview(script, {}, framed);
    grid.focus();
    await press('Home', {}, grid);
    await press('9', {}, grid);
    await press('7', {}, grid);
    expect(labels(script)).toEqual(['7', '2']);
    const keys = (key: string) => {
      for (let i = 0; i < 2; i++) {
        grid.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true, bubbles: true, cancelable: true }));
      }
    };
    keys('z');
    await vi.waitFor(() => expect(labels(script)).toEqual(['1', '2']));
    keys('y');
    await vi.waitFor(() => expect(labels(script)).toEqual(['7', '2']));
  });

  test('filters by sign, by sitting and by what a model read otherwise, together too; what is not shown is not selected', async () => {
    const later = '20261129-101500-abcdef';
    const script = scriptedHand([
      someSample(1, '1'),
      someSample(2, '1', '7'),
      someSample(3, '4', '9'),
      { ...someSample(4, '4'), sitting: later },
      { ...someSample(5, '1', '7'), sitting: later },
      someSample(6, '1', null),
    ]);
    const { grid, text, wrapper } = await openReview(script);
    const shown = (): number[] =>
      (wrapper.findComponent({ name: 'ReviewGrid' }).props('samples') as HandSample[]).map(({ at }) => at - 1000);
    const choose = async (label: string, value: string): Promise<void> => {
      const select = wrapper.findAllComponents({ name: 'UiSelect' }).find((one) => one.props('label') === label)!;
      expect(select.props('options').map((option: { value: string }) => option.value)).toContain(value);
      select.vm.$emit('update:modelValue', value);
      await flushPromises();
    };
    expect(shown()).toEqual([1, 2, 3, 4, 5, 6]);
    grid.focus();
    await press('a', { ctrlKey: true }, grid);
    expect(text()).toContain('6 selected');

    await choose('Sign', '4');
    expect(shown()).toEqual([3, 4]);
    expect(text()).toContain('2 selected');
    await choose('Sitting', later);
    expect(shown()).toEqual([4]);
    await choose('Sign', '*');
    expect(shown()).toEqual([4, 5]);
    await choose('Show', 'otherwise');
    expect(shown()).toEqual([5]);
    await choose('Sitting', '*');
    // One that no model read was not read otherwise.
    expect(shown()).toEqual([2, 3, 5]);
    await choose('Sign', '9');
    expect(text()).toContain('No drawing matches');
  });

  test('leads to the lab with its own test images, or with what there is; an empty hand does not', async () => {
    const link = (): string | null =>
      [...document.querySelectorAll('a')]
        .find(({ textContent }) => textContent?.trim() === 'Evaluate')
        ?.getAttribute('href') ?? null;
    const script = scriptedHand([someSample(1, '1')]);
    await openReview(script);
    expect(link()).toBe(`/other/evaluate?data=${HAND}&part=train`);
    close();
    const tested = { ...script.info(), parts: { train: 1, test: 1, nearDuplicates: 0, leftOut: 0 } };
    await openReview(script, { 'hands.list': () => [tested] });
    expect(link()).toBe(`/other/evaluate?data=${HAND}&part=test`);
    close();
    const none = createScriptedHost(scriptedHand().handlers);
    const studio = await openStudio(none, HandView, `/h/${HAND}`, '/h/:id');
    close = studio.close;
    await vi.waitFor(() => expect(studio.text()).toContain('No drawings yet'));
    expect(link()).toBeNull();
  });

  test('one click learns the hand: a fine-tune of the starter on it, with what the starter was taught replayed', async () => {
    const requests: FineTuneRequest[] = [];
    const script = scriptedHand(Array.from({ length: 60 }, (_, i) => someSample(i, String(i % 10))));
    const { button, router } = await openReview(script, {
      'datasets.list': () => [
        {
          id: 'mnist',
          name: 'MNIST',
          kind: 'mnist',
          status: { state: 'ready' },
          trainCount: 60_000,
          testCount: 10_000,
          task: someSpec().task,
          framing: 'centred',
          origin: null,
        },
      ],
      'runs.fineTune': (request: CallInput<HostCalls, 'runs.fineTune'>) => {
        requests.push(request as FineTuneRequest);
        return someRun('mine', { status: 'queued' });
      },
    });
    button(/^Learn my hand/).click();
    await vi.waitFor(() => expect(router.currentRoute.value.params['id']).toBe('mine'));
    expect(requests[0]).toMatchObject({
      data: { datasets: [HAND] },
      from: { model: 'starter', freeze: 'none', head: 'keep', replay: { datasets: ['mnist'], share: 0.8 } },
    });
  });

  test('says about how long learning takes, by a probe of the very model that it goes on from', async () => {
    const probed: ProbeRequest[] = [];
    const card: ModelCard = {
      ...{ ...starterModel, version: 2, spec: starter.model, weightsSha256: 'a'.repeat(64), trainedOn: [], tests: [] },
      ...{ command: null, known: null, temperature: null },
    };
    const script = scriptedHand(Array.from({ length: 60 }, (_, i) => someSample(i, String(i % 10))));
    const { text } = await openReview(script, {
      'models.card': () => card,
      'runs.plan': () => ({ trainCount: 48, validationCount: 0, stepsPerEpoch: 5, totalSteps: 50 }),
      'engine.probe': (request: ProbeRequest) => (probed.push(request), someSpeed({ imagesPerSecond: 100 })),
    });
    await vi.waitFor(() => expect(text()).toMatch(/Learn my hand \(about \d+/));
    expect(probed).toHaveLength(1);
    expect(probed[0]!.model).toEqual(starter.model);
  });

  test('with too few drawings to test with, the button says how many more of each sign are wanted', async () => {
    const samples = [someSample(1, '1'), someSample(2, '2'), someSample(3, '2')];
    const script = scriptedHand(samples, { classes: ['1', '2'] });
    const { host, text } = await openReview(script);
    await vi.waitFor(() => expect(text()).toContain('Write 2 more of each sign, to test with'));
    const parts = { train: 5, test: 1, nearDuplicates: 0, leftOut: 0 };
    host.emit('hand.changed', { ...script.info(), counts: [3, 3], parts });
    await vi.waitFor(() => expect(text()).not.toContain('to test with'));
  });

  test('a hand that its model has learnt before is learnt on with what was replayed then', async () => {
    const requests: FineTuneRequest[] = [];
    const script = scriptedHand([someSample(1, 'a'), someSample(2, 'b')], { classes: ['a', 'b'] });
    const task = { ...starterModel.task, classes: ['a', 'b', 'c'] };
    const letters: DatasetInfo = {
      ...{ id: 'set-00000001', name: 'Letters', kind: 'imported', status: { state: 'ready' }, task, origin: null },
      ...{ framing: 'centred', trainCount: 900, testCount: 90 },
    };
    const replay = { datasets: [letters.id], share: 0.8 };
    const from = {
      model: 'base',
      name: 'Base',
      weightsSha256: 'a'.repeat(64),
      freeze: 'none' as const,
      head: 'keep' as const,
    };
    const spec = { ...someSpec('Letters, mine'), data: { datasets: [HAND] }, from: { ...from, replay } };
    const { button } = await openReview(script, {
      'datasets.list': () => [letters],
      'models.list': () => [starterModel, { ...starterModel, ref: 'mine', task, createdAt: 2 }],
      'runs.list': () => [someRun('mine', { spec, status: 'finished' })],
      'runs.fineTune': (request: CallInput<HostCalls, 'runs.fineTune'>) => {
        requests.push(request as FineTuneRequest);
        return someRun('mine-2', { status: 'queued' });
      },
    });
    button(/^Learn my hand/).click();
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0]).toMatchObject({ from: { model: 'mine', head: 'keep', replay: { datasets: [letters.id] } } });
  });

  test('a photographed sheet is looked over, and only what is switched on is kept, in the hand’s frame', async () => {
    const script = scriptedHand([someSample(1, '1')]);
    const ink = new Uint8Array(48 * 48);
    for (let y = 10; y < 38; y++) ink.fill(255, y * 48 + 20, y * 48 + 26);
    const box = (label: string, state: 'written' | 'empty' | 'crossed', i: number) => ({
      label,
      state,
      box: { x: i / 4, y: 0, width: 0.2, height: 0.2 },
      image: ink,
    });
    const { button, text } = await openReview(script, {
      'files.upload': () => ({ handle: 'handle-1', name: 'photo.png' }),
      'paper.parts': () => 1,
      'paper.read': () => ({
        sheet: { id: '0123abcd', page: 1, pages: 2, hand: HAND, format: 'a4', classes: ['1', '2', '3'] },
        turned: 180,
        mirrored: false,
        picture: { width: 8, height: 8, levels: new Uint8Array(64) },
        side: 48,
        samples: [box('1', 'written', 0), box('2', 'empty', 1), box('3', 'written', 2), box('1', 'crossed', 3)],
      }),
    });
    button(/^From paper/).click();
    await flushPromises();
    const tab = [...document.querySelectorAll<HTMLElement>('[role="tab"]')].find(({ textContent }) =>
      /photograph/.test(textContent),
    )!;
    tab.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }));
    await vi.waitFor(() => expect(document.querySelector('[data-testid="picture-files"]')).not.toBeNull());
    expect(document.querySelector('[data-testid="picture-drop"]')!.className).not.toContain('slim');
    const input = document.querySelector<HTMLInputElement>('[data-testid="picture-files"]')!;
    Object.defineProperty(input, 'files', { value: [new File(['x'], 'photo.png')], configurable: true });
    input.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(text()).toContain('Page 1 of 2'));
    expect(text()).toContain('2 written, 1 empty, 1 crossed out');
    // What came matters more than where more may be dropped.
    expect(text()).toContain('Drop more photographs or scans here');
    expect(text()).not.toContain('all four corner marks');
    expect(document.querySelector('[data-testid="picture-drop"]')!.className).toContain('slim');
    const boxes = [...document.querySelectorAll<HTMLButtonElement>('.box')];
    expect(boxes.map((one) => one.getAttribute('aria-pressed'))).toEqual(['true', 'false', 'true', 'false']);
    boxes[2]!.click();
    await flushPromises();
    button(/^Keep 1 drawing/).click();
    await vi.waitFor(() => expect(script.calls).toEqual(['add 1']));
    const [kept] = script.drawings;
    expect('image' in kept! && kept.image.length).toBe(MNIST_FRAME.height * MNIST_FRAME.width);
  });
});

describe('all hands', () => {
  test('a new hand of own signs is made and collecting begins', async () => {
    const made: CallInput<HostCalls, 'hands.create'>[] = [];
    const host = createScriptedHost({
      'hands.create': (wish) => {
        made.push(wish);
        return someHand({ name: wish.name, classes: wish.classes });
      },
    });
    const { button, router, close: end, text } = await openStudio(host, HandsView, '/h', '/h');
    close = end;
    await vi.waitFor(() => expect(text()).toContain('No handwriting collected yet'));
    button(/^New hand/).click();
    await flushPromises();
    const radio = [...document.querySelectorAll<HTMLElement>('[role="radio"]')].at(-1)!;
    radio.click();
    await flushPromises();
    const [name, signs] = [...document.querySelectorAll<HTMLInputElement>('[role="dialog"] input[type="text"]')];
    for (const [input, value] of [
      [name!, 'Greek'],
      [signs!, 'αβγ α'],
    ] as const) {
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
    await flushPromises();
    button(/^Create/).click();
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('hand-collect'));
    expect(made).toEqual([{ name: 'Greek', classes: ['αβγ', 'α'] }]);
  });

  test('a deleted hand can be taken back', async () => {
    const script = scriptedHand([someSample(1, '1')]);
    const calls: string[] = [];
    const host = createScriptedHost({
      ...script.handlers,
      'hands.remove': ({ id }) => {
        calls.push('remove');
        host.emit('hand.removed', { id });
        return null;
      },
      'hands.restoreHand': () => {
        calls.push('restore');
        return script.info();
      },
    });
    const { close: end } = await openStudio(host, HandsView, '/h', '/h');
    close = end;
    document.querySelector<HTMLElement>('[aria-label="More actions for Left hand"]')!.click();
    await flushPromises();
    const remove = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')].at(-1)!;
    remove.click();
    await vi.waitFor(() => expect(calls).toEqual(['remove']));
    newestUndo().click();
    await vi.waitFor(() => expect(calls).toEqual(['remove', 'restore']));
  });
});
