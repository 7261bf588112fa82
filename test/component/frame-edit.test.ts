import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { useEditCommands, useUndoable } from '../../renderer/features/frame/edit-commands.ts';
import { useHost } from '../../renderer/stores/host.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';

/** A frame with a text field, and in it a document for as long as it is on screen. */
async function openFrame() {
  setActivePinia(createPinia());
  const host = createScriptedHost();
  const drawing = { undo: vi.fn(), redo: vi.fn() };
  const Document = defineComponent(() => (useUndoable(drawing), () => h('p')));
  const frame = mount(
    defineComponent(
      (props: { shows: boolean }) => (
        useEditCommands(),
        () => [
          h('input'),
          h('button'),
          h('div', { role: 'dialog' }, [h('button', { class: 'in' })]),
          props.shows && h(Document),
        ]
      ),
      { props: { shows: { type: Boolean, required: true } } },
    ),
    { props: { shows: true }, attachTo: document.body },
  );
  await useHost().connect(host.open);
  return { host, frame, drawing };
}

let close: () => void = () => undefined;
beforeEach(() => {
  document.execCommand = vi.fn(() => true);
});
afterEach(() => close());

async function open() {
  const all = await openFrame();
  close = () => {
    all.frame.unmount();
    useHost().disconnect();
  };
  return all;
}

test('the desktop’s Edit menu goes to the document on screen', async () => {
  const { host, drawing } = await open();
  host.emit('menu.edit', 'undo');
  await vi.waitFor(() => expect(drawing.undo).toHaveBeenCalledOnce());
  host.emit('menu.edit', 'redo');
  await vi.waitFor(() => expect(drawing.redo).toHaveBeenCalledOnce());
  expect(document.execCommand).not.toHaveBeenCalled();
});

test('and to the text field where that has the focus', async () => {
  const { host, frame, drawing } = await open();
  frame.get('input').element.focus();
  host.emit('menu.edit', 'undo');
  await vi.waitFor(() => expect(document.execCommand).toHaveBeenCalledExactlyOnceWith('undo'));
  expect(drawing.undo).not.toHaveBeenCalled();
});

test('and nowhere while a dialog lies over the document, or the document is gone', async () => {
  const { host, frame, drawing } = await open();
  let heard = 0;
  useHost().on('dataset.removed', () => (heard += 1));
  /** Events keep their order: once this one is heard, so is what was told before. */
  const toldAll = async (n: number): Promise<void> => {
    host.emit('dataset.removed', { id: 'gone' });
    await vi.waitFor(() => expect(heard).toBe(n));
  };
  frame.get<HTMLElement>('.in').element.focus();
  host.emit('menu.edit', 'undo');
  await toldAll(1);
  expect(drawing.undo).not.toHaveBeenCalled();

  frame.get<HTMLElement>('.in').element.blur();
  host.emit('menu.edit', 'undo');
  await toldAll(2);
  expect(drawing.undo).toHaveBeenCalledOnce();

  await frame.setProps({ shows: false });
  host.emit('menu.edit', 'undo');
  await toldAll(3);
  expect(drawing.undo).toHaveBeenCalledOnce();
});

test('keys do the same, but not in a text field', async () => {
  const { frame, drawing } = await open();
  const press = (on: Element, key: string, held: KeyboardEventInit = {}): void =>
    void on.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true, bubbles: true, ...held }));
  press(frame.get('button').element, 'z');
  press(frame.get('input').element, 'z');
  expect(drawing.undo).toHaveBeenCalledOnce();
  press(frame.get('button').element, 'Z', { shiftKey: true });
  press(frame.get('button').element, 'y');
  expect(drawing.redo).toHaveBeenCalledTimes(2);
});
