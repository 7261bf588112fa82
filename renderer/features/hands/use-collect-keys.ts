import { belongsToControl, isChord, useWindowKeys } from '../../ui/index.ts';
import { keepsKeys, useUndoable } from '../frame/edit-commands.ts';
import type { CollectingInWindow } from './use-collecting.ts';

/** A sitting by keys: undo, skip, pause, keep at once, write anew. Controls and open dialogs keep theirs. */
export function useCollectKeys(collecting: CollectingInWindow): void {
  const KEYS: readonly [chord: string, act: () => void][] = [
    ['ArrowRight', collecting.skip],
    ['Space', collecting.togglePause],
    ['Enter', collecting.keep],
    ['Escape', collecting.clear],
  ];
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.repeat || keepsKeys(event.target)) return;
    // A button that was pressed last has the focus: what presses buttons is its own.
    if (belongsToControl(event) && (event.key === ' ' || event.key === 'Enter')) return;
    const act = KEYS.find(([chord]) => isChord(event, chord))?.[1];
    if (act === undefined) return;
    event.preventDefault();
    act();
  }
  useUndoable({ undo: collecting.undo, redo: () => undefined });
  useWindowKeys(onKey);
}
