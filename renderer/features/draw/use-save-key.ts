import { isChord, useWindowKeys } from '../../ui/index.ts';
import { keepsKeys } from '../frame/edit-commands.ts';

/** S, anywhere on the page but in text fields and dialogs: what is drawn is to be kept. */
export function useSaveKey(save: () => void): void {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.repeat || keepsKeys(event.target) || !isChord(event, 'S')) return;
    event.preventDefault();
    save();
  }
  useWindowKeys(onKey);
}
