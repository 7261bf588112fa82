import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { settingsSchema } from '../../shared/contract/schemas/settings.ts';
import { useHost } from '../../renderer/stores/host.ts';
import { useSettings } from '../../renderer/stores/settings.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';

beforeEach(() => setActivePinia(createPinia()));
afterEach(() => useHost().disconnect());

test('a call without a connection is refused as disconnected', async () => {
  await expect(useHost().call('app.info', null)).rejects.toMatchObject({ code: 'disconnected' });
});

test('keeps trying while the host cannot be reached, and says why', async () => {
  const host = createScriptedHost();
  let refusals = 2;
  const store = useHost();
  await store.connect(async () => {
    if (refusals-- > 0) throw new AppError('session-ended');
    return host.open();
  });
  expect(store.state).toBe('lost');
  expect(store.error).toMatchObject({ code: 'session-ended' });
  await vi.waitFor(() => expect(store.state).toBe('connected'));
  expect(store.error).toBeNull();
  expect(store.info?.host).toBe('web');
});

test('a snapshot is taken at every connection, until it is not wanted any more', async () => {
  const store = useHost();
  const snapshot = vi.fn(() => Promise.resolve());
  const stop = store.onConnected(snapshot);
  await store.connect(createScriptedHost().open);
  expect(snapshot).toHaveBeenCalledTimes(1);
  stop();
  store.disconnect();
  await store.connect(createScriptedHost().open);
  expect(store.state).toBe('connected');
  expect(snapshot).toHaveBeenCalledTimes(1);
});

test('a setting shows at once, and goes back by itself when the host refuses it', async () => {
  let refuse: () => void = () => undefined;
  const host = createScriptedHost({
    'settings.update': () => new Promise((_, reject) => (refuse = () => reject(new AppError('disk-full')))),
  });
  const settings = useSettings();
  await useHost().connect(host.open);
  expect(settings.theme).toBe('system');

  const update = settings.update({ theme: 'dark' });
  expect(settings.theme).toBe('dark');
  // Another window's change of something else does not undo ours.
  host.emit('settings.changed', settingsSchema.parse({ version: 1, language: 'zh-CN' }));
  await vi.waitFor(() => expect(settings.language).toBe('zh-CN'));
  expect(settings.theme).toBe('dark');

  refuse();
  await expect(update).rejects.toMatchObject({ code: 'disk-full' });
  expect(settings.theme).toBe('system');
  expect(settings.language).toBe('zh-CN');
});

test('a tab of a host that was started anew is told so, one whose host stays away what may have happened', async () => {
  const store = useHost();
  let refusal: 'session-ended' | 'disconnected' = 'session-ended';
  await store.connect(async () => {
    throw new AppError(refusal);
  });
  expect(store.advice).toBe('open-new-address');
  refusal = 'disconnected';
  await store.retryNow();
  expect(store.advice).toBeNull();
  for (let n = 0; n < 5; n++) await store.retryNow();
  expect(store.advice).toBe('start-host');
});
