import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { settingsSchema, type Settings } from '../../shared/contract/schemas/settings.ts';
import type { UpdatesStatus, UpdateStep } from '../../shared/contract/schemas/update.ts';
import StatusBar from '../../renderer/features/frame/StatusBar.vue';
import { useStatus } from '../../renderer/features/frame/use-status.ts';
import { useUpdateNews } from '../../renderer/features/frame/use-update-news.ts';
import UpdatesCard from '../../renderer/features/updates/UpdatesCard.vue';
import { setLanguage } from '../../renderer/i18n/index.ts';
import { createScriptedHost, someRun } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';
import { someRelease, someUpdates } from '../fixtures/updates-calls.ts';

const PACKAGE = { how: 'package', command: "sudo apt install '/home/a b/inkstone-1.2.0.deb'" } as const;

let close: () => void = () => undefined;
afterEach(() => close());

async function open(
  step: UpdateStep,
  changes: Partial<UpdatesStatus> = {},
  answers: Partial<Handlers<HostCalls>> = {},
) {
  const asked: string[] = [];
  const settings: Settings = settingsSchema.parse({ version: 1 });
  const told = (name: string) => () => (asked.push(name), null);
  const host = createScriptedHost({
    'app.info': () => ({
      version: '1.1.0',
      commandLine: 'inkstone',
      host: 'electron',
      platform: 'linux',
      dialogs: true,
      systemLanguage: 'en',
    }),
    'updates.status': () => someUpdates(step, changes),
    'updates.look': () => (asked.push('look'), someUpdates({ state: 'current' }, { lookedAt: 1.8e12 })),
    'updates.fetch': told('fetch'),
    'updates.cancel': told('cancel'),
    'updates.install': told('install'),
    'settings.get': () => settings,
    'settings.update': (patch) => (asked.push(JSON.stringify(patch)), Object.assign(settings, patch)),
    ...answers,
  });
  const view = { components: { UpdatesCard }, setup: () => (useUpdateNews(), {}), template: '<UpdatesCard />' };
  const studio = await openStudio(host, view, '/', '/');
  close = studio.close;
  const change = async (next: UpdateStep, more: Partial<UpdatesStatus> = changes): Promise<void> => {
    host.emit('updates.changed', someUpdates(next, more));
    await flushPromises();
  };
  return { ...studio, asked, change };
}

const input = (): HTMLInputElement => document.querySelector('input')!;
async function enter(text: string): Promise<void> {
  input().value = text;
  input().dispatchEvent(new Event('input'));
  input().dispatchEvent(new Event('change'));
  await flushPromises();
}

test.each([
  ['checkout', 'git brings what is new'],
  ['browser', 'in the desktop window'],
  ['package', 'never asks the network'],
  ['unsigned', 'knows no key of its makers'],
] as const)('where there are none (%s) the card says why and offers nothing', async (reason, words) => {
  const { text } = await open({ state: 'unsupported', reason });
  expect(text()).toContain(words);
  expect(document.querySelectorAll('button, input')).toHaveLength(0);
});

describe('looking', () => {
  test('is off, and is asked for by a click or for each start', async () => {
    const { asked, button, text } = await open({ state: 'idle' });
    expect(text()).toContain('Inkstone 1.1.0');
    expect(text()).toContain('Not looked for since Inkstone started.');
    expect(document.querySelector('[role=radio][aria-checked=true]')!.textContent).toContain('When I ask');
    button(/^Look now/).click();
    await vi.waitFor(() => expect(text()).toContain('The newest version. Looked for on'));
    [...document.querySelectorAll<HTMLElement>('[role=radio]')]
      .find((one) => /At each/.test(one.textContent!))!
      .click();
    await vi.waitFor(() => expect(asked).toEqual(['look', '{"updates":"on-start"}']));
  });

  test('needs an address, which is kept when it may be one', async () => {
    const { asked, button, text } = await open({ state: 'idle' }, { feed: null });
    expect(button(/^Look now/).disabled).toBe(true);
    expect(text()).toContain('Enter an address to look at first.');
    await enter('http://evil.example/x.json');
    expect(text()).toContain('An address begins with https://');
    expect(asked).toEqual([]);
    await enter(' https://a.example/x.json ');
    expect(text()).not.toContain('An address begins with https://');
    await enter('');
    await vi.waitFor(() => expect(asked).toEqual(['{"updateFeed":"https://a.example/x.json"}', '{"updateFeed":null}']));
  });

  test('is told as it goes on, and can be cancelled', async () => {
    const { asked, button, text } = await open({ state: 'looking' });
    expect(document.querySelector('[aria-live=polite]')!.textContent).toContain('Reading the list of releases');
    button(/^Cancel/).click();
    await vi.waitFor(() => expect(asked).toEqual(['cancel']));
    expect(text()).not.toContain('Download');
  });

  test('that failed says why, and looks again', async () => {
    const error = { code: 'update-feed-unsigned', params: {} } as const;
    const { asked, button, text } = await open({ state: 'failed', error, release: null, handOver: null });
    expect(text()).toContain('not signed by Inkstone’s makers');
    button(/^Try again/).click();
    await vi.waitFor(() => expect(asked).toEqual(['look']));
  });
});

describe('a newer version', () => {
  test('is shown with its size and what is new, in the language on screen, and fetched on a click', async () => {
    const { asked, button, text } = await open({ state: 'available', release: someRelease });
    expect(text()).toContain('Inkstone 1.2.0');
    expect(text()).toContain('244 MB to download');
    expect(text()).toContain('What is new, Nov 30, 2026');
    expect(text()).toContain('Mends the lab.');
    button(/^Download/).click();
    await vi.waitFor(() => expect(asked).toEqual(['fetch']));
    setLanguage('zh-CN');
    await flushPromises();
    expect(text()).toContain('修复了实验室');
  });

  test('without a file for this package offers none', async () => {
    const { text } = await open({ state: 'available', release: { ...someRelease, bytes: null } });
    expect(text()).toContain('not as a package like this one');
    expect([...document.querySelectorAll('button')].map((one) => one.textContent?.trim())).not.toContain('Download');
  });

  test('on its way tells how far it is, and can be cancelled', async () => {
    const { asked, button, text, change } = await open({
      state: 'downloading',
      release: someRelease,
      bytes: 6.1e7,
      etaSeconds: 83,
    });
    expect(text()).toContain('61.0 MB of 244 MB · 1:23 left');
    expect(document.querySelector('[role=progressbar]')!.getAttribute('aria-valuenow')).toBe('25');
    await change({ state: 'downloading', release: someRelease, bytes: 2.44e8, etaSeconds: 0 });
    expect(text()).toContain('Checking');
    button(/^Cancel/).click();
    await vi.waitFor(() => expect(asked).toEqual(['cancel']));
  });

  test('that is fetched is installed or deleted on a click, and tells the command', async () => {
    const { asked, button, text, change } = await open({ state: 'ready', release: someRelease, handOver: PACKAGE });
    expect(text()).toContain(PACKAGE.command);
    button(/^Delete the file/).click();
    button(/^Install/).click();
    await vi.waitFor(() => expect(asked).toEqual(['cancel', 'install']));
    await change({ state: 'installing', release: someRelease, handOver: PACKAGE });
    expect(text()).toContain('until then runs wait');
    button(/^Go on without it/).click();
    await vi.waitFor(() => expect(asked).toEqual(['cancel', 'install', 'cancel']));
  });

  test.each([
    ['restart', 'starts as the new version'],
    ['setup', 'never run this on Windows'],
    ['folder', 'never run this on macOS'],
  ] as const)('that is installed by %s says how', async (how, words) => {
    const { text } = await open({ state: 'ready', release: someRelease, handOver: { how } });
    expect(text()).toContain(words);
  });

  test('waits for a run in progress', async () => {
    const { button, text } = await open(
      { state: 'ready', release: someRelease, handOver: PACKAGE },
      {},
      {
        'runs.list': () => [someRun('tutorial-20261130-000000-abc')],
      },
    );
    await vi.waitFor(() => expect(text()).toContain('has ended'));
    expect(button(/^Install/).disabled).toBe(true);
  });

  test('that a run of another program keeps from being installed is told by whom', async () => {
    const refuse = (): never => {
      throw new AppError('busy-with-run', { run: 'In the terminal' });
    };
    const { button, text } = await open(
      { state: 'ready', release: someRelease, handOver: PACKAGE },
      {},
      {
        'updates.install': refuse,
      },
    );
    button(/^Install/).click();
    await vi.waitFor(() => expect(text()).toContain('The engine is busy with a run'));
  });

  test('that could not be fetched says why, and is fetched again or given up', async () => {
    const error = { code: 'update-damaged', params: { version: '1.2.0' } } as const;
    const { asked, button, text } = await open({ state: 'failed', error, release: someRelease, handOver: null });
    expect(text()).toContain('is not the one that was signed');
    button(/^Try again/).click();
    button(/^Give up/).click();
    await vi.waitFor(() => expect(asked).toEqual(['fetch', 'cancel']));
  });
});

test('one that the system did not take tells the command and the file', async () => {
  const error = { code: 'update-install-failed', params: { reason: 'no handler', file: '/home/a b/x.deb' } } as const;
  const { text } = await open({ state: 'failed', error, release: someRelease, handOver: PACKAGE });
  expect(text()).toContain('The system answered: no handler');
  expect(text()).toContain('Install the file by hand: /home/a b/x.deb');
  expect(text()).toContain(PACKAGE.command);
});

test('of one that the studio has found by itself a toast tells once; of one that a person looked for none does', async () => {
  const { change, router, button } = await open({ state: 'idle' });
  const toasts = () => document.body.textContent!.split('Inkstone 1.2.0 is there').length - 1;
  await change({ state: 'available', release: someRelease }, { byItself: false });
  expect(toasts()).toBe(0);
  await change({ state: 'available', release: someRelease }, { byItself: true });
  await vi.waitFor(() => expect(toasts()).toBeGreaterThan(0));
  const shown = toasts();
  await change({ state: 'available', release: someRelease }, { byItself: true });
  expect(toasts()).toBe(shown);
  button(/^Show/).click();
  await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('settings'));
});

test('while it is being installed the status bar says why runs wait', async () => {
  const release = someRelease;
  const host = createScriptedHost({
    'updates.status': () => someUpdates({ state: 'installing', release, handOver: PACKAGE }),
  });
  const view = {
    components: { StatusBar },
    setup: () => ({ status: useStatus() }),
    template: '<StatusBar :status="status" language="en" />',
  };
  const studio = await openStudio(host, view, '/', '/');
  close = studio.close;
  expect(studio.text()).toContain('Being updated: runs wait');
  host.emit('updates.changed', someUpdates({ state: 'available', release }));
  await flushPromises();
  expect(studio.text()).toContain('No run in progress');
});
