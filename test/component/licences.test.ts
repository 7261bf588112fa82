import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LicenceEntry } from '../../shared/contract/schemas/licences.ts';
import LicencesView from '../../renderer/views/LicencesView.vue';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const entry = (name: string, changes: Partial<LicenceEntry> = {}): LicenceEntry => ({
  name,
  version: '1.0.0',
  group: 'program',
  licence: 'MIT',
  homepage: 'https://a.example',
  text: '0123456789abcdef.txt',
  ...changes,
});
const LIST = [
  entry('Inkstone'),
  entry('TensorFlow', { group: 'native', licence: 'Apache-2.0', text: 'aaaaaaaaaaaaaaaa.txt' }),
  entry('Abseil', { group: 'chromium', licence: null, version: null, text: 'bbbbbbbbbbbbbbbb.txt' }),
];

let files: Record<string, string>;
let close: () => void = () => undefined;
beforeEach(() => {
  files = {
    'licences/index.json': JSON.stringify(LIST),
    'licences/0123456789abcdef.txt': 'MIT text',
    'licences/aaaaaaaaaaaaaaaa.txt': 'Apache text <b>as text</b>',
  };
  vi.stubGlobal('fetch', (name: string) =>
    Promise.resolve(new Response(files[name] ?? '', { status: name in files ? 200 : 404 })),
  );
});
afterEach(() => {
  close();
  vi.unstubAllGlobals();
});

async function open() {
  const studio = await openStudio(createScriptedHost({}), LicencesView, '/', '/');
  close = studio.close;
  const search = async (words: string): Promise<void> => {
    const input = document.querySelector('input')!;
    input.value = words;
    input.dispatchEvent(new Event('input'));
    await vi.waitFor(() => expect(document.querySelector('input')!.value).toBe(words));
  };
  return { ...studio, search, names: () => [...document.querySelectorAll('.entry .name')].map((e) => e.textContent) };
}

test('all parts are listed by group, and the text of the chosen one is shown as text', async () => {
  const { button, text, names } = await open();
  await vi.waitFor(() => expect(document.querySelector('pre')?.textContent).toBe('MIT text'));
  expect(names()).toEqual(['Inkstone', 'TensorFlow', 'Abseil']);
  expect(text()).toContain('Native libraries and runtimes · 1');
  button(/^TensorFlow/).click();
  await vi.waitFor(() => expect(document.querySelector('pre')?.textContent).toBe('Apache text <b>as text</b>'));
  expect(document.querySelector('[aria-current] .name')?.textContent).toBe('TensorFlow');
  expect(document.querySelectorAll('main a[href^=http], pre b')).toHaveLength(0);
});

test('to the keyboard the list is one stop, in which the arrow keys, Home and End show what they come to', async () => {
  const { names, search } = await open();
  await vi.waitFor(() => expect(names()).toHaveLength(3));
  const stops = () => [...document.querySelectorAll<HTMLButtonElement>('.entry[tabindex="0"]')];
  const press = (key: string) => {
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    return vi.waitFor(() => expect(stops()).toEqual([document.activeElement]));
  };
  stops()[0]!.focus();
  for (const [key, name] of [
    ['ArrowDown', 'TensorFlow'],
    ['Home', 'Inkstone'],
    ['ArrowUp', 'Inkstone'],
    ['End', 'Abseil'],
  ] as const) {
    await press(key);
    expect(document.querySelector('[aria-current] .name')?.textContent).toBe(name);
  }
  await search('tensor');
  await vi.waitFor(() =>
    expect(stops().map((stop) => stop.textContent)).toEqual([expect.stringContaining('TensorFlow')]),
  );
});

test('the list is searched by name and licence', async () => {
  const { search, names, text } = await open();
  await vi.waitFor(() => expect(names()).toHaveLength(3));
  await search('APACHE tensor');
  await vi.waitFor(() => expect(names()).toEqual(['TensorFlow']));
  await search('nothing like it');
  await vi.waitFor(() => expect(text()).toContain('Nothing of that name.'));
});

test('a text or a list that is missing or torn is an error, and can be tried again', async () => {
  files['licences/index.json'] = '[{"name":"half';
  const { button, names, text } = await open();
  await vi.waitFor(() => expect(document.querySelector('[role=alert]')).not.toBeNull());
  files['licences/index.json'] = JSON.stringify(LIST);
  button(/^Try again/).click();
  await vi.waitFor(() => expect(names()).toHaveLength(3));
  button(/^Abseil/).click();
  await vi.waitFor(() => expect(text()).toContain('bbbbbbbbbbbbbbbb.txt'));
  button(/^TensorFlow/).click();
  await vi.waitFor(() => expect(document.querySelector('pre')?.textContent).toContain('Apache text'));
  expect(document.querySelector('[role=alert]')).toBeNull();
});
