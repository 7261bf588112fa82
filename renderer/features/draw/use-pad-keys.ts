import { onMounted, onUnmounted } from 'vue';
import type { Sketch } from '../../stores/sketch.ts';
import { isChord } from '../../ui/index.ts';

const ACTIONS: readonly [chord: string, act: (sketch: Sketch) => void][] = [
  ['Mod+Z', (sketch) => sketch.undo()],
  ['Mod+Shift+Z', (sketch) => sketch.redo()],
  ['Mod+Y', (sketch) => sketch.redo()],
  ['Escape', (sketch) => sketch.clear()],
];

/** Undo, redo and clear by keys, wherever the focus is on the page; text fields and open dialogs keep theirs. */
export function usePadKeys(sketch: Sketch): void {
  function onKey(event: KeyboardEvent): void {
    const target = event.target;
    if (event.defaultPrevented) return;
    if (
      target instanceof Element &&
      target.closest('input, textarea, [contenteditable], [role="dialog"], [role="listbox"]')
    )
      return;
    const action = ACTIONS.find(([chord]) => isChord(event, chord));
    if (action === undefined) return;
    event.preventDefault();
    action[1](sketch);
  }
  onMounted(() => window.addEventListener('keydown', onKey));
  onUnmounted(() => window.removeEventListener('keydown', onKey));
}
