import { computed, nextTick, ref, watch, type Ref } from 'vue';
import { samePath, type LayerPath } from '../../../shared/model/edit/layer-path.ts';
import { useModelEditor } from '../../stores/model-editor.ts';
import { isChord } from '../../ui/index.ts';
import type { EditorRow } from './editor-rows.ts';
import type { LayerActions } from './use-layer-actions.ts';

interface ListKeys {
  /** Those that can be selected. */
  readonly rows: Readonly<Ref<readonly EditorRow[]>>;
  readonly actions: LayerActions;
  readonly toggle: (row: EditorRow, open: boolean) => void;
  /** The palette. */
  readonly add: () => void;
  /** The side panel. */
  readonly options: () => void;
}

/** The list of layers by keyboard and pointer: one row is where the keys are, from an anchor to it rows are selected. */
export function useListKeys({ rows, actions, toggle, add, options }: ListKeys) {
  const editor = useModelEditor();
  const anchor = ref<LayerPath | null>(null);
  const active = ref<LayerPath | null>(null);

  const at = (path: LayerPath | null): number =>
    path === null ? -1 : rows.value.findIndex((row) => samePath(row.path, path));
  const activeRow = computed(() => rows.value[at(active.value)] ?? null);
  const isSelected = (path: LayerPath): boolean => editor.selection.some((one) => samePath(one, path));

  // What an operation selects is where the keys are then.
  watch(
    () => editor.selection,
    (selection) => {
      const last = selection.at(-1) ?? null;
      if (last === null || (active.value !== null && isSelected(active.value))) return;
      active.value = last;
      anchor.value = selection[0]!;
    },
    { flush: 'sync' },
  );

  function choose(index: number, extend: boolean): void {
    const row = rows.value[Math.max(0, Math.min(rows.value.length - 1, index))];
    if (!row) return;
    active.value = row.path;
    if (!extend) anchor.value = row.path;
    const [from, to] = [at(anchor.value), at(row.path)].sort((a, b) => a - b);
    editor.select(rows.value.slice(from === -1 ? to : from, to! + 1).map(({ path }) => path));
    void nextTick(() => document.getElementById(row.key)?.scrollIntoView({ block: 'nearest' }));
  }

  /** A click: with Shift up to here, with Ctrl this one too or no longer. */
  function pick(row: EditorRow, { shiftKey, ctrlKey, metaKey }: MouseEvent): void {
    if (shiftKey) return choose(at(row.path), true);
    active.value = row.path;
    if (!ctrlKey && !metaKey) return choose(at(row.path), false);
    anchor.value = row.path;
    const others = editor.selection.filter((path) => !samePath(path, row.path));
    editor.select(others.length < editor.selection.length ? others : [...others, row.path]);
  }

  const here = (): number => at(active.value);
  const openOr = (open: boolean) => (): void => {
    const row = activeRow.value;
    if (!row) return;
    if (row.open === !open) return toggle(row, open);
    if (open && row.open) choose(here() + 1, false);
    if (!open && row.path.length > 1) choose(at(row.path.slice(0, -1)), false);
  };

  const CHORDS: readonly [chord: string, act: () => void][] = [
    ['ArrowDown', () => choose(here() + 1, false)],
    ['ArrowUp', () => choose(here() < 0 ? rows.value.length - 1 : here() - 1, false)],
    ['Shift+ArrowDown', () => choose(here() + 1, true)],
    ['Shift+ArrowUp', () => choose(here() - 1, true)],
    ['Home', () => choose(0, false)],
    ['End', () => choose(rows.value.length - 1, false)],
    ['Shift+Home', () => choose(0, true)],
    ['Shift+End', () => choose(rows.value.length - 1, true)],
    ['ArrowRight', openOr(true)],
    ['ArrowLeft', openOr(false)],
    ['Alt+ArrowUp', () => actions.step('up')],
    ['Alt+ArrowDown', () => actions.step('down')],
    ['Alt+ArrowRight', () => actions.step('in')],
    ['Alt+ArrowLeft', () => actions.step('out')],
    ['Delete', actions.remove],
    ['Backspace', actions.remove],
    ['Mod+D', actions.duplicate],
    ['Mod+A', actions.selectAll],
    ['Enter', options],
    ['A', add],
    ['Escape', () => editor.select([])],
  ];

  function onKey(event: KeyboardEvent): void {
    // The buttons of a mend have keys of their own.
    if (event.target !== event.currentTarget) return;
    const act = CHORDS.find(([chord]) => isChord(event, chord))?.[1];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  return { active, activeRow, isSelected, pick, onKey };
}
