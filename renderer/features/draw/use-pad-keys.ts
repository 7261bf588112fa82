import { useDraw } from '../../stores/draw.ts';
import { isChord, useWindowKeys } from '../../ui/index.ts';
import { keepsKeys, useUndoable } from '../frame/edit-commands.ts';

/** Undo, redo, clear and, where there is one, `save` by keys, wherever the focus is on the page; text fields and open dialogs keep theirs. */
export function usePadKeys(save: (() => void) | null = null): void {
  const { sketch, clear } = useDraw();
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || keepsKeys(event.target)) return;
    const act = isChord(event, 'Escape') ? clear : isChord(event, 'S') && !event.repeat ? save : null;
    if (act === null) return;
    event.preventDefault();
    act();
  }
  useUndoable(sketch);
  useWindowKeys(onKey);
}
