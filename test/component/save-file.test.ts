import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPinia, setActivePinia } from 'pinia';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { setLanguage } from '../../renderer/i18n/index.ts';
import { useHost } from '../../renderer/stores/host.ts';
import { useSaveFile } from '../../renderer/stores/save-file.ts';
import { useToasts } from '../../renderer/ui/index.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';

const toasts = useToasts();
beforeEach(() => {
  setLanguage('en');
  setActivePinia(createPinia());
});
afterEach(() => {
  useHost().disconnect();
  for (const { id } of [...toasts.list]) toasts.dismiss(id);
  vi.restoreAllMocks();
});

const file = () => ({ name: 'loss.csv', content: new Blob(['step,loss\r\n']) });
const told = () => toasts.list.map(({ tone, title, text }) => ({ tone, title, text }));

async function inWindow(dialogs: boolean, save: Handlers<HostCalls>['files.save']) {
  const info = {
    version: '0.0.0',
    commandLine: 'inkstone',
    host: 'electron',
    platform: 'linux',
    dialogs,
    systemLanguage: 'en',
  } as const;
  const host = createScriptedHost({ 'app.info': () => info, 'files.save': save });
  await useHost().connect(host.open);
  return useSaveFile();
}

describe('saving a file', () => {
  it('goes through the host where it has a dialog, and tells the name that the user chose', async () => {
    const seen: { name: string; text: string }[] = [];
    const save = await inWindow(true, ({ name, bytes }) => {
      seen.push({ name, text: new TextDecoder().decode(bytes) });
      return { name: 'mine.csv' };
    });
    const onSaved = vi.fn();
    await save(file, onSaved);
    expect(onSaved.mock.calls).toEqual([['mine.csv']]);
    expect(seen).toEqual([{ name: 'loss.csv', text: 'step,loss\r\n' }]);
    expect(told()).toEqual([{ tone: 'ok', title: '“mine.csv” was saved', text: undefined }]);
  });

  it('says nothing when the dialog was dismissed', async () => {
    const save = await inWindow(true, () => null);
    await save(file, () => expect.fail('it was not saved'));
    expect(told()).toEqual([]);
  });

  it('tells what went wrong, at the host or while the content was made', async () => {
    const save = await inWindow(true, () => {
      throw new AppError('save-denied', { name: 'mine.csv' });
    });
    await save(file);
    expect(told()).toEqual([{ tone: 'error', title: '“mine.csv” was not saved', text: 'Save it in another folder.' }]);
    await save(() => Promise.reject(new AppError('unsupported')));
    expect(told().at(-1)).toMatchObject({ tone: 'error', title: 'This cannot be done here' });
    useHost().disconnect();
    await save(file);
    expect(told().at(-1)?.tone).toBe('error');
  });

  it('is the browser’s download where the host has no dialog', async () => {
    const clicked: string[] = [];
    URL.createObjectURL = () => 'blob:one';
    URL.revokeObjectURL = () => undefined;
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      clicked.push(`${this.download} ${this.href}`);
    });
    const save = await inWindow(false, () => expect.fail('the host was asked'));
    await save(file);
    expect(clicked).toEqual(['loss.csv blob:one']);
    expect(told()).toEqual([{ tone: 'plain', title: 'Your browser is saving “loss.csv”', text: undefined }]);
  });
});
