import { afterEach, describe, expect, test, vi } from 'vitest';
import { defineComponent, h, ref, watchEffect, type Component } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallOutput, Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { useFilesToOpen } from '../../renderer/features/frame/use-opened-files.ts';
import { useOpenedSettings } from '../../renderer/features/train/use-opened-settings.ts';
import { useOpenedFiles } from '../../renderer/stores/opened-files.ts';
import HandsView from '../../renderer/views/HandsView.vue';
import ImportRunView from '../../renderer/views/ImportRunView.vue';
import ModelsView from '../../renderer/views/ModelsView.vue';
import { somePreset } from '../fixtures/call-examples.ts';
import { comparedRun } from '../fixtures/compared-runs.ts';
import { someModelInspection } from '../fixtures/model-import-calls.ts';
import { someHand } from '../fixtures/scripted-hands.ts';
import { createScriptedHost, someSpec } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

type Told = CallOutput<HostCalls, 'files.opened'>;

let close: () => void = () => undefined;
afterEach(() => close());

const some = (...names: string[]): Told => names.map((name) => ({ name, handle: `handle of ${name}`, error: null }));

async function openWith(screen: Component, first: Told, handlers: Partial<Handlers<HostCalls>> = {}) {
  const told = [first];
  const host = createScriptedHost({ 'files.opened': () => told.shift() ?? [], ...handlers });
  const studio = await openStudio(host, screen, '/here', '/here');
  close = studio.close;
  return { ...studio, tellMore: (more: Told) => (told.push(more), host.emit('files.opened', null)) };
}

describe('the frame, when the program is opened with a file,', () => {
  const Frame = defineComponent(() => {
    useFilesToOpen();
    useOpenedSettings();
    return () => h('p', 'a page');
  });

  test.each([
    ['mine.run.zip', 'import-run'],
    ['mine.strokes.json', 'hands'],
    ['mine.keras', 'models'],
  ])('goes with %s to %s', async (file, place) => {
    const { router } = await openWith(Frame, some(file));
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe(place));
  });

  test('takes a preset in on the way to its step', async () => {
    const asked: string[] = [];
    const { router, text } = await openWith(Frame, some('mine.inkstone.json'), {
      'presets.import': ({ handle }) => (asked.push(handle), { ...somePreset, name: 'Mine' }),
    });
    await vi.waitFor(() => expect(router.currentRoute.value.params).toEqual({ step: 'model' }));
    await vi.waitFor(() => expect(text()).toContain('Mine'));
    expect(asked).toEqual(['handle of mine.inkstone.json']);
  });

  test('says of a recipe that is none what is wrong', async () => {
    const { text } = await openWith(Frame, some('mine.recipe.json'), {
      'recipes.import': () => {
        throw new AppError('recipe-unreadable', { file: 'mine.recipe.json' });
      },
    });
    await vi.waitFor(() => expect(text()).toContain('.recipe.json. The file was left as it is.'));
  });

  test('says what is gone and what it does not open, and stays where it is', async () => {
    const { text, router, tellMore } = await openWith(Frame, some('cat.png'));
    await vi.waitFor(() => expect(text()).toContain('Inkstone does not open “cat.png” this way'));
    tellMore([{ name: 'gone.keras', handle: null, error: { code: 'path-missing', params: { path: '/gone.keras' } } }]);
    await vi.waitFor(() => expect(text()).toContain('Nothing is found at /gone.keras'));
    expect(router.currentRoute.value.path).toBe('/here');
  });
});

describe('a screen takes in what the program was opened with:', () => {
  /** A screen that is opened because of a file. */
  const openedFor = (screen: Component) =>
    defineComponent(() => {
      const files = useOpenedFiles();
      const opened = ref(false);
      watchEffect(() => (opened.value ||= files.next !== null));
      return () => (opened.value ? h(screen) : null);
    });
  const run = comparedRun('run-a', 98, { spec: someSpec('Mine') });

  test('runs, one after the other, and further ones', async () => {
    const [asked, going] = [[] as string[], [] as (() => void)[]];
    const { text, tellMore } = await openWith(openedFor(ImportRunView), some('a.run.zip', 'b.run.zip'), {
      'runs.import': ({ handle }) =>
        new Promise((resolve) => {
          asked.push(handle);
          going.push(() => resolve({ run, renamed: false }));
        }),
    });
    await vi.waitFor(() => expect(text()).toContain('Reading a.run.zip …'));
    expect(asked).toEqual(['handle of a.run.zip']);
    going[0]!();
    await vi.waitFor(() => expect(text()).toContain('Reading b.run.zip …'));
    going[1]!();
    await vi.waitFor(() => expect(text()).toContain('“Mine” was imported'));
    tellMore(some('c.run.zip'));
    await vi.waitFor(() => expect(asked).toHaveLength(3));
  });

  test('a hand', async () => {
    const asked: unknown[] = [];
    const hand = someHand();
    const { router } = await openWith(openedFor(HandsView), some('Mine.strokes.json'), {
      'hands.import': (wish) => (asked.push(wish), { hand, added: 3, skipped: 0, mends: [], newClasses: [], ids: [] }),
    });
    await vi.waitFor(() => expect(router.currentRoute.value.params).toEqual({ id: hand.id }));
    expect(asked).toEqual([{ handle: 'handle of Mine.strokes.json', hand: null, name: 'Mine' }]);
  });

  test('a model, whose findings are to be seen first; the next one when that is done', async () => {
    const asked: string[] = [];
    const { text, button } = await openWith(openedFor(ModelsView), some('a.keras', 'b.keras'), {
      'models.inspect': ({ handle }) => (asked.push(handle), someModelInspection),
      'models.discard': () => null,
    });
    await vi.waitFor(() => expect(text()).toContain('layers taken'));
    expect(asked).toEqual(['handle of a.keras']);
    button(/^Cancel$/).click();
    await vi.waitFor(() => expect(asked).toEqual(['handle of a.keras', 'handle of b.keras']));
  });
});
