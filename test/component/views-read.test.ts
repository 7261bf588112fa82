import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import type { CallInput, CallOutput, Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { ModelInfo } from '../../shared/contract/schemas/predict.ts';
import type { LineReading, Reading, ReadSymbol } from '../../shared/contract/schemas/reading.ts';
import { useEditCommands } from '../../renderer/features/frame/edit-commands.ts';
import { useDraw } from '../../renderer/stores/draw.ts';
import { useReadPages } from '../../renderer/stores/read-pages.ts';
import { useReadWish } from '../../renderer/stores/read-wish.ts';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import { useWidePad } from '../../renderer/stores/wide-pad.ts';
import DrawView from '../../renderer/views/DrawView.vue';
import ReadView from '../../renderer/views/ReadView.vue';
import { someHand } from '../fixtures/hand-calls.ts';
import { starterModel } from '../fixtures/scripted-hands.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';
import { settingsSchema } from '../../shared/contract/schemas/settings.ts';

type Asked = CallInput<HostCalls, 'readings.read'>;

const symbol = (label: string, at: number, confidence: number, other = '7'): ReadSymbol => ({
  label,
  box: { x: 20 * at, y: 10, width: 18, height: 30 },
  quad: [
    [20 * at, 10],
    [20 * at + 18, 10],
    [20 * at + 18, 40],
    [20 * at, 40],
  ],
  confidence,
  candidates: [
    { label, confidence },
    { label: other, confidence: 1 - confidence },
  ],
  empty: false,
});
/** A line whose sign in `doubtful` is not sure; -1: it is sure as a whole. */
const line = (text: string, doubtful = -1): LineReading => ({
  ...{ text, confidence: doubtful < 0 ? 0.999 : 0.6, sure: doubtful < 0, value: null, alternatives: [], classic: null },
  quad: [
    [0, 5],
    [20 * text.length, 5],
    [20 * text.length, 45],
    [0, 45],
  ],
  symbols: [...text].map((label, i) => symbol(label, i, i === doubtful ? 0.6 : 0.999)),
});
const reading = (...lines: LineReading[]): Reading => ({
  ...{
    kind: 'line',
    size: { width: 200, height: 100 },
    lines,
    cleaning: { inverted: false, perspective: false, quarters: 0, turned: 2.5, rules: 3 },
  },
  looks: [
    { step: 'picture', image: { width: 20, height: 10, levels: new Uint8Array(200).fill(200) } },
    { step: 'even', image: { width: 20, height: 10, levels: new Uint8Array(200).fill(255) } },
  ],
  milliseconds: { page: 3, model: 4, classic: 0 },
});

let close: () => void = () => undefined;
beforeEach(() => {
  HTMLElement.prototype.setPointerCapture ??= () => undefined;
  Element.prototype.scrollIntoView ??= () => undefined;
});
afterEach(() => close());

/** A window in front of a reader that answers as `read` says. */
async function open(
  read: (asked: Asked) => Reading | Promise<Reading>,
  {
    way = 'pictures',
    parts = 1,
    models = [],
    handlers = {},
  }: { way?: string; parts?: number; models?: readonly ModelInfo[]; handlers?: Partial<Handlers<HostCalls>> } = {},
) {
  const asked: Asked[] = [];
  const host = createScriptedHost({
    'files.upload': ({ name }) => ({ handle: '0123456789abcdef', name }),
    'models.list': () => [...models],
    'readings.parts': () => parts,
    'readings.read': (input) => (asked.push(input), read(input)),
    ...handlers,
  });
  // Undo and redo come from the frame.
  const framed = defineComponent((_, { attrs }) => {
    useEditCommands();
    return () => h(ReadView, attrs);
  });
  const studio = await openStudio(host, framed, `/read/${way}`, '/read/:way?');
  close = studio.close;
  const take = (...names: string[]): Promise<void> =>
    useReadPages().take(names.map((name) => ({ name, bring: () => Promise.resolve('0123456789abcdef') })));
  const key = async (name: string, more: KeyboardEventInit = {}): Promise<void> => {
    const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more });
    document.activeElement!.dispatchEvent(event);
    await flushPromises();
  };
  const shown = () => document.querySelector('[data-testid=line-text]')?.textContent;
  return { ...studio, asked, take, key, shown };
}

function write(x = 0.2): void {
  const { sketch } = useWidePad();
  sketch.begin([x, 0.2]);
  sketch.extend([[x + 0.5, 0.8]]);
  sketch.end();
}

describe('the wide pad', () => {
  test('reads while one writes, and as the kind that was chosen', async () => {
    const { asked, shown } = await open(({ kind }) => reading(line(kind === 'code' ? '0402' : '04O2')), { way: 'pen' });
    write();
    await vi.waitFor(() => expect(shown()).toBe('04O2'));
    expect(asked.at(-1)).toMatchObject({
      kind: 'line',
      source: {
        strokes: [
          [
            [0.2, 0.2],
            [0.7, 0.8],
          ],
        ],
      },
    });
    const wish = useReadWish();
    wish.kind = 'code';
    wish.length = 5;
    wish.setCheck('ean');
    await vi.waitFor(() => expect(shown()).toBe('0402'));
    // There is no EAN of five digits.
    expect(asked.at(-1)).toMatchObject({ kind: 'code', length: null, check: 'ean' });
    useWidePad().sketch.undo();
    await vi.waitFor(() => expect(shown()).toBeUndefined());
  });

  test('takes back what was said of the line first, then its strokes', async () => {
    const { shown, key } = await open(() => reading(line('12', 1)), { way: 'pen' });
    write();
    await vi.waitFor(() => expect(shown()).toBe('12'));
    await key('7');
    expect(shown()).toBe('17');
    await key('z', { ctrlKey: true });
    expect(shown()).toBe('12');
    await key('z', { ctrlKey: true });
    expect(useWidePad().sketch.empty.value).toBe(true);
  });

  test('has ink as far to the right as it is wide', async () => {
    await open(() => reading(line('1')), { way: 'pen' });
    write(3.2);
    expect(useWidePad().sketch.strokes.value[0]!.at(-1)).toEqual([3.7, 0.8]);
  });

  test('what does not answer says so, and is asked again by the next stroke', async () => {
    let fails = true;
    const { text, shown } = await open(
      () => {
        if (fails) throw new AppError('model-not-found', { model: 'own' });
        return reading(line('12'));
      },
      { way: 'pen' },
    );
    write();
    await vi.waitFor(() => expect(document.querySelector('[role=alert]')).not.toBeNull());
    fails = false;
    write(1);
    await vi.waitFor(() => expect(shown()).toBe('12'));
    expect(text()).not.toContain('own');
  });

  test('takes over what the single pad takes for several signs, with its strokes', async () => {
    const host = createScriptedHost({
      'settings.get': () => settingsSchema.parse({ version: 1 }),
      'models.predict': () => ({
        items: [
          {
            index: 1,
            label: '1',
            probabilities: Array.from({ length: 10 }, () => 0.1),
            known: 0.1,
            outsider: 'several',
          },
        ],
        milliseconds: 1,
      }),
      'readings.read': () => reading(line('12')),
    });
    const studio = await openStudio(host, DrawView, '/draw', '/draw');
    close = studio.close;
    const { sketch } = useDraw();
    sketch.begin([0.5, 0.2]);
    sketch.extend([[0.9, 0.8]]);
    sketch.end();
    await vi.waitFor(() => expect(studio.text()).toContain('Read as a line'));
    studio.button(/^Read as a line/).click();
    await flushPromises();
    expect(studio.router.currentRoute.value).toMatchObject({ name: 'read', params: { way: 'pen' } });
    const [stroke] = useWidePad().sketch.strokes.value;
    expect(stroke!.map(([x, y]) => [Math.round(100 * x) / 100, y])).toEqual([
      [0.15, 0.2],
      [0.55, 0.8],
    ]);
    // The single pad keeps its drawing.
    expect(sketch.strokes.value).toHaveLength(1);
  });
});

describe('pictures of writing', () => {
  test('are corrected by keys while no control has the focus, as on the way from the rail', async () => {
    const { take, key, shown, text } = await open(() => reading(line('1024', 2), line('35', 1)));
    await take('codes.png');
    await vi.waitFor(() => expect(shown()).toBe('1024'));
    expect(document.activeElement).toBe(document.body);
    await key('7');
    expect(shown()).toBe('1074');
    (document.activeElement as HTMLElement).blur();
    await key('Enter');
    expect(text()).toContain('1 to be checked');
    expect(shown()).toBe('35');
    (document.activeElement as HTMLElement).blur();
    await key('?');
    expect(shown()).toBe('35');
    document.querySelector<HTMLElement>('.tools button')!.focus();
    await key('9');
    expect(shown()).toBe('35');
  });

  test('that come later are shown when they are there', async () => {
    const { take, shown } = await open(({ source }) =>
      reading(line('part' in source ? source.handle.slice(0, 2) : '')),
    );
    const pages = useReadPages();
    await take('first.png');
    await vi.waitFor(() => expect(shown()).toBe('01'));
    await pages.take(['89ab', '90ab'].map((handle) => ({ name: handle, bring: () => Promise.resolve(handle) })));
    expect(pages.page!.name).toBe('89ab');
    pages.show(0);
    await flushPromises();
    expect(shown()).toBe('01');
  });

  test('are chosen as files, and show their lines, the one to be checked first', async () => {
    const { shown, text, asked } = await open(() => reading(line('1024'), line('77', 1)));
    const input = document.querySelector<HTMLInputElement>('[data-testid=read-files]')!;
    Object.defineProperty(input, 'files', { value: [new File(['x'], 'codes.png')], configurable: true });
    input.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(shown()).toBe('77'));
    expect(text()).toContain('codes.png');
    expect(text()).toContain('2 lines · 1 to be checked');
    expect(asked[0]).toMatchObject({ source: { handle: '0123456789abcdef', part: 0 }, looks: true });
    expect(document.querySelectorAll('[data-testid=frames] .line.open')).toHaveLength(1);
    expect(document.querySelectorAll('.sign.open')).toHaveLength(2); // in the list, and on the picture
  });

  test('are corrected by keys: a typed sign, Enter for a line, undo for both', async () => {
    const { take, key, shown, text, button } = await open(() => reading(line('1024', 2), line('35'), line('901', 0)));
    await take('codes.png');
    await vi.waitFor(() => expect(shown()).toBe('1024'));
    document.querySelector<HTMLElement>('.sign[tabindex="0"]')!.focus();
    expect(document.activeElement!.textContent).toContain('2, 60%, to be checked');
    await key('7');
    expect(shown()).toBe('1074');
    await key('Enter');
    // The sure line between is skipped.
    expect(shown()).toBe('901');
    expect(text()).toContain('3 lines · 1 to be checked');
    await key('Enter');
    expect(text()).toContain('none to be checked');
    useReadPages().reviews.undo();
    useReadPages().reviews.undo();
    await flushPromises();
    expect(text()).toContain('2 to be checked');
    await key('ArrowUp');
    await key('ArrowUp');
    expect(shown()).toBe('1074');
    button(/^As it was read/).click();
    await flushPromises();
    expect(shown()).toBe('1024');
  });

  test('have a sign taken away, and a text typed where signs do not help', async () => {
    const { take, key, shown } = await open(() => reading(line('1024', 2)));
    await take('codes.png');
    document.querySelector<HTMLElement>('.sign[tabindex="0"]')!.focus();
    await key('Delete');
    expect(shown()).toBe('104');
    await key('F2');
    const input = document.querySelector<HTMLInputElement>('.typing input')!;
    expect(input.value).toBe('104');
    input.value = '10 44';
    input.dispatchEvent(new Event('input'));
    input.form!.requestSubmit();
    await flushPromises();
    expect(shown()).toBe('10 44');
    expect(document.querySelector('.state')!.textContent).toBe('Checked');
  });

  test('of an amount come to another one where a sign is corrected', async () => {
    const amount: LineReading = { ...line('12,50', 1), value: '12.50' };
    const { take, key, shown, text } = await open(() => ({ ...reading(amount), kind: 'amount' }));
    await take('cheque.png');
    expect(text()).toContain('As a value: 12.50');
    document.querySelector<HTMLElement>('.sign[tabindex="0"]')!.focus();
    await key('7');
    expect(shown()).toBe('17,50');
    expect(text()).toContain('As a value: 17.50');
  });

  test('of many pages come one after the other, the one that is looked at first; the rest can be cancelled', async () => {
    const waiting: { part: number; answer: () => void }[] = [];
    const { take, text, asked, button } = await open(
      ({ source }) =>
        new Promise((resolve) => {
          const part = 'part' in source ? source.part! : 0;
          waiting.push({ part, answer: () => resolve(reading(line(String(part)))) });
        }),
      { parts: 5 },
    );
    const taken = take('scan.pdf');
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    expect(text()).toContain('0 of 5 pages read');
    useReadPages().show(3);
    waiting[0]!.answer();
    await vi.waitFor(() => expect(waiting.map(({ part }) => part)).toEqual([0, 3]));
    waiting[1]!.answer();
    await vi.waitFor(() => expect(text()).toContain('scan.pdf · 4'));
    await vi.waitFor(() => expect(text()).toContain('2 of 5 pages read'));
    button(/^Stop/).click();
    await taken;
    await flushPromises();
    expect(useReadPages().pages.map(({ name }) => name)).toEqual(['scan.pdf · 1', 'scan.pdf · 4']);
    expect(text()).not.toContain('pages read');
    expect(asked).toHaveLength(3);
  });

  test('are read anew as another kind; what was said of their lines is forgotten', async () => {
    const { take, shown, asked, key } = await open(({ kind }) => reading(line(kind === 'amount' ? '1.50' : '1S0', 1)));
    await take('one.png');
    document.querySelector<HTMLElement>('.sign[tabindex="0"]')!.focus();
    await key('5');
    expect(shown()).toBe('150');
    useReadWish().kind = 'amount';
    await vi.waitFor(() => expect(shown()).toBe('1.50'));
    expect(asked.at(-1)).toMatchObject({ kind: 'amount' });
    expect(useReadPages().reviews.canUndo.value).toBe(false);
  });

  test('are read by the model of lines that is chosen, where there are several', async () => {
    const lines = (ref: string, name: string): ModelInfo => ({
      ...{ ...starterModel, ref, name },
      task: { ...starterModel.task, reads: 'line' },
    });
    const models = [starterModel, lines('line-reader', 'Shipped'), lines('mine', 'My lines')];
    const { take, asked, text } = await open(({ model }) => reading(line(model === 'mine' ? '12' : '72')), { models });
    await take('one.png');
    await vi.waitFor(() => expect(asked.at(-1)).toMatchObject({ model: 'line-reader' }));
    expect(text()).toContain('Line reader');
    await useReadWish().readWith('mine');
    await vi.waitFor(() => expect(asked.at(-1)).toMatchObject({ model: 'mine' }));
    expect(text()).toContain('My lines');
    // One of single signs reads no lines.
    await useReadWish().readWith('starter');
    await vi.waitFor(() => expect(asked.at(-1)).toMatchObject({ model: 'line-reader' }));
  });

  test('that cannot be read say why, beside those that can', async () => {
    const { take, text, shown } = await open(
      ({ source }) => {
        if ('part' in source && source.part === 0) throw new AppError('model-not-found', { model: 'own' });
        return reading(line('12'));
      },
      { parts: 2 },
    );
    await take('two.tiff');
    await vi.waitFor(() => expect(document.querySelector('[role=alert]')).not.toBeNull());
    useReadPages().show(1);
    await vi.waitFor(() => expect(shown()).toBe('12'));
    expect(text()).toContain('2 of 2');
    useReadPages().remove(useReadPages().page!.key);
    await vi.waitFor(() => expect(document.querySelector('[role=alert]')).not.toBeNull());
  });

  test('that could not be brought are kept, and brought when they are tried again', async () => {
    const { text, button, shown } = await open(() => reading(line('12')));
    let fails = true;
    const bring = (): Promise<string> =>
      fails ? Promise.reject(new AppError('disk-full', { path: '/' })) : Promise.resolve('0123456789abcdef');
    await useReadPages().take([{ name: 'Camera 1.jpg', bring }]);
    await vi.waitFor(() => expect(text()).toContain('Try again'));
    fails = false;
    button(/^Try again$/).click();
    await vi.waitFor(() => expect(shown()).toBe('12'));
    expect(useReadPages().pages.map(({ name }) => name)).toEqual(['Camera 1.jpg']);
  });

  test('are turned by a button, one by one, and what was said of other pages stands', async () => {
    const { take, asked, text } = await open(
      ({ quarters }) => {
        const read = reading(line('12', 0));
        return { ...read, cleaning: { ...read.cleaning!, quarters: quarters ?? 3 } };
      },
      { parts: 2 },
    );
    const pages = useReadPages();
    await take('two.tiff');
    await vi.waitFor(() => expect(pages.waiting).toBe(0));
    const [first, second] = pages.pages.map(({ key }) => `${key}/0`);
    pages.reviews.change(first!, { signs: {}, text: '17', accepted: true });
    pages.reviews.change(second!, { signs: {}, text: '18', accepted: true });
    const turn = (): void =>
      document.querySelector<HTMLButtonElement>('button[aria-label="Turn this page to the right"]')!.click();
    pages.show(1);
    await flushPromises();
    // It lay three quarters turned by itself: one more is as it came.
    turn();
    await vi.waitFor(() => expect(pages.page!.reading!.cleaning!.quarters).toBe(0));
    expect(asked.slice(2).map(({ quarters, source }) => [quarters, source])).toEqual([
      [0, { handle: '0123456789abcdef', part: 1 }],
    ]);
    expect([pages.reviews.of(first!).text, pages.reviews.of(second!).text]).toEqual(['17', null]);
    turn();
    await vi.waitFor(() => expect(pages.page!.reading!.cleaning!.quarters).toBe(1));
    document.querySelector<HTMLButtonElement>('button[aria-label="How it was cleaned"]')!.click();
    await vi.waitFor(() => expect(text()).toContain('turned to the right by 90°'));
  });

  test('show the steps of their cleaning', async () => {
    const { take, text } = await open(() => reading(line('12')));
    await take('one.png');
    await flushPromises();
    document.querySelector<HTMLButtonElement>('button[aria-label="How it was cleaned"]')!.click();
    await vi.waitFor(() => expect(text()).toMatch(/turned by 2.5°.*3 ruled lines.*shadows are gone/s));
  });
});

describe('lines that a person has looked at', () => {
  const name = 'Corrections of what was read';
  const hand = { ...someHand, id: 'hand-0123abcd' as const, name, counts: [9] };
  const dataset: DatasetInfo = {
    ...{ id: hand.id, name, kind: 'hand', framing: 'centred', origin: null },
    ...{ task: { inputShape: [28, 28, 1], classes: ['1', '2'] }, trainCount: 40, testCount: 10 },
    status: { state: 'ready' },
  };
  const reader: ModelInfo = {
    ...{ ...starterModel, ref: 'line-reader', name: 'Line reader' },
    task: { inputShape: [32, 160, 1], classes: ['0', '1', '2'], reads: 'line' },
  };

  async function learn(way: 'pen' | 'pictures', answer: Partial<CallOutput<HostCalls, 'readings.signs'>> = {}) {
    const asked: CallInput<HostCalls, 'readings.signs'>[] = [];
    const lines = [line('1024', 2), line('35'), line('901', 0)];
    const studio = await open(() => reading(...(way === 'pen' ? lines.slice(0, 1) : lines)), {
      way,
      models: [reader],
      handlers: {
        'hands.list': () => [hand],
        'datasets.list': () => [dataset],
        'readings.signs': (wish) => (asked.push(wish), { hand, added: 8, leftOut: 0, heldOut: 0, ...answer }),
      },
    });
    return { ...studio, asked, lines };
  }

  test('are learnt by the reader that read them, each sign where it was read, corrected ones and all', async () => {
    const { take, key, shown, text, button, router, asked, lines } = await learn('pictures', {
      leftOut: 1,
      heldOut: 2,
    });
    await take('codes.png');
    await vi.waitFor(() => expect(shown()).toBe('1024'));
    // A line that is sure, and that nobody has looked at, teaches nothing.
    expect(text()).not.toContain('Fine-tune the reader');
    document.querySelector<HTMLElement>('.sign[tabindex="0"]')!.focus();
    await key('7');
    await key('Enter');
    await key('F2');
    const input = document.querySelector<HTMLInputElement>('.typing input')!;
    input.value = '9011';
    input.dispatchEvent(new Event('input'));
    input.form!.requestSubmit();
    await flushPromises();
    expect(text()).toContain('2 checked lines on all pages');
    button(/^Fine-tune the reader/).click();
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('train'));
    const [first, , last] = lines;
    expect(asked).toEqual([
      {
        hand: hand.id,
        name,
        pages: [
          {
            ...{ source: { handle: '0123456789abcdef', part: 0 }, quarters: 0 },
            ...{ kind: null, length: null, check: 'none', order: null },
            lines: [
              {
                ...{ quad: first!.quad, text: '1074' },
                signs: [...'1074'].map((label, i) => ({ label, quad: first!.symbols[i]!.quad })),
              },
              { quad: last!.quad, text: '9011', signs: null },
            ],
          },
        ],
      },
    ]);
    expect(useTrainDraft().chosen).toEqual([hand.id]);
    expect(useTrainDraft().tuning?.model).toBe('line-reader');
    for (const words of ['8 signs are in the hand', '2 checked lines on every fourth page', '1 line was left out'])
      expect(text()).toContain(words);
  });

  test('on the pad are kept, and nothing else', async () => {
    const { key, shown, text, button, router, asked } = await learn('pen');
    write();
    await vi.waitFor(() => expect(shown()).toBe('1024'));
    await key('Enter');
    button(/^Keep for fine-tuning/).click();
    await vi.waitFor(() => expect(text()).toContain('The corrections are kept'));
    expect(asked).toMatchObject([{ hand: hand.id, pages: [{ source: { strokes: [{}] }, lines: [{ text: '1024' }] }] }]);
    expect(router.currentRoute.value.name).not.toBe('train');
  });

  test('that come to nothing leave the Train screen as it was, and say so', async () => {
    const { key, shown, text, button, router } = await learn('pen', { hand: null, added: 0, leftOut: 1 });
    write();
    await vi.waitFor(() => expect(shown()).toBe('1024'));
    await key('Enter');
    button(/^Fine-tune the reader/).click();
    await vi.waitFor(() => expect(text()).toContain('No checked line says where each of its signs stands'));
    expect(router.currentRoute.value.name).not.toBe('train');
  });
});
