import { onMounted, onUnmounted } from 'vue';
import type { Sketch } from '../../stores/sketch.ts';
import { isChord } from '../../ui/index.ts';
import { keepsKeys, useUndoable } from '../frame/edit-commands.ts';

/** Undo, redo and clear by keys, wherever the focus is on the page; text fields and open dialogs keep theirs. */
export function usePadKeys(sketch: Sketch): void {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || keepsKeys(event.target) || !isChord(event, 'Escape')) return;
    event.preventDefault();
    sketch.clear();
  }
  useUndoable(sketch);
  onMounted(() => window.addEventListener('keydown', onKey));
  onUnmounted(() => window.removeEventListener('keydown', onKey));
}
