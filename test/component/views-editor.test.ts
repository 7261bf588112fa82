import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { Architecture, ArchitectureContent } from '../../shared/contract/schemas/architecture.ts';
import ModelEditorView from '../../renderer/views/ModelEditorView.vue';
import ModelsView from '../../renderer/views/ModelsView.vue';
import type { MenuEntry, MenuItem } from '../../renderer/ui/index.ts';
import { useModelEditor } from '../../renderer/stores/model-editor.ts';
import { CALLS } from '../fixtures/call-examples.ts';
import { someArchitecture } from '../fixtures/architecture-examples.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { starterModel } from '../fixtures/scripted-hands.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const content: ArchitectureContent = { ...someArchitecture.content, origin: null };
const own: Architecture = { ...someArchitecture, name: 'Mine', content };
const withLayers = (count: number): ArchitectureContent => ({ ...content, layers: content.layers.slice(0, count) });

let close: () => void = () => undefined;
afterEach(() => close());

async function open(handlers: Partial<Handlers<HostCalls>> = {}, path = `/models/${own.id}`) {
  const asked: string[] = [];
  const saves: ArchitectureContent[] = [];
  let stored = own;
  const next = (changed: ArchitectureContent): Architecture =>
    (stored = { ...stored, revision: stored.revision + 1, content: changed });
  const host = createScriptedHost({
    'architectures.list': () => [stored],
    'architectures.create': ({ name, content: made }) => (
      asked.push(`create ${name}`),
      { ...own, id: 'arch-ffffffffffff', name, revision: 1, content: made }
    ),
    'architectures.save': ({ expected, content: changed }) => {
      asked.push(`save on ${expected}`);
      if (expected !== stored.revision) throw new AppError('architecture-changed', { name: stored.name });
      saves.push(changed);
      return next(changed);
    },
    'architectures.takeVersion': ({ expected, revision }) => (
      asked.push(`take ${revision} on ${expected}`),
      next(content)
    ),
    ...handlers,
  });
  const view = path === '/models' ? ModelsView : ModelEditorView;
  const studio = await openStudio(host, view, path, path === '/models' ? path : '/models/:id');
  close = studio.close;
  return { ...studio, host, asked, saves, another: (changed: ArchitectureContent) => next(changed) };
}

const rows = (): string[] =>
  [...document.querySelectorAll('[role=treegrid] .row .type')].map((type) => type.textContent ?? '');

describe('the editor', () => {
  test('leads from a trained model to the lab; an architecture has no weights that could be looked at there', async () => {
    const evaluating = ({ wrapper }: Awaited<ReturnType<typeof open>>): MenuItem[] =>
      wrapper
        .findAllComponents({ name: 'UiMenu' })
        .flatMap((menu) => menu.props('items') as MenuEntry[])
        .filter((entry): entry is MenuItem => entry !== 'separator' && entry.label === 'Evaluate…');
    const fromTrained = { ...own, content: { ...content, origin: 'starter' as const } };
    expect(evaluating(await open({ 'architectures.list': () => [fromTrained] }))).toEqual([]);
    close();
    const handlers = { 'models.list': () => [starterModel], 'models.card': () => CALLS['models.card'][1] };
    const studio = await open(handlers, '/models/trained-starter');
    await vi.waitFor(() => expect(evaluating(studio)).toHaveLength(1));
    evaluating(studio)[0]!.select();
    await vi.waitFor(() => expect(studio.router.currentRoute.value.fullPath).toBe('/other/evaluate?model=starter'));
  });

  test('trains and keeps as a preset nothing but what is in sight: no model before a text that none can be read from', async () => {
    const { wrapper } = await open();
    const button = (label: string) => wrapper.findAll('button').find((one) => one.text().includes(label))!;
    const isDisabled = () =>
      ['Train this', 'Save as preset'].map((label) => button(label).attributes('disabled') === '');
    await wrapper.get('[aria-label="JSON"]').trigger('click');
    expect(isDisabled()).toEqual([false, false]);
    await wrapper.get('textarea').setValue('{ "layers": [');
    expect(isDisabled()).toEqual([true, true]);
    expect(button('Train this').attributes('title')).toContain('No model can be read from the JSON yet');
    // The list shows the layers that are trained.
    await wrapper.get('[aria-label="JSON"]').trigger('click');
    expect(isDisabled()).toEqual([false, false]);
  });

  test('shows an architecture’s layers with what they cost, and saves what is changed', async () => {
    const { asked, saves, text } = await open();
    expect(rows()).toEqual(content.layers.map(({ type }) => type));
    expect(text()).toContain('225,034');
    expect(text()).toContain('26 × 26 × 32');
    useModelEditor().step({ layers: withLayers(6).layers });
    await vi.waitFor(() => expect(saves).toHaveLength(1));
    expect(saves[0]!.layers).toHaveLength(6);
    expect(asked).toEqual(['save on 7']);
    // What is left has no softmax at its end: it is saved all the same, and mended by a click.
    const mend = [...document.querySelectorAll('button')].find((one) => /softmax over 10/.test(one.textContent ?? ''))!;
    mend.click();
    await flushPromises();
    expect(document.querySelectorAll('.fault')).toHaveLength(0);
    await vi.waitFor(() => expect(asked).toEqual(['save on 7', 'save on 8']));
  });

  test('a preset stays what it is: its first change makes an architecture', async () => {
    const { asked, text } = await open({}, '/models/tutorial');
    expect(text()).toContain('not changed');
    useModelEditor().step({ layers: [] });
    await vi.waitFor(() => expect(asked).toEqual(['create Tutorial']));
    expect(useModelEditor().present.layers).toEqual([]);
    expect(text()).toContain('No layers yet');
  });

  test('asks where another window was first, and goes on from either, keeping both', async () => {
    const { asked, another, button, text } = await open();
    another(withLayers(2));
    useModelEditor().step({ layers: withLayers(3).layers });
    await vi.waitFor(() => expect(text()).toContain('was changed in another window'));
    // Nothing is saved over the other's meanwhile.
    useModelEditor().step({ layers: withLayers(4).layers });
    button(/^Go on from the other$/).click();
    await vi.waitFor(() => expect(asked).toEqual(['save on 7', 'save on 8', 'take 8 on 9']));
    await vi.waitFor(() => expect(rows()).toHaveLength(2));
    expect(text()).not.toContain('was changed in another window');
  });

  test('keeps one’s own as a copy', async () => {
    const { asked, another, button, text } = await open();
    another(withLayers(2));
    useModelEditor().step({ layers: withLayers(3).layers });
    await vi.waitFor(() => expect(text()).toContain('was changed in another window'));
    button(/^Keep mine as a copy$/).click();
    await vi.waitFor(() => expect(asked.at(-1)).toBe('create Mine 2'));
    expect(rows()).toHaveLength(3);
  });

  test('saves what it had when it is left, though another one is opened before an earlier saving is done', async () => {
    const saves: ArchitectureContent[] = [];
    let answer: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (answer = resolve));
    const { wrapper } = await open({
      'architectures.save': async ({ content: changed }) => {
        saves.push(changed);
        if (saves.length === 1) await slow;
        return { ...own, revision: 7 + saves.length, content: changed };
      },
    });
    const editor = useModelEditor();
    editor.step({ layers: withLayers(6).layers });
    await vi.waitFor(() => expect(saves).toHaveLength(1));
    editor.step({ layers: withLayers(5).layers });
    await flushPromises();
    wrapper.unmount();
    editor.open('Another', withLayers(2));
    answer();
    await vi.waitFor(() => expect(saves).toHaveLength(2));
    expect(saves[1]!.layers).toHaveLength(5);
  });

  test('says what could not be saved, keeps it, and saves it when asked', async () => {
    let full = true;
    const { button, text, saves } = await open({
      'architectures.save': ({ content: changed }) => {
        if (full) throw new AppError('disk-full', { path: '/a' });
        saves.push(changed);
        return { ...own, revision: 8, content: changed };
      },
    });
    useModelEditor().step({ layers: withLayers(5).layers });
    await vi.waitFor(() => expect(text()).toContain('not saved'));
    expect(rows()).toHaveLength(5);
    full = false;
    button(/^Save again$/).click();
    await vi.waitFor(() => expect(saves).toHaveLength(1));
    await vi.waitFor(() => expect(text()).not.toContain('not saved'));
  });

  test('is not left by what could not be saved without being asked, for another page or another model', async () => {
    let full = true;
    const saves: ArchitectureContent[] = [];
    const { button, text, router } = await open({
      'architectures.save': ({ content: changed }) => {
        if (full) throw new AppError('disk-full', { path: '/a' });
        saves.push(changed);
        return { ...own, revision: 8, content: changed };
      },
    });
    useModelEditor().step({ layers: withLayers(5).layers });
    await vi.waitFor(() => expect(text()).toContain('not saved'));
    for (const to of ['/other/train', '/models/tutorial']) {
      const leaving = router.push(to);
      await vi.waitFor(() => expect(text()).toContain('Your changes to “Mine” are not saved'));
      button(/^Cancel$/).click();
      await leaving;
      expect(router.currentRoute.value.path).toBe(`/models/${own.id}`);
      expect(rows()).toHaveLength(5);
      await vi.waitFor(() => expect(text()).not.toContain('Your changes to “Mine” are not saved'));
    }
    // Where it can be saved now, nothing is asked.
    full = false;
    await router.push('/models/tutorial');
    expect(saves).toHaveLength(1);
    await vi.waitFor(() => expect(useModelEditor().name).toBe('Tutorial'));
  });

  test('is left at once though its first change makes an architecture on the way', async () => {
    const { asked, router } = await open({}, '/models/tutorial');
    useModelEditor().step({ layers: withLayers(3).layers });
    await flushPromises();
    await router.push('/other/train');
    expect(asked).toEqual(['create Tutorial']);
    await flushPromises();
    expect(router.currentRoute.value.name).toBe('train');
  });

  test('is left with an open conflict only when a person says so', async () => {
    const { another, button, text, router } = await open();
    another(withLayers(2));
    useModelEditor().step({ layers: withLayers(3).layers });
    await vi.waitFor(() => expect(text()).toContain('was changed in another window'));
    const leaving = router.push('/other/train');
    await vi.waitFor(() => expect(text()).toContain('you have not chosen which state'));
    button(/^Leave without saving$/).click();
    await leaving;
    expect(router.currentRoute.value.name).toBe('train');
  });

  test('says so where there is no such model', async () => {
    const { text } = await open({}, '/models/never-was');
    expect(text()).toContain('This model can no longer be found');
  });
});

test('the page of models shows one’s own, and the presets', async () => {
  const { text } = await open({}, '/models');
  expect(text()).toContain('Mine');
  expect(text()).toContain('LeNet-5');
  expect(document.querySelectorAll('article svg rect').length).toBeGreaterThan(20);
});
