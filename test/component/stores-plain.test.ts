import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reactive, ref } from 'vue';
import { useHost } from '../../renderer/stores/host.ts';
import { plain } from '../../renderer/stores/plain.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';

beforeEach(() => setActivePinia(createPinia()));
afterEach(() => useHost().disconnect());

test('what Vue watches crosses a port like anything else', async () => {
  const asked: unknown[] = [];
  const host = createScriptedHost({ 'runs.rename': (wish) => (asked.push(wish), Promise.reject(new Error('enough'))) });
  await useHost().connect(host.open);
  const wish = reactive({ id: 'the-run', name: 'Renamed' });
  expect(() => structuredClone(wish)).toThrow();
  await expect(useHost().call('runs.rename', wish)).rejects.toMatchObject({ code: 'internal' });
  expect(asked).toEqual([{ id: 'the-run', name: 'Renamed' }]);
});

test('is made plain at any depth, and bytes stay bytes', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const mends = ref(['inverted', 'transposed']);
  const value = plain({ list: mends.value, inside: reactive({ deep: [{ on: true }], none: null }), bytes });
  expect(structuredClone(value)).toEqual({
    list: ['inverted', 'transposed'],
    inside: { deep: [{ on: true }], none: null },
    bytes,
  });
  expect(value.bytes).toBe(bytes);
});
