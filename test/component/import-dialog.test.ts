import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers, ParsedInput } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { Inspection } from '../../shared/contract/schemas/import.ts';
import ImportDialog from '../../renderer/features/datasets/ImportDialog.vue';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

let close: () => void = () => undefined;
afterEach(() => close());

/** An inspection of drawings: the ink of those as written is darker, so that the two can be told apart. */
const inspection = (framing: Inspection['framing'], change: Partial<Inspection> = {}): Inspection => ({
  id: (framing === 'centred' ? '1' : '2').repeat(24),
  name: 'mine',
  set: 'drawings',
  sets: [{ name: 'drawings', count: 30, files: 1 }],
  task: { inputShape: [8, 8, 1], classes: ['o', 'O'] },
  framing,
  reframes: true,
  counts: { whole: [20, 10], train: [0, 0], test: [0, 0] },
  sample: { images: new Uint8Array(128).fill(framing === 'centred' ? 1 : 2), labels: [0, 1] },
  warnings: [
    { code: 'duplicates-within', params: { count: 3 }, on: false },
    { code: 'blank-images', params: { count: 1 }, on: false },
  ],
  skipped: [],
  bytes: 30 * 66,
  ...change,
});

const kept = (id: string, inspected?: string): DatasetInfo => ({
  id: id as DatasetInfo['id'],
  name: id,
  kind: 'imported',
  status: {
    state: 'working',
    task: 'import',
    progress: inspected === undefined ? 0.99 : 0.25,
    etaSeconds: null,
    ...(inspected !== undefined && { inspection: inspected }),
  },
  trainCount: 30,
  testCount: 0,
  task: { inputShape: [8, 8, 1], classes: ['o', 'O'] },
  framing: 'centred',
  origin: null,
});

async function open(handlers: Partial<Handlers<HostCalls>> = {}) {
  const inspected: ParsedInput<HostCalls, 'datasets.inspect'>[] = [];
  const discarded: string[] = [];
  const host = createScriptedHost({
    'app.info': () => ({
      version: '0.0.0',
      commandLine: 'inkstone',
      host: 'electron',
      platform: 'linux',
      dialogs: true,
      systemLanguage: 'en',
    }),
    'files.pick': () => ({ handle: '0123456789abcdef', name: 'mine' }),
    'datasets.inspect': (wish) => (inspected.push(wish), inspection(wish.framing)),
    'datasets.discard': ({ inspection: id }) => (discarded.push(id), null),
    ...handlers,
  });
  const Screen = defineComponent({ render: () => h(ImportDialog, { open: true }) });
  const studio = await openStudio(host, Screen, '/', '/');
  close = studio.close;
  studio.button(/^Choose files/).click();
  await vi.waitFor(() => expect(studio.text()).toContain('2 classes'));
  return { host, inspected, discarded, ...studio };
}

const switchOf = (name: string): HTMLButtonElement => {
  const label = [...document.querySelectorAll('label, .label')].find((one) => one.textContent?.includes(name))!;
  return label.parentElement!.querySelector<HTMLButtonElement>('[role=switch]')!;
};
const bar = (): HTMLElement => document.querySelector('[role=progressbar]')!;

describe('the review of drawings', () => {
  test('shows them anew as written, keeps what was chosen meanwhile, and imports that', async () => {
    const imported = vi.fn();
    const { inspected, discarded, text, button } = await open({
      'datasets.importCounts': () => ({ train: [16, 8], test: [4, 2] }),
      'datasets.import': (wish) => {
        imported(wish);
        throw new AppError('disk-full');
      },
    });
    expect(inspected).toMatchObject([{ framing: 'centred' }]);
    expect(switchOf('Keep size and place').getAttribute('aria-checked')).toBe('false');
    switchOf('Leave them out').click();
    const name = document.querySelector<HTMLInputElement>('.fields input')!;
    name.value = 'Rings';
    name.dispatchEvent(new Event('input'));
    await flushPromises();
    switchOf('Keep size and place').click();
    await vi.waitFor(() => expect(switchOf('Keep size and place')?.getAttribute('aria-checked')).toBe('true'));
    expect(inspected.at(-1)).toMatchObject({ framing: 'as-written', set: 'drawings', handle: '0123456789abcdef' });
    await vi.waitFor(() => expect(discarded).toEqual(['1'.repeat(24)]));
    expect(switchOf('Leave them out').getAttribute('aria-checked')).toBe('true');
    expect(document.querySelector<HTMLInputElement>('.fields input')!.value).toBe('Rings');
    button(/^Import$/).click();
    await vi.waitFor(() => expect(imported).toHaveBeenCalled());
    expect(imported.mock.calls[0]![0]).toMatchObject({
      inspection: '2'.repeat(24),
      name: 'Rings',
      mends: ['blank-images'],
    });
    expect(text()).toContain('30 images');
  });

  test('stays as it was where they cannot be read again', async () => {
    const { discarded, text } = await open({
      'datasets.inspect': ({ framing }) => {
        if (framing === 'as-written') throw new AppError('reader-crashed');
        return inspection('centred');
      },
    });
    switchOf('Keep size and place').click();
    await vi.waitFor(() => expect(document.querySelector('.review [role=alert]')).not.toBeNull());
    expect(text()).toContain('2 classes');
    expect(switchOf('Keep size and place').getAttribute('aria-checked')).toBe('false');
    expect(discarded).toEqual([]);
  });

  test('has no such choice for images that stay as they are', async () => {
    await open({ 'datasets.inspect': () => inspection('centred', { reframes: false }) });
    expect(document.body.textContent).not.toContain('Keep size and place');
  });
});

describe('the numbers of a review', () => {
  test('are those that will be kept, also of mends that leave single images out', async () => {
    const asked: ParsedInput<HostCalls, 'datasets.importCounts'>[] = [];
    const { text } = await open({
      'datasets.importCounts': (wish) => {
        asked.push(wish);
        return wish.mends.includes('blank-images')
          ? { train: [13, 7], test: [4, 2] }
          : { train: [14, 7], test: [4, 2] };
      },
    });
    const counts = (): string[] =>
      [...document.querySelectorAll('.names [role=listitem]')].map((one) => one.textContent!.trim());
    expect(text()).toContain('30 images');
    expect(asked).toEqual([]);
    switchOf('Keep the first of each').click();
    await vi.waitFor(() => expect(text()).toContain('27 images'));
    switchOf('Leave them out').click();
    await vi.waitFor(() => expect(text()).toContain('26 images'));
    expect(counts()).toEqual([expect.stringContaining('17'), expect.stringContaining('9')]);
    expect(asked.at(-1)).toEqual({
      inspection: '1'.repeat(24),
      testFraction: 0.2,
      mends: ['duplicates-within', 'blank-images'],
    });
    switchOf('Keep the first of each').click();
    switchOf('Leave them out').click();
    await vi.waitFor(() => expect(text()).toContain('30 images'));
  });

  test('of files that part training from test are of each part', async () => {
    const parted = { whole: [0, 0], train: [20, 10], test: [5, 5] };
    const { text } = await open({
      'datasets.inspect': () => inspection('centred', { counts: parted }),
      'datasets.importCounts': () => ({ train: [18, 9], test: [5, 5] }),
    });
    expect(text()).toContain('30 to train on, 10 to test with');
    switchOf('Keep the first of each').click();
    await vi.waitFor(() => expect(text()).toContain('27 to train on, 10 to test with'));
  });
});

describe('the progress of an import', () => {
  test('is its own, whatever else is imported and read meanwhile', async () => {
    const { host, button, text } = await open({ 'datasets.import': () => new Promise(() => undefined) });
    host.emit('dataset.changed', kept('set-00000001'));
    host.emit('dataset.changed', kept('set-00000002', '9'.repeat(24)));
    button(/^Import$/).click();
    await vi.waitFor(() => expect(text()).toContain('Importing'));
    await flushPromises();
    expect(bar().getAttribute('aria-valuenow')).toBeNull();
    host.emit('dataset.changed', kept('set-00000003', '1'.repeat(24)));
    await vi.waitFor(() => expect(text()).toContain('25%'));
  });

  test('of its reading stays, when another window reads too', async () => {
    const inspected: string[] = [];
    let read = false;
    const { host, button, text } = await open({
      'datasets.inspect': ({ ticket, framing }) => {
        inspected.push(ticket);
        return read ? new Promise(() => undefined) : ((read = true), inspection(framing));
      },
    });
    switchOf('Keep size and place').click();
    await vi.waitFor(() => expect(inspected).toHaveLength(2));
    const progress = { total: 1000, etaSeconds: null };
    host.emit('inspection.progress', { ticket: inspected[1]!, done: 250, ...progress });
    host.emit('inspection.progress', { ticket: 'of-another', done: 900, ...progress });
    await vi.waitFor(() => expect(text()).toContain('250 images'));
    expect(button(/^Cancel$/)).toBeTruthy();
  });
});
