import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { EngineStatus } from '../../shared/contract/schemas/engine.ts';
import { settingsSchema, type Settings } from '../../shared/contract/schemas/settings.ts';
import { setLanguage } from '../../renderer/i18n/index.ts';
import SettingsView from '../../renderer/views/SettingsView.vue';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { someFacts } from '../fixtures/scripted-trainer.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const ABSENT = { state: 'absent', downloadBytes: 2.016e9, diskBytes: 3.552e9 } as const;
const CARD = { name: 'NVIDIA H100', vendor: 'nvidia', architecture: 'cuda', software: false, driver: '550.54.15' };

let close: () => void = () => undefined;
afterEach(() => close());

async function open(changes: Partial<EngineStatus> = {}) {
  const asked: string[] = [];
  const settings: Settings = settingsSchema.parse({ version: 1 });
  const status: EngineStatus = {
    state: 'ready',
    facts: someFacts(),
    error: null,
    cuda: ABSENT,
    fallback: null,
    ...changes,
  };
  const told = (name: string) => () => (asked.push(name), null);
  const host = createScriptedHost({
    'engine.status': () => status,
    'engine.start': () => (asked.push('start'), status),
    'engine.installCuda': told('install'),
    'engine.cancelCuda': told('cancel'),
    'engine.removeCuda': told('remove'),
    'settings.get': () => settings,
    'settings.update': (patch) => (asked.push(JSON.stringify(patch)), Object.assign(settings, patch)),
  });
  const studio = await openStudio(host, SettingsView, '/', '/');
  close = studio.close;
  const tell = (residentBytes: number): void => host.emit('engine.memory', { residentBytes });
  const change = async (next: Partial<EngineStatus>): Promise<void> => {
    host.emit('engine.changed', { ...status, ...next });
    await flushPromises();
  };
  return { ...studio, asked, change, tell };
}

const radio = (name: RegExp): HTMLButtonElement =>
  [...document.querySelectorAll<HTMLButtonElement>('[role=radio]')].find((one) => {
    const label = document.getElementById(one.getAttribute('aria-labelledby') ?? '');
    return name.test(label?.textContent?.trim() ?? '');
  })!;
const checked = () => document.querySelector('[role=radio][aria-checked=true][aria-labelledby]');

test('the memory of the trainer is told while there is one', async () => {
  const { change, tell, text } = await open();
  expect(text()).not.toContain('Memory');
  tell(3e8);
  await vi.waitFor(() => expect(text()).toMatch(/Memory\s*300 MB/));
  await change({ state: 'crashed', error: { code: 'trainer-crashed', params: { reason: 'SIGKILL' } } });
  expect(text()).not.toContain('300 MB');
});

describe('the choice of the engine', () => {
  test('shows what is chosen and what runs, and is made with a click or from the keyboard', async () => {
    const { asked, text } = await open();
    expect(checked()).toBe(radio(/^Automatic/));
    expect(radio(/^Processor/).closest('.choice')!.textContent).toContain('In use');
    radio(/^WebGPU/).click();
    await vi.waitFor(() => expect(asked).toEqual(['{"engine":"webgpu"}', 'start']));
    await vi.waitFor(() => expect(checked()).toBe(radio(/^WebGPU/)));

    radio(/^WebGPU/).focus();
    radio(/^WebGPU/).dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }));
    await vi.waitFor(() => expect(asked.slice(2)).toEqual(['{"engine":"cuda"}', 'start']));
    expect(text()).not.toContain('Takes effect');
  });

  test('during a run says that it holds from the next one on', async () => {
    const { asked, change, text } = await open({ state: 'busy' });
    radio(/^WebGPU/).click();
    await vi.waitFor(() => expect(text()).toContain('Takes effect when the run in progress ends'));
    expect(asked).toEqual(['{"engine":"webgpu"}']);
    await change({ state: 'ready' });
    expect(text()).not.toContain('Takes effect');
  });

  test('leaves out CUDA where there is none', async () => {
    const { asked, text } = await open({ cuda: { state: 'unsupported' } });
    expect(radio(/^NVIDIA/).disabled).toBe(true);
    radio(/^NVIDIA/).click();
    await flushPromises();
    expect(asked).toEqual([]);
    expect(text()).toContain('x86-64 processor only');
  });

  test('tells why another engine goes on, and tries again when asked to', async () => {
    const fallback = { code: 'cuda-failed', params: { reason: 'SIGSEGV' }, details: 'at the loader' } as const;
    const { asked, button, text, change } = await open({ fallback });
    expect(text()).toContain('CUDA does not run here; the processor trains instead');
    expect(text()).toContain('could not be started: SIGSEGV');
    expect(text()).toContain('at the loader');
    button(/^Try it again/).click();
    await vi.waitFor(() => expect(asked).toEqual(['start']));
    await change({ fallback: { code: 'cuda-absent', params: {} } });
    expect(text()).toContain('CUDA is chosen but not installed');
    expect(() => button(/^Try it again/)).toThrow();
  });
});

describe('CUDA', () => {
  test('is offered with its price and its licences, and installed on a click', async () => {
    const { asked, button, text } = await open();
    expect(text()).toContain('2.02 GB to fetch, 3.55 GB on disk.');
    expect(text()).toContain('proprietary');
    expect(text()).toContain('no NVIDIA card to run it on');
    button(/^Install/).click();
    await vi.waitFor(() => expect(asked).toEqual(['install']));
  });

  test('on its way tells how far it is and how long it takes, and can be cancelled', async () => {
    const { asked, button, text, change } = await open();
    const cuda = { state: 'downloading', bytes: 5.04e8, totalBytes: 2.016e9, etaSeconds: 83 } as const;
    await change({ cuda });
    expect(text()).toContain('504 MB of 2.02 GB · 1:23 left');
    expect(document.querySelector('[role=progressbar]')!.getAttribute('aria-valuenow')).toBe('25');
    await change({ cuda: { ...cuda, etaSeconds: null } });
    expect(text()).not.toContain('left');
    await change({ cuda: { ...cuda, bytes: cuda.totalBytes } });
    expect(text()).toContain('unpacking');
    button(/^Cancel/).click();
    await vi.waitFor(() => expect(asked).toEqual(['cancel']));
  });

  test('that could not be fetched says why and goes on when asked to', async () => {
    const error = { code: 'disk-space', params: { needed: 4.4, free: 1.2, folder: '/cache' } } as const;
    const { asked, button, text } = await open({ cuda: { ...ABSENT, state: 'failed', error } });
    expect(text()).toContain('4.4 GB are needed in /cache, but only 1.2 GB are free.');
    button(/^Continue/).click();
    await vi.waitFor(() => expect(asked).toEqual(['install']));
  });

  test('that is there shows the card and driver, and is removed after a question', async () => {
    const facts = someFacts({
      engine: 'cuda',
      adapter: CARD,
      devices: ['GPU:0 NVIDIA H100', 'CPU:0'],
      noGpuReason: null,
    });
    const { asked, button, text } = await open({ cuda: { state: 'ready' }, facts });
    expect(text()).toContain('NVIDIA H100, driver 550.54.15');
    button(/^Remove/).click();
    await flushPromises();
    expect(text()).toContain('Remove CUDA from this computer?');
    expect(asked).toEqual([]);
    [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button, [role=alertdialog] button')]
      .find(({ textContent }) => textContent?.trim() === 'Remove')!
      .click();
    await vi.waitFor(() => expect(asked).toEqual(['remove']));
  });

  test('speaks Chinese', async () => {
    const { text } = await open({ fallback: { code: 'cuda-no-driver', params: {} } });
    setLanguage('zh-CN');
    await flushPromises();
    expect(text()).toContain('需下载 2.02 GB');
    expect(text()).toContain('缺少 NVIDIA 驱动，改由处理器训练');
  });
});
