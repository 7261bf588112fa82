import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick, ref } from 'vue';
import { AppError } from '../../shared/contract/errors.ts';
import { setLanguage } from '../../renderer/i18n/index.ts';
import { isChord, shownKeys } from '../../renderer/ui/keys.ts';
import { rowAfter, sortRows } from '../../renderer/ui/table.ts';
import {
  UiButton,
  UiConfirmHost,
  UiDataTable,
  UiDialog,
  UiDropZone,
  UiErrorState,
  UiFilePicker,
  UiToastHost,
  useConfirm,
  useToasts,
} from '../../renderer/ui/index.ts';
import type { Column } from '../../renderer/ui/index.ts';

beforeEach(() => setLanguage('en'));
afterEach(() => {
  document.body.innerHTML = '';
  vi.restoreAllMocks();
});

describe('toasts', () => {
  const toasts = useToasts();
  afterEach(() => [...toasts.list].forEach(({ id }) => toasts.dismiss(id)));

  it('undo once and go', async () => {
    const host = mount(UiToastHost, { attachTo: document.body });
    const undo = vi.fn();
    toasts.show({ title: 'Run deleted', action: { label: 'Undo', run: undo } });
    await flushPromises();
    const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Undo')!;
    button.click();
    button.click();
    await flushPromises();
    expect(undo).toHaveBeenCalledOnce();
    expect(toasts.list).toHaveLength(0);
    host.unmount();
  });

  it('tell when the undo itself failed', async () => {
    const id = toasts.show({
      title: 'x',
      action: { label: 'Undo', run: () => Promise.reject(new AppError('disk-full')) },
    });
    await toasts.act(id);
    expect(toasts.list.map(({ title, tone }) => [title, tone])).toEqual([['The disk is full', 'error']]);
  });

  it('keep silent about a cancel, and are never more than three', () => {
    toasts.error(new AppError('cancelled'));
    expect(toasts.list).toHaveLength(0);
    for (const title of ['1', '2', '3', '4']) toasts.show({ title });
    expect(toasts.list.map(({ title }) => title)).toEqual(['2', '3', '4']);
  });
});

describe('dialogs', () => {
  it('take the focus to their first control and give it back', async () => {
    const open = ref(false);
    const page = mount(
      defineComponent(() => () => [
        h('button', { id: 'opener' }, 'Rename'),
        h(
          UiDialog,
          { open: open.value, title: 'Rename', 'onUpdate:open': (now: boolean) => (open.value = now) },
          { default: () => h('input', { id: 'name' }), actions: () => h(UiButton, () => 'Save') },
        ),
      ]),
      { attachTo: document.body },
    );
    document.querySelector<HTMLElement>('#opener')!.focus();
    open.value = true;
    await flushPromises();
    expect(document.activeElement?.id).toBe('name');
    expect(document.querySelector('[role=dialog]')?.getAttribute('aria-labelledby')).toBeTruthy();

    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await vi.waitFor(() => expect(document.activeElement?.id).toBe('opener'));
    expect(open.value).toBe(false);
    page.unmount();
  });

  it('ask and answer', async () => {
    const host = mount(UiConfirmHost, { attachTo: document.body });
    const { confirm } = useConfirm();
    const answer = confirm({ title: 'Stop this run?', action: 'Stop', danger: true });
    await flushPromises();
    expect(document.activeElement?.textContent).toContain('Cancel');
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.trim() === 'Stop')!.click();
    expect(await answer).toBe(true);

    const dismissed = confirm({ title: 'Again?', action: 'Yes' });
    await flushPromises();
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(await dismissed).toBe(false);
    host.unmount();
  });
});

describe('errors on screen', () => {
  it('say what, why and what to do, with numbers by locale and details to copy', () => {
    const params = { file: 'a.idx', actual: 47040000, expected: 47040016 };
    const state = mount(UiErrorState, { props: { error: { code: 'idx-wrong-size', params, details: 'at parse' } } });
    expect(state.get('h2').text()).toBe('a.idx has the wrong size');
    expect(state.text()).toContain('It has 47,040,000 bytes');
    expect(state.get('pre').text()).toContain('at parse');
  });
});

describe('the table', () => {
  interface Row {
    readonly id: string;
    readonly accuracy: number | null;
  }
  const rows: Row[] = Array.from({ length: 1000 }, (_, i) => ({
    id: `run-${i}`,
    accuracy: i % 3 === 0 ? null : (i * 7) % 1000,
  }));
  const columns: Column<Row>[] = [
    { key: 'id', label: 'Name', width: '1fr', text: ({ id }) => id },
    {
      key: 'accuracy',
      label: 'Accuracy',
      width: '80px',
      text: ({ accuracy }) => String(accuracy),
      sortBy: ({ accuracy }) => accuracy,
    },
  ];

  it('goes by keys from row to row and stops at the ends', () => {
    expect(rowAfter('ArrowDown', -1, 10, 4)).toBe(0);
    expect(rowAfter('ArrowUp', 0, 10, 4)).toBe(0);
    expect(rowAfter('PageDown', 7, 10, 4)).toBe(9);
    expect(rowAfter('End', 0, 10, 4)).toBe(9);
    expect(rowAfter('ArrowDown', 0, 0, 4)).toBeNull();
    expect(rowAfter('x', 0, 10, 4)).toBeNull();
  });

  it('sorts with what is unknown last, either way', () => {
    for (const descending of [false, true]) {
      const sorted = sortRows(rows, columns, { key: 'accuracy', descending });
      const known = sorted.findIndex(({ accuracy }) => accuracy === null);
      expect(sorted.slice(known).every(({ accuracy }) => accuracy === null)).toBe(true);
      expect(sorted[0]!.accuracy).toBe(descending ? 999 : 1);
    }
    expect(rows[0]!.id).toBe('run-0');
  });

  it('keeps few rows in the page, tells the active one, opens it on Enter', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600);
    const table = mount(UiDataTable<Row>, {
      props: { rows, columns, rowKey: ({ id }: Row) => id, rowHeight: 26, label: 'Runs' },
      attachTo: document.body,
    });
    await nextTick();
    const grid = table.get('[role=grid]');
    expect(table.findAll('[role=row]').length).toBeLessThan(60);
    expect(grid.attributes('aria-rowcount')).toBe('1001');
    // Room for every row, the last included.
    expect(table.get<HTMLElement>('[role=rowgroup]').element.style.height).toBe('26000px');

    await grid.trigger('focus');
    await grid.trigger('keydown', { key: 'ArrowDown' });
    await grid.trigger('keydown', { key: 'ArrowDown' });
    expect(grid.attributes('aria-activedescendant')).toMatch(/run-2$/);
    expect(table.get('[aria-selected=true]').text()).toContain('run-2');
    await grid.trigger('keydown', { key: 'Enter' });
    await grid.trigger('keydown', { key: 'Delete' });
    expect(table.emitted('open')).toEqual([[rows[2]]]);
    expect((table.emitted('key')![0] as [KeyboardEvent, Row])[1]).toEqual(rows[2]);

    await table.setProps({ rows: rows.filter(({ id }) => id !== 'run-2') });
    expect(grid.attributes('aria-activedescendant')).toMatch(/run-3$/);
    table.unmount();
  });
});

describe('keys', () => {
  it('are written as the machine’s users know them', () => {
    expect(shownKeys('Mod+Z', false)).toBe('Ctrl Z');
    expect(shownKeys('Mod+Shift+Z', true)).toBe('⌘⇧Z');
  });

  it('count only with just their modifiers', () => {
    const press = (key: string, held: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...held });
    expect(isChord(press('z', { ctrlKey: true }), 'Mod+Z', false)).toBe(true);
    expect(isChord(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Z', false)).toBe(false);
    expect(isChord(press('z', { metaKey: true }), 'Mod+Z', true)).toBe(true);
    expect(isChord(press(' '), 'Space', false)).toBe(true);
  });
});

describe('a place to drop files on', () => {
  const open = () => {
    const dropped = vi.fn();
    const icon = defineComponent(() => () => h('svg'));
    const zone = mount(
      () => h(UiDropZone, { icon, words: 'Drop it', onDrop: dropped }, { default: () => h('p', { id: 'part' }) }),
      { attachTo: document.body },
    );
    return { dropped, root: zone.find('.zone'), part: document.querySelector('#part') };
  };

  it('is lit until what is held over it leaves it, not only one of its parts', async () => {
    const { root, part } = open();
    await root.trigger('dragover');
    expect(root.classes()).toContain('over');
    await root.trigger('dragleave', { relatedTarget: part });
    expect(root.classes()).toContain('over');
    await root.trigger('dragleave', { relatedTarget: document.body });
    expect(root.classes()).not.toContain('over');
  });

  it('takes a drop once, so that the browser opens nothing and the page below takes nothing', async () => {
    const { dropped, root } = open();
    const above = vi.fn();
    document.body.addEventListener('drop', above);
    await root.trigger('dragover');
    const drop = new Event('drop', { bubbles: true, cancelable: true });
    root.element.dispatchEvent(drop);
    await nextTick();
    document.body.removeEventListener('drop', above);
    expect(drop.defaultPrevented).toBe(true);
    expect([dropped.mock.calls.length, above.mock.calls.length]).toEqual([1, 0]);
    expect(root.classes()).not.toContain('over');
  });
});

describe('the browser’s dialog for files', () => {
  it('tells what was chosen, and the same files again', async () => {
    const chosen = vi.fn();
    const picker = mount(UiFilePicker, { props: { onFiles: chosen }, attachTo: document.body });
    const input = picker.find('input');
    for (const name of ['a.png', 'a.png']) {
      Object.defineProperty(input.element, 'files', { value: [new File(['x'], name)], configurable: true });
      await input.trigger('change');
    }
    expect(chosen.mock.calls.map(([files]) => (files as File[])[0]!.name)).toEqual(['a.png', 'a.png']);
    Object.defineProperty(input.element, 'files', { value: [], configurable: true });
    await input.trigger('change');
    expect(chosen).toHaveBeenCalledTimes(2);
  });
});
