import { useDraw } from '../../stores/draw.ts';
import { isChord, useWindowKeys } from '../../ui/index.ts';
import { keepsKeys, useUndoable } from '../frame/edit-commands.ts';

/** Undo, redo and clear by keys, wherever the focus is on the page; text fields and open dialogs keep theirs. */
export function usePadKeys(): void {
  const { sketch, clear } = useDraw();
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || keepsKeys(event.target) || !isChord(event, 'Escape')) return;
    event.preventDefault();
    clear();
  }
  useUndoable(sketch);
  useWindowKeys(onKey);
}
