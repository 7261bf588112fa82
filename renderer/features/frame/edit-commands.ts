import { onMounted, onScopeDispose, onUnmounted } from 'vue';
import type { EditCommand } from '../../../shared/contract/events.ts';
import { useHost } from '../../stores/host.ts';
import { isChord } from '../../ui/index.ts';

/** A document that goes back and forth: a drawing, a model that is edited. */
export interface Undoable {
  undo(): void;
  redo(): void;
}

/** What is on screen to be undone. */
let shown: Undoable | null = null;

/** Called by what shows a document: until it is gone, undo and redo are the document's. */
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
const OVERLAY = '[role="dialog"], [role="alertdialog"], [role="listbox"]';
const isIn = (place: EventTarget | null, selector: string): boolean =>
  place instanceof Element && place.closest(selector) !== null;

/** Whether a key that is pressed at `place` belongs to a text field, or to what lies over the page. */
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
    // Text fields have an undo of their own, which no newer interface reaches.
    if (isIn(focus, TEXT)) document.execCommand(command);
    else if (!keepsKeys(focus)) shown?.[command]();
  });
  onMounted(() => window.addEventListener('keydown', onKey));
  onUnmounted(() => window.removeEventListener('keydown', onKey));
}
