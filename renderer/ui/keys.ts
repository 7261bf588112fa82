import { onMounted, onUnmounted } from 'vue';

/** Whether the keyboard has a Command key where others have Ctrl. */
export const isMac = /mac|iphone|ipad/i.test(navigator.platform);

const MAC_SIGNS: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩', Backspace: '⌫' };

/** `Mod+Z` as this machine's users write it: `Ctrl Z` or `⌘Z`. */
export function shownKeys(chord: string, mac: boolean = isMac): string {
  const keys = chord.split('+');
  if (mac) return keys.map((key) => MAC_SIGNS[key] ?? key).join('');
  return keys.map((key) => (key === 'Mod' ? 'Ctrl' : key)).join(' ');
}

/** Whether a key event is the chord, with no other modifier held. */
export function isChord(event: KeyboardEvent, chord: string, mac: boolean = isMac): boolean {
  const keys = chord.split('+');
  const key = keys.pop()!;
  const held = (name: string): boolean => keys.includes(name);
  const mod = mac ? event.metaKey : event.ctrlKey;
  const otherMod = mac ? event.ctrlKey : event.metaKey;
  const same = event.key.toLowerCase() === (key === 'Space' ? ' ' : key.toLowerCase());
  return same && mod === held('Mod') && !otherMod && event.shiftKey === held('Shift') && event.altKey === held('Alt');
}

const CONTROLS = [
  'input, textarea, select, button, a[href], summary, [contenteditable]',
  ...['grid', 'slider', 'spinbutton', 'radio', 'tab', 'menu', 'listbox', 'switch', 'dialog', 'alertdialog'].map(
    (role) => `[role="${role}"]`,
  ),
].join(', ');

/** Whether this is a control (text, a list, a button), or a part of one. */
export const isInControl = (place: EventTarget | null): boolean =>
  place instanceof Element && place.closest(CONTROLS) !== null;

/** Whether a key pressed here belongs to a control: single-key shortcuts stay away. */
export const belongsToControl = (event: KeyboardEvent): boolean => isInControl(event.target);

/** Whether Enter pressed here does something to what has the focus. A radio refuses it: arrow keys move the choice. */
export const takesEnter = (event: KeyboardEvent): boolean =>
  belongsToControl(event) && !(event.target as Element).matches('[role="radio"]');

/** Keys pressed anywhere in the window, for as long as the component is mounted. Call it in setup. */
export function useWindowKeys(onKey: (event: KeyboardEvent) => void): void {
  onMounted(() => window.addEventListener('keydown', onKey));
  onUnmounted(() => window.removeEventListener('keydown', onKey));
}
