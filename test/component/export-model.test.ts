import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { defineComponent, h, shallowRef } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallContext, Handlers, ParsedInput } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { exportFormatSchema, EXPORT_NAMES } from '../../shared/contract/schemas/export.ts';
import ExportModelDialog from '../../renderer/features/export/ExportModelDialog.vue';
import type { ModelToExport } from '../../renderer/features/export/use-model-export.ts';
import { setLanguage } from '../../renderer/i18n/index.ts';
import ModelsView from '../../renderer/views/ModelsView.vue';
import RunView from '../../renderer/views/RunView.vue';
import { CALLS } from '../fixtures/call-examples.ts';
import { comparedLogs, comparedRun } from '../fixtures/compared-runs.ts';
import { someImportedModel } from '../fixtures/model-import-calls.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

let close: () => void = () => undefined;
afterEach(() => {
  close();
  vi.restoreAllMocks();
});

type Wish = ParsedInput<HostCalls, 'exports.make'>;
const made = CALLS['exports.make'][1];
const desktop = (dialogs: boolean) => ({
  'app.info': () => ({
    version: '0',
    commandLine: 'inkstone',
    host: 'electron' as const,
    platform: 'linux',
    dialogs,
    systemLanguage: 'en',
  }),
});
/** An export that goes on until it is cancelled. */
const endless = (_: Wish, { signal }: CallContext): Promise<never> =>
  new Promise((__, reject) => signal.addEventListener('abort', () => reject(new AppError('cancelled'))));

/** The dialog for the starter. */
async function open(handlers: Partial<Handlers<HostCalls>>) {
  const asked: Wish[] = [];
  const make = handlers['exports.make'] ?? (() => made);
  const host = createScriptedHost({
    ...desktop(true),
    ...handlers,
    'exports.make': (wish, context) => (asked.push(wish), make(wish, context)),
  });
  const model = shallowRef<ModelToExport | null>({ ref: 'starter', name: 'Starter model' });
  const Screen = defineComponent({
    render: () => h(ExportModelDialog, { model: model.value, 'onUpdate:model': (now) => (model.value = now) }),
  });
  const studio = await openStudio(host, Screen, '/', '/');
  close = studio.close;
  return { host, asked, model, ...studio };
}
const dialog = (): HTMLElement | null => document.querySelector('[role=dialog]');
const radio = (name: string): HTMLElement =>
  [...document.querySelectorAll<HTMLElement>('[role=radio]')].find((one) => one.textContent?.includes(name))!;
const key = (name: string): boolean =>
  document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));

describe('the export of a model', () => {
  test('offers every format of the contract, ONNX first in focus, and the arrow keys choose another', async () => {
    const { asked, button, text } = await open({});
    expect([...document.querySelectorAll('[role=radio] strong')].map(({ textContent }) => textContent)).toEqual(
      exportFormatSchema.options.map((format) => EXPORT_NAMES[format]),
    );
    await vi.waitFor(() => expect(document.activeElement).toBe(radio('ONNX')));
    key('ArrowUp');
    const above = exportFormatSchema.options[exportFormatSchema.options.indexOf('onnx') - 1]!;
    await vi.waitFor(() => expect(radio(EXPORT_NAMES[above]).getAttribute('aria-checked')).toBe('true'));
    button(/^Export$/).click();
    await vi.waitFor(() => expect(text()).toContain('1,000 of 1,000 answers are the same'));
    expect(asked).toMatchObject([{ model: 'starter', format: above }]);
  });

  test('tells how far it is, and then its proof, rounded up, and how to use it', async () => {
    let finish: (result: typeof made) => void;
    const { host, asked, button, text } = await open({
      'exports.make': () => new Promise((resolve) => (finish = resolve)),
    });
    button(/^Export$/).click();
    await vi.waitFor(() => expect(text()).toContain('Writing it as ONNX'));
    expect(document.querySelector('[role=progressbar]')!.getAttribute('aria-valuenow')).toBeNull();
    host.emit('export.progress', { ticket: 'another-window', done: 1900, total: 2000 });
    host.emit('export.progress', { ticket: asked[0]!.ticket, done: 500, total: 2000 });
    await vi.waitFor(() => expect(text()).toContain('Comparing the answers: 25%'));
    finish!(made);
    await vi.waitFor(() => expect(text()).toContain('Probabilities within 2 × 10⁻⁷ of the model’s own'));
    expect(text()).toContain('Starter.onnx');
    expect(document.querySelector('pre')!.textContent).toContain('import onnxruntime');
    expect(document.querySelector('[role=tab]')!.textContent).toContain('Python');
  });

  test('goes to the place that is asked for, keeps its file where that fails, and comes in another format', async () => {
    const saved: string[] = [];
    let full = true;
    const { asked, button, text } = await open({
      'files.save': ({ name, bytes }) => {
        if (full) throw new AppError('disk-full');
        saved.push(`${name}: ${bytes.length}`);
        return { name: 'mine.onnx' };
      },
    });
    button(/^Export$/).click();
    await vi.waitFor(() => button(/^Save$/).click());
    await vi.waitFor(() => expect(text()).toContain('The disk is full'));
    full = false;
    await vi.waitFor(() => {
      button(/^Save$/).click();
      expect(text()).toContain('Saved as “mine.onnx”');
    });
    expect(saved).toContain(`Starter.onnx: ${made.bytes.length}`);
    button(/^Another format$/).click();
    await vi.waitFor(() => expect(document.activeElement).toBe(radio('ONNX')));
    radio('TensorFlow.js').click();
    await flushPromises();
    button(/^Export$/).click();
    await vi.waitFor(() => expect(asked.map(({ format }) => format)).toEqual(['onnx', 'tfjs']));
    await vi.waitFor(() => expect(text()).toContain('answers are the same'));
    expect(text()).not.toContain('Saved as');
  });

  test('is cancelled by its button and with its dialog', async () => {
    const aborted = vi.fn();
    const { model, button, text } = await open({
      'exports.make': (wish, context) => {
        context.signal.addEventListener('abort', aborted);
        return endless(wish, context);
      },
    });
    button(/^Export$/).click();
    await vi.waitFor(() => expect(text()).toContain('Writing it as'));
    button(/^Cancel$/).click();
    await vi.waitFor(() => expect(text()).not.toContain('Writing it as'));
    expect(dialog()!.querySelector('[role=alert]')).toBeNull();
    await vi.waitFor(() => expect(aborted).toHaveBeenCalledTimes(1));
    button(/^Export$/).click();
    await vi.waitFor(() => expect(text()).toContain('Writing it as'));
    key('Escape');
    await vi.waitFor(() => expect(aborted).toHaveBeenCalledTimes(2));
    expect(model.value).toBeNull();
  });

  test('offers the weights that a format holds, and tells what rounded ones cost', async () => {
    const right = (correct: number) => ({ correct, interval: [0.98, 0.99] as [number, number] });
    const cost = {
      images: 1000,
      maxDifference: 0.0123,
      changed: 2,
      accuracy: { images: 1000, full: right(987), rounded: right(985) },
      fullBytes: 400_000,
    };
    const { asked, button, text } = await open({ 'exports.make': () => ({ ...made, cost }) });
    radio('int8').click();
    await flushPromises();
    radio('Keras').click();
    await flushPromises();
    expect(radio('int8').getAttribute('aria-checked')).toBe('false');
    expect(radio('int8').hasAttribute('disabled')).toBe(true);
    expect(radio('float32').getAttribute('aria-checked')).toBe('true');
    radio('ONNX').click();
    await flushPromises();
    button(/^Export$/).click();
    await vi.waitFor(() => expect(text()).toContain('2 answers of 1,000 are others than with the full weights'));
    expect(asked).toMatchObject([{ format: 'onnx', weights: 'int8' }]);
    expect(text()).toContain('No probability has moved by more than 0.02');
    expect(text()).toContain('98.7% (98.0–99.0) with the full weights, 98.5% (98.0–99.0) with the rounded ones');
    expect(text()).toContain('instead of 400 kB');
    expect(text()).toContain('with its weights rounded alike');
  });

  test('in a format that cannot hold its weights offers another', async () => {
    const { asked, button, text } = await open({
      'exports.make': ({ format }) => {
        if (format === 'onnx') return made;
        throw new AppError('export-weights', { weights: 'int8', format: EXPORT_NAMES[format] });
      },
    });
    radio('TensorFlow.js').click();
    await flushPromises();
    button(/^Export$/).click();
    await vi.waitFor(() => expect(text()).toContain('TensorFlow.js cannot hold int8 weights'));
    button(/^Export as ONNX$/).click();
    await vi.waitFor(() => expect(text()).toContain('answers are the same'));
    expect(asked.map(({ format }) => format)).toEqual(['tfjs', 'onnx']);
    expect(dialog()!.querySelector('[role=alert]')).toBeNull();
  });

  test.each([
    [new AppError('export-differs', { format: 'ONNX', difference: '0.5', differ: 31 }), 'reads otherwise', true],
    [new AppError('export-unread', { format: 'ONNX', reason: 'bad node' }), 'cannot be read again', true],
    [new AppError('export-too-large', { megabytes: 200, limit: 135 }), 'too large for the window', true],
    [new AppError('disk-full'), 'The disk is full', false],
    [new AppError('model-not-found', { id: 'run-1' }), 'can no longer be found', false],
    [new AppError('worker-crashed', { reason: 'SIGKILL' }), 'ended early', false],
  ])('that meets %s says so in its own words, and can be tried again', async (error, words, offersOther) => {
    let fails = true;
    const { button, text } = await open({
      'exports.make': () => {
        if (fails) throw error;
        return made;
      },
    });
    button(/^Export$/).click();
    await vi.waitFor(() => expect(dialog()!.querySelector('[role=alert]')!.textContent).toContain(words));
    expect(text().includes('Export as SavedModel')).toBe(offersOther);
    fails = false;
    button(/^Export$/).click();
    await vi.waitFor(() => expect(text()).toContain('answers are the same'));
  });

  test('as a page needs no program', async () => {
    const { button, text } = await open({ 'exports.make': () => ({ ...made, name: 'Starter.html', usage: [] }) });
    button(/^Export$/).click();
    await vi.waitFor(() => expect(text()).toContain('Open it in a browser'));
    expect(document.querySelector('[role=tab]')).toBeNull();
  });

  test('speaks Chinese', async () => {
    const { button, text } = await open({});
    setLanguage('zh-CN');
    await vi.waitFor(() => expect(text()).toContain('导出“Starter model”'));
    button(/^导出$/).click();
    await vi.waitFor(() => expect(text()).toContain('1,000 个答案中有 1,000 个相同'));
    expect(text()).toContain('与原模型相差不超过 2 × 10⁻⁷');
  });
});

describe('where a model is', () => {
  const run = comparedRun('run-a', 98);
  async function chooseInMenu(menu: string): Promise<void> {
    const more = document.querySelector<HTMLElement>(`button[aria-label="${menu}"]`)!;
    more.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await flushPromises();
    const items = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')];
    items.find((item) => item.textContent?.includes('Export…'))!.click();
    await flushPromises();
  }

  test('on the page of models its menu exports it, and the dialog outlives a model that is removed', async () => {
    const asked: Wish[] = [];
    const host = createScriptedHost({
      'models.list': () => [someImportedModel],
      'exports.make': (wish, context) => (asked.push(wish), endless(wish, context)),
    });
    const studio = await openStudio(host, ModelsView, '/models-here', '/models-here');
    close = studio.close;
    await chooseInMenu(`More actions for “${someImportedModel.name}”`);
    studio.button(/^Export$/).click();
    await vi.waitFor(() => expect(asked).toMatchObject([{ model: someImportedModel.ref }]));
    host.emit('model.removed', { ref: someImportedModel.ref });
    await flushPromises();
    expect(dialog()!.textContent).toContain(`Export “${someImportedModel.name}”`);
  });

  test('on a finished run’s page a button exports it', async () => {
    const asked: Wish[] = [];
    const host = createScriptedHost({
      'runs.list': () => [run],
      'runs.get': () => ({ run, logs: comparedLogs(run), torn: 0 }),
      'exports.make': (wish) => (asked.push(wish), made),
    });
    const studio = await openStudio(host, RunView, '/run-here/run-a', '/run-here/:id');
    close = studio.close;
    studio.button(/^Export…$/).click();
    await flushPromises();
    studio.button(/^Export$/).click();
    await vi.waitFor(() => expect(asked).toMatchObject([{ model: 'run-a' }]));
  });
});
