import { flushPromises } from '@vue/test-utils';
import { createApp, h } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import type { LogView, PageFault } from '../../shared/contract/schemas/report.ts';
import LogCard from '../../renderer/features/reports/LogCard.vue';
import { faultOf, tellPageFaults } from '../../renderer/features/reports/tell-page-faults.ts';
import { useHost } from '../../renderer/stores/host.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

let close: () => void = () => undefined;
afterEach(() => {
  close();
  vi.restoreAllMocks();
});

const DUMP = { name: 'a.dmp', bytes: 2e6, at: 1.7e12 };

async function open(changes: Partial<LogView> = {}, dialogs = false) {
  const asked: string[] = [];
  let log: LogView = {
    folder: '/home/anna/ink/logs',
    lines: ['first line', '<b>last</b> line'],
    dumps: [],
    ...changes,
  };
  const told = (name: string) => () => (asked.push(name), null);
  const saved: { name: string; text: string }[] = [];
  const host = createScriptedHost({
    'app.info': () => ({
      version: '1.0.0',
      commandLine: 'inkstone',
      host: dialogs ? 'electron' : 'web',
      platform: 'linux',
      dialogs,
      systemLanguage: 'en',
    }),
    'reports.log': () => log,
    'reports.clear': () => {
      asked.push('clear');
      log = { ...log, lines: [], dumps: [] };
      return null;
    },
    'reports.reveal': told('reveal'),
    'reports.problem': ({ page }) => {
      asked.push(`problem ${String(page !== null && page.userAgent.length > 0)}`);
      return { name: 'inkstone-report.txt', text: 'Inkstone: report of a problem\nfirst line' };
    },
    'files.save': ({ name, bytes }) => {
      saved.push({ name, text: new TextDecoder().decode(bytes) });
      return { name };
    },
  });
  const studio = await openStudio(host, LogCard, '/', '/');
  close = studio.close;
  return { ...studio, asked, saved };
}

describe('the log in the settings', () => {
  test('is read in place, as text, and copied', async () => {
    const { button } = await open();
    const copied = vi.fn(() => Promise.resolve());
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: copied }, configurable: true });
    expect(document.querySelector('pre')).toBeNull();
    button(/^Last lines/).click();
    await vi.waitFor(() => expect(document.querySelector('pre')?.textContent).toBe('first line\n<b>last</b> line'));
    button(/^Copy$/).click();
    await vi.waitFor(() => expect(copied).toHaveBeenCalledWith('first line\n<b>last</b> line'));
  });

  test('opens its folder in the desktop window, and tells its path in a browser', async () => {
    const desktop = await open({}, true);
    desktop.button(/^Last lines/).click();
    await flushPromises();
    desktop.button(/^Open the folder/).click();
    await vi.waitFor(() => expect(desktop.asked).toEqual(['reveal']));
    close();
    const web = await open();
    web.button(/^Last lines/).click();
    await flushPromises();
    expect(() => web.button(/^Open the folder/)).toThrow();
    web.button(/^Copy the path/);
  });

  test('is cleared when that is confirmed, with the images of crashes', async () => {
    const { button, asked, text } = await open({ dumps: [DUMP, DUMP] });
    expect(text()).toContain('2 memory images of crashes, 4.00 MB');
    button(/^Last lines/).click();
    await flushPromises();
    button(/^Clear…/).click();
    await vi.waitFor(() => button(/^Cancel$/));
    button(/^Cancel$/).click();
    await flushPromises();
    expect(asked).toEqual([]);
    button(/^Clear…/).click();
    await vi.waitFor(() => button(/^Clear$/));
    button(/^Clear$/).click();
    await vi.waitFor(() => expect(text()).toContain('The log is empty.'));
    expect(asked).toEqual(['clear']);
    expect(text()).not.toContain('memory image');
  });
});

test('a report is shown whole before it is saved', async () => {
  const { button, asked, saved } = await open({}, true);
  button(/^Report a problem…/).click();
  await vi.waitFor(() =>
    expect(document.querySelector('[role=dialog] pre')?.textContent).toBe('Inkstone: report of a problem\nfirst line'),
  );
  expect(asked).toEqual(['problem true']);
  expect(saved).toEqual([]);
  button(/^Save as a file/).click();
  await vi.waitFor(() =>
    expect(saved).toEqual([{ name: 'inkstone-report.txt', text: 'Inkstone: report of a problem\nfirst line' }]),
  );
});

describe('errors of the page', () => {
  test('come to the host, those before it was connected too', async () => {
    const faults: PageFault[] = [];
    const host = createScriptedHost({ 'reports.pageFault': (fault) => (faults.push(fault), null) });
    setActivePinia(createPinia());
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const router = createRouter({
      history: createMemoryHistory(),
      routes: [{ path: '/', name: 'home', component: { render: () => h('div') } }],
    });
    await router.push('/');
    const broken = (): never => {
      throw new TypeError('broken');
    };
    const app = createApp({ render: () => broken() });
    tellPageFaults(app, router);
    app.mount(document.createElement('div'));
    // What the page says in its console is said as ever.
    expect(said).toHaveBeenCalledOnce();
    await useHost().connect(host.open);
    await vi.waitFor(() => expect(faults).toMatchObject([{ message: 'broken', screen: 'home' }]));
    window.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: new Error('later') }));
    window.dispatchEvent(Object.assign(new Event('error'), { error: null, message: 'Script error.' }));
    await vi.waitFor(() =>
      expect(faults.slice(1)).toMatchObject([{ message: 'later' }, { message: 'Script error.', stack: null }]),
    );
    useHost().disconnect();
  });

  test('are cut, and bring no names that stand in the studio’s own', () => {
    expect(faultOf(new AppError('hand-name-taken', { name: 'Anna' }), 'hands')).toEqual({
      message: 'hand-name-taken',
      stack: null,
      screen: 'hands',
    });
    expect(faultOf('x'.repeat(9000), Symbol('s'))).toEqual({ message: 'x'.repeat(2000), stack: null, screen: null });
  });
});
