import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import ImportModelDialog from '../../renderer/features/models/ImportModelDialog.vue';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { useToasts } from '../../renderer/ui/index.ts';
import ModelsView from '../../renderer/views/ModelsView.vue';
import { someImportedModel, someModelInspection } from '../fixtures/model-import-calls.ts';
import { createScriptedHost, someRun } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

let close: () => void = () => undefined;
afterEach(() => close());

async function open(handlers: Partial<Handlers<HostCalls>> = {}) {
  const picked: string[] = [];
  const discarded: string[] = [];
  const host = createScriptedHost({
    'app.info': () => ({
      version: '0.0.0',
      commandLine: 'inkstone',
      host: 'electron',
      platform: 'linux',
      dialogs: true,
      systemLanguage: 'en',
    }),
    'files.pick': ({ kind }) => (picked.push(kind), { handle: '0123456789abcdef', name: 'digits.keras' }),
    'models.inspect': () => someModelInspection,
    'models.discard': ({ inspection }) => (discarded.push(inspection), null),
    ...handlers,
  });
  const imported = vi.fn();
  const made = vi.fn();
  const Screen = defineComponent({
    render: () => h(ImportModelDialog, { open: true, onImported: imported, onMade: made }),
  });
  const studio = await openStudio(host, Screen, '/', '/');
  close = studio.close;
  studio.button(/^Choose files/).click();
  return { picked, discarded, imported, made, ...studio };
}

const input = (place: number): HTMLInputElement =>
  document.querySelectorAll<HTMLInputElement>('#import-model input')[place]!;
function type(place: number, text: string): void {
  input(place).value = text;
  input(place).dispatchEvent(new Event('input'));
}
const hasButton = (name: string): boolean =>
  [...document.querySelectorAll('button')].some((button) => button.textContent?.trim() === name);

describe('the import of a model', () => {
  test('shows layers, assumptions and the check, and keeps it under the names that were given', async () => {
    const kept = vi.fn();
    const { picked, imported, text, button } = await open({
      'models.import': (wish) => (kept(wish), someImportedModel),
    });
    await vi.waitFor(() => expect(text()).toContain('1 of 2 layers taken'));
    expect(picked).toEqual(['model']);
    expect(text()).toContain('Keras, Keras 3.15.1');
    expect(text()).toContain('7,850 parameters');
    expect(text()).toContain('The model takes values from 0 to 255 and scales them itself (rescaling)');
    expect(text()).toContain('97 of 100 synthetic digits are read right.');
    expect(text()).toContain('brings the values of pixels to 0 to 1, as they are here');
    type(0, 'Mine');
    type(1, 'zero, one');
    await vi.waitFor(() => expect(text()).toContain('It has 10 outputs'));
    button(/^Import$/).click();
    type(1, 'null, eins, zwei, drei, vier, fünf, sechs, sieben, acht, neun');
    await vi.waitFor(() => expect(text()).not.toContain('It has 10 outputs'));
    expect(kept).not.toHaveBeenCalled();
    button(/^Import$/).click();
    await vi.waitFor(() => expect(imported).toHaveBeenCalledWith(someImportedModel));
    const classes = ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'];
    expect(kept).toHaveBeenCalledWith({ inspection: '0'.repeat(24), name: 'Mine', classes });
  });

  test('takes a run with its model in as the run that it is', async () => {
    const taken = vi.fn();
    const { text } = await open({
      'models.inspect': () => {
        throw new AppError('model-file-run', { file: 'digits.inkstone.zip' });
      },
      'runs.import': (wish) => (taken(wish), { run: someRun('run-1'), renamed: false }),
    });
    await vi.waitFor(() => expect(useToasts().list.map(({ action }) => action?.label)).toContain('Open the run'));
    expect(taken).toHaveBeenCalledWith({ handle: '0123456789abcdef' });
    expect(text()).not.toContain('is a run with its model');
  });

  test('names each layer that cannot be taken and why, and has nothing to import then', async () => {
    const lambda = { name: 'tf.nn.gelu', type: 'TFOpLambda', fate: 'refused', reason: 'own-code', facts: {} } as const;
    const { text } = await open({
      'models.inspect': () => ({
        ...someModelInspection,
        ...{ id: null, task: null, parameters: null, check: null },
        layers: [...someModelInspection.layers, lambda],
        fault: { code: 'model-layers-refused', params: { layers: ['tf.nn.gelu (TFOpLambda)'] } },
      }),
    });
    await vi.waitFor(() => expect(text()).toContain('Some layers of this model cannot be taken'));
    expect(text()).toContain('tf.nn.gelu (TFOpLambda): holds program code of its own, which is never run');
    expect(hasButton('Import')).toBe(false);
  });

  test('makes an architecture of a file without weights, under the names that were given', async () => {
    const task = { ...someModelInspection.task!, classes: ['a', 'b'] };
    const architecture = { task, layers: [], recipe: tutorial.recipe, origin: null, text: null };
    const made = {
      id: 'arch-0123456789ab',
      name: 'Bare',
      createdAt: 1,
      changedAt: 1,
      revision: 1,
      content: architecture,
    };
    const kept = vi.fn();
    const {
      text,
      button,
      made: told,
    } = await open({
      'models.inspect': () => ({ ...someModelInspection, id: null, task, architecture, check: null }),
      'architectures.create': (wish) => (kept(wish), made),
    });
    await vi.waitFor(() => expect(text()).toContain('There are no weights in this file'));
    expect(text()).toContain('What is assumed');
    expect(hasButton('Import')).toBe(false);
    type(0, 'Bare');
    type(1, 'yes, no');
    button(/^Make an architecture$/).click();
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith(made));
    const content = { ...architecture, task: { ...task, classes: ['yes', 'no'] } };
    expect(kept).toHaveBeenCalledWith({ name: 'Bare', content });
  });

  test('says that few synthetic digits are read right', async () => {
    const { text } = await open({
      'models.inspect': () => ({ ...someModelInspection, check: { right: 11, count: 100 } }),
    });
    await vi.waitFor(() => expect(text()).toContain('Only 11 of 100 synthetic digits are read right'));
  });

  test('does not count the input among the layers: every model here has it unsaid', async () => {
    const layer = { name: 'input', type: 'InputLayer', fate: 'left-out', reason: 'input', facts: {} } as const;
    const { text } = await open({
      'models.inspect': () => ({ ...someModelInspection, layers: [layer, ...someModelInspection.layers] }),
    });
    await vi.waitFor(() => expect(text()).toContain('1 of 2 layers taken'));
    expect(text()).toContain('InputLayer');
  });

  test('stays where files can be chosen when they are no model, and drops what was found when another is chosen', async () => {
    let whole = false;
    const { text, button, discarded } = await open({
      'models.inspect': () => {
        if (!whole) throw new AppError('model-shard-missing', { file: 'group1-shard2of2.bin' });
        return someModelInspection;
      },
    });
    await vi.waitFor(() => expect(text()).toContain('group1-shard2of2.bin'));
    whole = true;
    button(/^Choose a folder/).click();
    await vi.waitFor(() => expect(text()).toContain('1 of 2 layers taken'));
    button(/^Choose something else$/).click();
    await vi.waitFor(() => expect(discarded).toEqual(['0'.repeat(24)]));
  });
});

/** On the page of models: opens an imported model's menu and chooses from it. */
async function chooseOf(studio: { text: () => string }, item: RegExp, name = someImportedModel.name): Promise<void> {
  await vi.waitFor(() => expect(studio.text()).toContain(name));
  const more = document.querySelector<HTMLElement>(`[aria-label="More actions for “${name}”"]`)!;
  more.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }));
  more.click();
  await vi.waitFor(() => expect(document.querySelector('[role="menuitem"]')).not.toBeNull());
  [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')]
    .find(({ textContent }) => item.test(textContent ?? ''))!
    .click();
}

describe('a trained model on the page of models', () => {
  test.each([
    [someImportedModel.ref, someImportedModel.name],
    ['starter', 'Starter model'],
  ])('leads to the lab: %s', async (ref, name) => {
    const host = createScriptedHost({ 'models.list': () => [{ ...someImportedModel, ref }] });
    const studio = await openStudio(host, ModelsView, '/models', '/models');
    close = studio.close;
    await chooseOf(studio, /^Evaluate…$/, name);
    await vi.waitFor(() => expect(studio.router.currentRoute.value.fullPath).toBe(`/other/evaluate?model=${ref}`));
  });
});

describe('an imported model on the page of models', () => {
  test('is renamed, removed, and brought back', async () => {
    const told = vi.fn();
    const ref = someImportedModel.ref;
    const host = createScriptedHost({
      'models.list': () => [someImportedModel],
      'models.rename': (wish) => (told('rename', wish), someImportedModel),
      'models.remove': (wish) => (told('remove', wish), null),
      'models.restore': (wish) => (told('restore', wish), someImportedModel),
    });
    const studio = await openStudio(host, ModelsView, '/models', '/models');
    close = studio.close;
    const choose = (item: RegExp): Promise<void> => chooseOf(studio, item);
    await choose(/Remove/);
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith('remove', { model: ref }));
    await vi.waitFor(() => expect(useToasts().list.at(-1)?.action).toBeDefined());
    await useToasts().list.at(-1)!.action!.run();
    expect(told).toHaveBeenCalledWith('restore', { model: ref });

    await choose(/Rename/);
    await vi.waitFor(() => expect(document.querySelector('[role="dialog"] input')).not.toBeNull());
    const field = document.querySelector<HTMLInputElement>('[role="dialog"] input')!;
    field.value = 'Better';
    field.dispatchEvent(new Event('input'));
    document.querySelector<HTMLFormElement>('[role="dialog"] form')!.requestSubmit();
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith('rename', { model: ref, name: 'Better' }));
  });

  test('has its classes renamed, each in a field of its own, and back by one click', async () => {
    const told = vi.fn();
    // One of them has a comma in its name, as a list by commas could not.
    const classes = ['a', ',', 'c'];
    const model = { ...someImportedModel, task: { ...someImportedModel.task, classes } };
    const host = createScriptedHost({
      'models.list': () => [model],
      'models.nameClasses': (wish) => (told(wish.classes), model),
    });
    const studio = await openStudio(host, ModelsView, '/models', '/models');
    close = studio.close;
    await chooseOf(studio, /Rename the classes/);
    const fields = () => [...document.querySelectorAll<HTMLInputElement>('[role="dialog"] input')];
    await vi.waitFor(() => expect(fields().map(({ value }) => value)).toEqual(classes));
    const save = () => studio.button(/^Save$/);
    expect(save().disabled).toBe(true);
    const type = async (place: number, name: string): Promise<void> => {
      fields()[place]!.value = name;
      fields()[place]!.dispatchEvent(new Event('input'));
      await flushPromises();
    };
    await type(2, 'a');
    expect(studio.text()).toContain('“a” names more than one class.');
    expect(save().disabled).toBe(true);
    await type(2, '');
    expect(studio.text()).toContain('It has 3 outputs');
    expect(save().disabled).toBe(true);
    await type(2, ' 丙 ');
    document.querySelector<HTMLFormElement>('[role="dialog"] form')!.requestSubmit();
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith(['a', ',', '丙']));
    await vi.waitFor(() => expect(useToasts().list.at(-1)?.action).toBeDefined());
    await useToasts().list.at(-1)!.action!.run();
    expect(told).toHaveBeenLastCalledWith(classes);
  });
});
