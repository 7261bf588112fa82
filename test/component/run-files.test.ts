import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers, ParsedInput } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import ImportRunView from '../../renderer/views/ImportRunView.vue';
import RunView from '../../renderer/views/RunView.vue';
import { comparedLogs, comparedRun } from '../fixtures/compared-runs.ts';
import { createScriptedHost, someSpec } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

let close: () => void = () => undefined;
afterEach(() => {
  close();
  vi.restoreAllMocks();
});
const run = comparedRun('run-a', 98, { spec: someSpec('Mine') });

describe('a run that is imported', () => {
  async function openImport(handlers: Partial<Handlers<HostCalls>>) {
    const host = createScriptedHost({
      'files.upload': ({ name }) => ({ handle: 'some-handle', name }),
      ...handlers,
    });
    const studio = await openStudio(host, ImportRunView, '/take-in', '/take-in');
    close = studio.close;
    const choose = async (name: string): Promise<void> => {
      const input = document.querySelector<HTMLInputElement>('[data-testid="run-file"]')!;
      const file = new File([new Uint8Array([80, 75])], name);
      Object.defineProperty(input, 'files', { configurable: true, value: [file] });
      input.dispatchEvent(new Event('change'));
      await flushPromises();
    };
    return { ...studio, choose };
  }

  test('is told by its name, and that it has a new id where its own was taken', async () => {
    const asked: ParsedInput<HostCalls, 'runs.import'>[] = [];
    const { choose, text } = await openImport({
      'runs.import': (request) => (asked.push(request), { run, renamed: true }),
    });
    await choose('mine.run.zip');
    await vi.waitFor(() => expect(text()).toContain('“Mine” was imported'));
    expect(asked).toEqual([{ handle: 'some-handle' }]);
    expect(text()).toContain('There is a run of that id already');
    expect(document.querySelector('a.primary')!.getAttribute('href')).toContain('/runs/run-a');
  });

  test('can be cancelled while it is read', async () => {
    const { choose, text, button } = await openImport({
      'runs.import': (_, { signal }) =>
        new Promise((__, reject) => signal.addEventListener('abort', () => reject(new AppError('cancelled')))),
    });
    await choose('mine.run.zip');
    await vi.waitFor(() => expect(text()).toContain('Reading mine.run.zip …'));
    button(/^Cancel$/).click();
    await vi.waitFor(() => expect(text()).toContain('Drop the file here'));
    expect(document.querySelector('[role=alert]')).toBeNull();
  });

  test('that is none is said to be none, and another can be chosen', async () => {
    const { choose, text } = await openImport({
      'runs.import': () => {
        throw new AppError('run-file-other', { file: 'cat.zip', manifest: 'inkstone-run.json' });
      },
    });
    await choose('cat.zip');
    await vi.waitFor(() => expect(text()).toContain('cat.zip is no run of Inkstone'));
    expect(text()).toContain('Drop the file here');
  });
});

describe('a run that is exported', () => {
  test('goes as the chosen format, with checkpoints only as one file', async () => {
    const asked: ParsedInput<HostCalls, 'runs.export'>[] = [];
    const saved: { name: string; bytes: Uint8Array }[] = [];
    const host = createScriptedHost({
      'app.info': () => ({
        version: '0',
        commandLine: 'inkstone',
        host: 'electron',
        platform: 'linux',
        dialogs: true,
        systemLanguage: 'en',
      }),
      'runs.list': () => [run],
      'runs.get': () => ({ run, logs: comparedLogs(run), torn: 0 }),
      'runs.export': (wish) => (asked.push(wish), { name: `run-a.${wish.format}`, bytes: Uint8Array.of(1, 2) }),
      'files.save': (file) => (saved.push(file), { name: file.name }),
    });
    const studio = await openStudio(host, RunView, '/run-here/run-a', '/run-here/:id');
    close = studio.close;
    const openDialog = async (): Promise<void> => {
      const more = [...document.querySelectorAll<HTMLElement>('button[aria-label="More actions"]')].at(-1)!;
      more.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      await flushPromises();
      const items = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')];
      items.find((item) => item.textContent?.includes('Export the run…'))!.click();
      await flushPromises();
    };
    const submit = async (): Promise<void> => {
      document.querySelector<HTMLFormElement>('#export-run')!.requestSubmit();
      await flushPromises();
    };
    await openDialog();
    document.querySelector<HTMLElement>('[role=dialog] [role=switch]')!.click();
    await flushPromises();
    await submit();
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    await openDialog();
    studio.button(/^TensorBoard$/).click();
    await flushPromises();
    expect(document.querySelector('[role=dialog] [role=switch]')).toBeNull();
    await submit();
    await vi.waitFor(() => expect(saved).toHaveLength(2));
    expect(asked).toEqual([
      { id: 'run-a', format: 'run', checkpoints: true },
      { id: 'run-a', format: 'tensorboard', checkpoints: false },
    ]);
    expect(saved[1]).toEqual({ name: 'run-a.tensorboard', bytes: Uint8Array.of(1, 2) });
  });
});
