import { onScopeDispose } from 'vue';
import type { EditCommand } from '../../../shared/contract/events.ts';
import { useHost } from '../../stores/host.ts';
import { isChord, useWindowKeys } from '../../ui/index.ts';

/** A document with undo and redo: a drawing, a model that is edited. */
export interface Undoable {
  undo(): void;
  redo(): void;
}

/** The document on screen. */
let shown: Undoable | null = null;

/** Called by a component that shows a document: while it is mounted, undo and redo act on the document. */
export function useUndoable(document: Undoable): void {
  shown = document;
  onScopeDispose(() => {
    if (shown === document) shown = null;
  });
}

const CHORDS: readonly [chord: string, command: EditCommand][] = [
  ['Mod+Z', 'undo'],
  ['Mod+Shift+Z', 'redo'],
  ['Mod+Y', 'redo'],
];
const TEXT = 'input, textarea, [contenteditable]';
const OVERLAY = '[role="dialog"], [role="alertdialog"], .ui-float';
const isIn = (place: EventTarget | null, selector: string): boolean =>
  place instanceof Element && place.closest(selector) !== null;

/** Whether a key that is pressed at `place` belongs to a text field, or to a dialog, menu or select over the page. */
export const keepsKeys = (place: EventTarget | null): boolean => isIn(place, `${TEXT}, ${OVERLAY}`);

/** For the frame: undo and redo, by their keys or by the desktop's Edit menu, reach the document on screen. */
export function useEditCommands(): void {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || keepsKeys(event.target)) return;
    const command = CHORDS.find(([chord]) => isChord(event, chord))?.[1];
    if (command === undefined || shown === null) return;
    event.preventDefault();
    shown[command]();
  }

  useHost().on('menu.edit', (command) => {
    const focus = document.activeElement;
    // A text field's own undo can only be reached by this old command.
    if (isIn(focus, TEXT)) document.execCommand(command);
    else if (!keepsKeys(focus)) shown?.[command]();
  });
  useWindowKeys(onKey);
}
