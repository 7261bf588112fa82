import { dialog, type BrowserWindow } from 'electron';
import type { ShellWords } from './words.ts';

/**
 * Asks, where a page holds back what would close or reload it because something is not saved. A browser asks by itself; Electron does
 * not, and the window could not be closed. Nobody is asked when the program ends for another reason (`isQuitting`): by a signal, or
 * because whoever started it is gone.
 */
export function askBeforeUnload(window: BrowserWindow, words: () => ShellWords, isQuitting: () => boolean): void {
  window.webContents.on('will-prevent-unload', (event) => {
    if (isQuitting() || mayLeave(window, words())) event.preventDefault();
  });
}

function mayLeave(window: BrowserWindow, { unsaved, unsavedDetail, stay, leave }: ShellWords): boolean {
  const [STAY, LEAVE] = [0, 1];
  const answer = dialog.showMessageBoxSync(window, {
    type: 'question',
    message: unsaved,
    detail: unsavedDetail,
    buttons: [stay, leave],
    defaultId: STAY,
    cancelId: STAY,
  });
  return answer === LEAVE;
}
