import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import type { Component } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallInput, CallOutput, Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { BatchInfo, Decision, FieldReading, ReviewItem } from '../../shared/contract/schemas/batch.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { ModelInfo } from '../../shared/contract/schemas/predict.ts';
import type { Form, FormField } from '../../shared/contract/schemas/form.ts';
import { useEditCommands } from '../../renderer/features/frame/edit-commands.ts';
import { boxBetween, patched } from '../../renderer/features/forms/field-edits.ts';
import { useForms } from '../../renderer/stores/forms.ts';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import BatchView from '../../renderer/views/BatchView.vue';
import FormsView from '../../renderer/views/FormsView.vue';
import FormView from '../../renderer/views/FormView.vue';
import { someBatch, someForm } from '../fixtures/form-calls.ts';
import { someHand } from '../fixtures/hand-calls.ts';
import { starterModel } from '../fixtures/scripted-hands.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const size = { width: 1000, height: 1400 };
const field = (id: string, kind: FormField['kind'], y: number): FormField => ({
  ...{ id, name: `Field ${id}`, kind, length: kind === 'code' ? 5 : null, check: 'none', order: null },
  box: { x: 100, y, width: 300, height: 60 },
});
const form: Form = { ...someForm, size, fields: [field('f1', 'code', 100), field('f2', 'amount', 200)] };
const scan = { width: 10, height: 14, levels: new Uint8Array(140).fill(240) };

let close: () => void = () => undefined;
beforeEach(() => {
  HTMLElement.prototype.setPointerCapture ??= () => undefined;
  Element.prototype.scrollIntoView ??= () => undefined;
});
afterEach(() => {
  close();
  vi.restoreAllMocks();
});

async function open(view: Component, path: string, handlers: Partial<Handlers<HostCalls>>) {
  const host = createScriptedHost({
    'forms.list': () => ({ forms: [form], unreadable: [] }),
    'forms.scan': () => scan,
    'batches.list': () => ({ batches: [], unreadable: [] }),
    ...handlers,
  });
  const route = path.replace(/\/[^/]*-[0-9a-f-]*/, '/:id').replace(/\/(table|review)$/, '/:tab?');
  // Undo and redo come from the frame.
  const framed = defineComponent((_, { attrs }) => {
    useEditCommands();
    return () => h(view, attrs);
  });
  const studio = await openStudio(host, framed, path, route);
  close = studio.close;
  const press = async (name: string, more: KeyboardEventInit = {}): Promise<void> => {
    const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more });
    document.activeElement!.dispatchEvent(event);
    await flushPromises();
  };
  return { ...studio, host, press };
}

describe('a template', () => {
  type Saved = CallInput<HostCalls, 'forms.save'>;
  async function edit(
    save: (wish: Saved) => Form = (wish) => ({
      ...form,
      revision: wish.expected + 1,
      fields: wish.fields as FormField[],
    }),
  ) {
    const saved: Saved[] = [];
    const studio = await open(FormView, `/forms/${form.id}`, {
      'forms.save': (wish) => (saved.push(wish as Saved), save(wish as Saved)),
    });
    await vi.waitFor(() => expect(document.querySelector('.layer')).not.toBeNull());
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 500, 700));
    const point = (type: string, x: number, y: number, target = '.layer'): void =>
      void document
        .querySelector(target)!
        .dispatchEvent(new PointerEvent(type, { pointerId: 1, button: 0, clientX: x, clientY: y, bubbles: true }));
    const drag = async (from: [number, number], to: [number, number], target?: string): Promise<void> => {
      point('pointerdown', ...from, target);
      point('pointermove', ...to);
      point('pointerup', ...to);
      await flushPromises();
    };
    return { ...studio, saved, drag };
  }
  const names = () => [...document.querySelectorAll('.entry .name')].map((one) => one.textContent);

  test('gets a field where the pointer draws a box, of the kind of the one before, and is saved', async () => {
    const { drag, saved } = await edit();
    await drag([50, 300], [200, 330]);
    expect(names()).toEqual(['Field f1', 'Field f2', 'Field 3']);
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0]).toMatchObject({ expected: form.revision });
    expect(saved[0]!.fields!.at(-1)).toMatchObject({
      ...{ id: 'f3', kind: 'code', length: 5 },
      box: { x: 100, y: 600, width: 300, height: 60 },
    });
  });

  test('takes a click for no box; moves and pulls fields; each is one step back', async () => {
    const { drag, saved, press } = await edit();
    await drag([300, 300], [303, 302]);
    expect(names()).toHaveLength(2);
    await drag([60, 60], [85, 60], '[data-field=f1]');
    await drag([0, 0], [300, 90], '[data-corner=se]');
    await vi.waitFor(() => expect(saved.at(-1)?.fields![0]!.box).toEqual({ x: 150, y: 100, width: 450, height: 80 }));
    await press('z', { ctrlKey: true });
    await press('z', { ctrlKey: true });
    await vi.waitFor(() => expect(saved.at(-1)?.fields![0]!.box).toEqual(form.fields[0]!.box));
  });

  test('takes a typed name back in one step, and nothing of what was done before it', async () => {
    const { drag, press } = await edit();
    await drag([50, 300], [200, 330]);
    const input = document.querySelector<HTMLInputElement>('.panel input')!;
    for (const name of ['S', 'Su', 'Sum']) {
      input.value = name;
      input.dispatchEvent(new Event('input'));
      await flushPromises();
    }
    expect(names()).toEqual(['Field f1', 'Field f2', 'Sum']);
    await press('z', { ctrlKey: true });
    expect(names()).toEqual(['Field f1', 'Field f2', 'Field 3']);
    await press('z', { ctrlKey: true });
    expect(names()).toEqual(['Field f1', 'Field f2']);
  });

  test('is made by keyboard alone: a new field, its place, its size, and away with another', async () => {
    const { press, saved } = await edit();
    await press('n');
    expect(document.activeElement?.getAttribute('data-field')).toBe('f3');
    await press('ArrowRight', { ctrlKey: true });
    await press('ArrowDown', { shiftKey: true });
    await press('PageUp');
    expect(document.activeElement?.getAttribute('data-field')).toBe('f2');
    await press('Delete');
    await vi.waitFor(() => expect(saved.at(-1)?.fields!.map(({ id }) => id)).toEqual(['f1', 'f3']));
    expect(saved.at(-1)!.fields![1]!.box).toEqual({ x: 120, y: 184, width: 300, height: 62 });
  });

  test('that another window has changed says so, and shows what it saved', async () => {
    const theirs: Form = { ...form, revision: 9, fields: [field('f7', 'date', 300)] };
    const { press, text, button } = await edit(() => {
      throw new AppError('form-changed', { name: form.name });
    });
    await press('n');
    await vi.waitFor(() => expect(text()).toContain('changed elsewhere'));
    useForms().byId.set(form.id, theirs);
    vi.spyOn(useForms(), 'refresh').mockResolvedValue();
    button(/^Show what is saved there/).click();
    await vi.waitFor(() => expect(names()).toEqual(['Field f7']));
    expect(text()).toContain('saved');
  });

  test('keeps kind, length and check digit in step', () => {
    const code = patched(field('f1', 'line', 0), { kind: 'code' });
    expect(code).toMatchObject({ kind: 'code', length: 6, check: 'none' });
    expect(patched(code, { check: 'ean' })).toMatchObject({ length: 8, check: 'ean' });
    expect(patched(patched(code, { check: 'ean' }), { length: 9 })).toMatchObject({ length: 9, check: 'none' });
    expect(patched(code, { kind: 'amount' })).toMatchObject({ length: null, check: 'none' });
    expect(boxBetween([-50, 20], [30, 5000], size)).toEqual({ x: 0, y: 20, width: 30, height: 1380 });
  });
});

describe('the list of forms', () => {
  test('says what a template is where there is none, and makes one of a scan', async () => {
    const created: CallInput<HostCalls, 'forms.create'>[] = [];
    const { text, button, router } = await open(FormsView, '/forms', {
      'forms.list': () => ({ forms: [], unreadable: [] }),
      'files.upload': ({ name }) => ({ handle: '0123456789abcdef', name }),
      'forms.create': (wish) => (created.push(wish), form),
    });
    expect(text()).toContain('No form template yet');
    button(/^New template/).click();
    await flushPromises();
    const input = document.querySelector<HTMLInputElement>('[data-testid=picture-files]')!;
    Object.defineProperty(input, 'files', { value: [new File(['x'], 'Payment slip.pdf')], configurable: true });
    input.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('form'));
    expect(created).toMatchObject([{ handle: '0123456789abcdef', name: 'Payment slip' }]);
  });

  test('begins to read a folder with a template, under a name', async () => {
    const started: CallInput<HostCalls, 'batches.start'>[] = [];
    const { button, router } = await open(FormsView, '/forms', {
      'files.uploadInto': ({ name }) => ({ handle: '0123456789abcdef', name }),
      'batches.start': (wish) => (started.push(wish), someBatch),
    });
    button(/^Read filled forms/).click();
    await flushPromises();
    const input = document.querySelector<HTMLInputElement>('[data-testid=import-drop] input[webkitdirectory]')!;
    const files = ['1.png', '2.png'].map((name) => {
      const file = new File(['x'], name);
      Object.defineProperty(file, 'webkitRelativePath', { value: `scans/${name}` });
      return file;
    });
    Object.defineProperty(input, 'files', { value: files, configurable: true });
    input.dispatchEvent(new Event('change'));
    await vi.waitFor(() =>
      expect(router.currentRoute.value).toMatchObject({ name: 'batch', params: { id: someBatch.id } }),
    );
    expect(started).toMatchObject([{ form: form.id, handle: '0123456789abcdef' }]);
  });
});

describe('a batch', () => {
  const reading = (id: string, text: string): FieldReading => ({
    ...{ field: id, text, value: text, confidence: 0.7, sure: false, alternatives: [], crop: null },
    symbols: [...text].map((label, i) => ({
      ...{ label, confidence: i === 1 ? 0.6 : 0.99, box: { x: 10 * i, y: 0, width: 9, height: 20 }, empty: false },
      candidates: [{ label, confidence: 0.6 }],
    })),
  });
  const item = (page: number, id: string, text: string): ReviewItem => ({
    ...{ page, file: `${page}.png`, part: 0, reading: reading(id, text), decision: null },
  });
  const batch: BatchInfo = {
    ...someBatch,
    ...{ status: 'finished', heldBy: null, secondsLeft: null, torn: 0 },
    form: { id: form.id, name: form.name, size, fields: form.fields },
    counts: { pages: 3, read: 3, failed: 0, fields: 6, unsure: 3, open: 3, decided: 0 },
  };
  const items = [item(0, 'f1', '30115'), item(1, 'f2', '1.50'), item(2, 'f1', '40226')];

  async function review(more: Partial<Handlers<HostCalls>> = {}, path = `/batches/${batch.id}`) {
    const decided: { page: number; field: string; decision: Decision | null }[] = [];
    const studio = await open(BatchView, path, {
      'batches.list': () => ({ batches: [batch], unreadable: [] }),
      'batches.review': ({ after }) => ({ items: after ? [] : items, total: 3 }),
      'batches.crops': () => [],
      'batches.decide': (wish) => (decided.push(...wish.decisions), batch),
      ...more,
    });
    const shown = () => document.querySelector('[data-testid=line-text]')?.textContent;
    await vi.waitFor(() => expect(shown()).toBe('30115'));
    return { ...studio, decided, shown };
  }

  test('is checked by keys: right, corrected, unreadable; then it says so', async () => {
    const { press, shown, decided, text } = await review();
    expect(document.activeElement?.textContent).toContain('0, 60%');
    await press('Enter');
    expect(shown()).toBe('1.50');
    await press(',');
    expect(shown()).toBe('1,50');
    await press('Enter');
    expect(shown()).toBe('40226');
    await press('F4');
    expect(decided.map(({ page, decision }) => [page, decision])).toEqual([
      [0, { kind: 'accepted' }],
      [1, { kind: 'text', text: '1,50' }],
      [2, { kind: 'unreadable' }],
    ]);
    expect(text()).toContain('Everything is checked');
  });

  test('takes keys as soon as it is there, though the heading of the page has the focus, and counts what comes', async () => {
    let give: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (give = resolve));
    const opened = open(BatchView, `/batches/${batch.id}`, {
      'batches.list': () => ({ batches: [batch], unreadable: [] }),
      'batches.review': async ({ after }) => (await asked, { items: after ? [] : items, total: 3 }),
      'batches.crops': () => [],
      'batches.decide': () => batch,
    });
    const { press, text, host } = await opened;
    await vi.waitFor(() => expect(document.querySelector('[data-page-title]')).not.toBeNull());
    document.querySelector<HTMLElement>('[data-page-title]')!.focus();
    give();
    await vi.waitFor(() => expect(document.activeElement?.textContent).toContain('0, 60%'));
    expect(text()).toContain('3 left');
    host.emit('batch.changed', { ...batch, counts: { ...batch.counts, open: 5 } });
    await vi.waitFor(() => expect(text()).toContain('5 left'));
    await press('Enter');
    expect(document.querySelector('[data-testid=line-text]')?.textContent).toBe('1.50');
  });

  test('takes Enter for right wherever no control wants it, once for each press', async () => {
    const { press, decided, shown } = await review();
    // A click on the choice that stands changes nothing, and leaves the focus there.
    document.querySelector<HTMLElement>('[role=radio][data-state=checked]')!.focus();
    await press('Enter');
    expect(shown()).toBe('1.50');
    await press('Enter', { repeat: true });
    document.querySelector<HTMLElement>('.sign[tabindex="0"]')!.focus();
    await press('Enter', { repeat: true });
    const skip = [...document.querySelectorAll('button')].find((one) => one.textContent?.includes('Skip'))!;
    skip.focus();
    await press('Enter');
    expect(decided).toEqual([{ page: 0, field: 'f1', decision: { kind: 'accepted' } }]);
    (document.activeElement as HTMLElement).blur();
    await press('Enter');
    expect(decided).toHaveLength(2);
  });

  test('lets one go back and take a decision back', async () => {
    const { press, shown, decided, text } = await review();
    await press('Enter');
    await press('PageUp');
    expect(shown()).toBe('30115');
    expect(text()).toContain('was decided: right as read');
    await press('PageDown');
    await press('z', { ctrlKey: true });
    expect(shown()).toBe('30115');
    expect(decided.at(-1)).toEqual({ page: 0, field: 'f1', decision: null });
    expect(text()).not.toContain('was decided');
  });

  test('brings what is read meanwhile, however far from the end a person is then, each field once', async () => {
    const all = Array.from({ length: 32 }, (_, page) => item(page, 'f1', String(30_200 + page)));
    let read = 30;
    const info = (): BatchInfo => ({
      ...{ ...batch, status: read < 32 ? 'running' : 'finished' },
      counts: { ...batch.counts, pages: 32, read, open: read },
    });
    const { host, press, shown, text } = await review({
      'batches.list': () => ({ batches: [info()], unreadable: [] }),
      'batches.review': ({ after }) => {
        const items = all.slice(after ? after.page + 1 : 0, read);
        return { items: after ? items : [item(0, 'f1', '30115'), ...items.slice(1)], total: read };
      },
    });
    expect(text()).toContain('30 left');
    for (read = 31; read <= 32; read++) {
      host.emit('batch.pages', { batch: batch.id, pages: [read - 1] });
      host.emit('batch.changed', info());
    }
    read = 32;
    await flushPromises();
    expect(text()).toContain('32 left');
    const seen: (string | null | undefined)[] = [];
    for (let i = 0; i < 32; i++) {
      seen.push(shown());
      await press('PageDown');
    }
    expect(new Set(seen).size).toBe(32);
    expect(seen.at(-1)).toBe('30231');
    expect(text()).toContain('Everything is checked');
  });

  test('takes no decision back in a list that was fetched anew, where other fields stand', async () => {
    let answer: 'all' | 'fails' | 'rest' = 'all';
    const running = { ...batch, status: 'running' as const };
    const { host, press, shown, decided, button, text } = await review({
      'batches.list': () => ({ batches: [running], unreadable: [] }),
      'batches.review': () => {
        if (answer === 'fails') throw new AppError('storage-denied', { path: '/a' });
        return { items: answer === 'all' ? items : items.slice(1), total: 3 };
      },
    });
    await press('Enter');
    answer = 'fails';
    host.emit('batch.pages', { batch: batch.id, pages: [3] });
    host.emit('batch.changed', { ...running, counts: { ...batch.counts, read: 4 } });
    await vi.waitFor(() => expect(text()).toContain('Try again'));
    answer = 'rest';
    button(/^Try again/).click();
    await vi.waitFor(() => expect(shown()).toBe('1.50'));
    await press('z', { ctrlKey: true });
    expect(decided).toEqual([{ page: 0, field: 'f1', decision: { kind: 'accepted' } }]);
  });

  test('keeps a field undecided that the disk did not take', async () => {
    const { press, text, shown } = await review({
      'batches.decide': () => {
        throw new AppError('disk-full', { path: '/a' });
      },
    });
    await press('Enter');
    await vi.waitFor(() => expect(text()).toContain('The disk is full'));
    await press('PageUp');
    expect(shown()).toBe('30115');
    expect(text()).not.toContain('was decided');
  });

  test('is shown as a table that leads to a page, follows what is decided, and is exported', async () => {
    const pages: Parameters<Handlers<HostCalls>['batches.pages']>[0][] = [];
    let value: Decision | null = null;
    const table = vi.fn(() => ({ name: 'November.xlsx', bytes: new Uint8Array([80, 75]), open: 3 }));
    const { text, button, host } = await open(BatchView, `/batches/${batch.id}/table`, {
      'batches.list': () => ({ batches: [batch], unreadable: [] }),
      'batches.pages': (wish) => {
        pages.push(wish);
        if ((wish.from ?? 0) > 0) return [];
        const fields = [reading('f1', '30115'), reading('f2', '1.50')];
        const page = { page: 0, file: 'a.png', part: 0, error: null, quality: 0.9, corners: null, fields };
        return [{ ...page, decisions: (value ? { f1: value } : {}) as Record<string, Decision> }];
      },
      'batches.table': table,
    });
    expect(pages[0]).toMatchObject({ from: 0, count: 200 });
    // Only rows in sight exist, and a page without layout has none in sight but the first ones.
    await vi.waitFor(() => expect(text()).toContain('30115'));
    expect(text()).toContain('to be checked');
    value = { kind: 'text', text: '30116' };
    host.emit('batch.pages', { batch: batch.id, pages: [0] });
    await vi.waitFor(() => expect(text()).toContain('30116'));
    const exporting = button(/^Export/);
    exporting.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }));
    exporting.click();
    const entries = () => [...document.querySelectorAll<HTMLElement>('[role=menuitem]')];
    await vi.waitFor(() => expect(entries()).toHaveLength(3));
    entries()[0]!.click();
    // Three fields are not checked: it asks before.
    await vi.waitFor(() => expect(text()).toContain('3 fields are not checked'));
    expect(table).not.toHaveBeenCalled();
    URL.createObjectURL = () => 'blob:1';
    button(/^Export anyway/).click();
    await vi.waitFor(() => expect(table).toHaveBeenCalledTimes(1));
  });
});

describe('the corrections of a batch', () => {
  const lines = (ref: string, name: string): ModelInfo => ({
    ...starterModel,
    ...{ ref, name, task: { inputShape: [32, 160, 1], classes: ['0', '1', '2'], reads: 'line' } },
  });
  const hand: DatasetInfo = {
    ...{ id: 'hand-0123abcd', name: 'Corrections', kind: 'hand', framing: 'centred', origin: null },
    ...{ task: { inputShape: [28, 28, 1], classes: ['1', '2'] }, trainCount: 40, testCount: 10 },
    status: { state: 'ready' },
  };
  const batch: BatchInfo = { ...someBatch, status: 'finished', counts: { ...someBatch.counts, open: 0, decided: 9 } };

  async function learn(answer: CallOutput<HostCalls, 'batches.signs'>) {
    const asked: CallInput<HostCalls, 'batches.signs'>[] = [];
    // The hand is there once it was asked for.
    const known: DatasetInfo[] = [];
    const studio = await open(BatchView, `/batches/${batch.id}`, {
      'batches.list': () => ({ batches: [batch], unreadable: [] }),
      'batches.review': () => ({ items: [], total: 0 }),
      'batches.signs': (wish) => (asked.push(wish), known.push(hand), answer),
      'datasets.list': () => known,
      'models.list': () => [lines('line-reader', 'Line reader'), lines('mine', 'My lines')],
    });
    await vi.waitFor(() => expect(studio.text()).toContain('Fine-tune the reader'));
    studio.button(/^Fine-tune the reader/).click();
    return { ...studio, asked };
  }

  test('become a hand, and the reader that read them is to learn it, in two clicks', async () => {
    const { asked, text, router } = await learn({
      hand: { ...someHand, id: 'hand-0123abcd' },
      added: 31,
      leftOut: 1,
      heldOut: 3,
    });
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('train'));
    expect(asked).toMatchObject([{ id: batch.id, hand: null, holdOut: true }]);
    const draft = useTrainDraft();
    expect(draft.chosen).toEqual([hand.id]);
    expect(draft.tuning?.model).toBe(batch.model);
    expect(draft.lines).toMatchObject({ texts: 'signs', width: 160 });
    expect(text()).toContain('31 signs are in the hand');
    expect(text()).toContain('3 checked fields on every fourth page were kept back');
  });

  test('that come to no signs leave the Train screen as it was, and say so', async () => {
    const { text, router } = await learn({ hand: null, added: 0, leftOut: 4, heldOut: 0 });
    await vi.waitFor(() => expect(text()).toContain('No checked field says where each of its signs stands'));
    expect(router.currentRoute.value.name).not.toBe('train');
    expect(useTrainDraft().tuning).toBeNull();
  });
});
