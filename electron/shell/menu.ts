import { app, BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import type { EditCommand } from '../../shared/contract/events.ts';
import type { ShellWords } from './words.ts';

/**
 * The menu in these words: what text fields and zoom need, and the way out. Undo
 * and redo go to `edit`: Chromium's own undo knows text only, and would take back what was typed earlier in another
 * field.
 */
export function setMenu(words: ShellWords, edit: (command: EditCommand) => void): void {
  // The page handles these keys itself. On a Mac they are the menu's, which asks the page first.
  const editItem = (command: EditCommand, label: string, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    registerAccelerator: false,
    click: () => edit(command),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const template: MenuItemConstructorOptions[] = [
    { label: process.platform === 'darwin' ? app.name : words.file, submenu: [quitItem(words)] },
    {
      label: words.edit,
      submenu: [
        editItem('undo', words.undo, 'CmdOrCtrl+Z'),
        editItem('redo', words.redo, 'Shift+CmdOrCtrl+Z'),
        separator,
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        { role: 'selectAll', label: words.selectAll },
      ],
    },
    {
      label: words.view,
      submenu: [
        { role: 'resetZoom', label: words.resetZoom },
        { role: 'zoomIn', label: words.zoomIn },
        { role: 'zoomOut', label: words.zoomOut },
        separator,
        { role: 'togglefullscreen', label: words.fullScreen },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools', label: words.developer } as const]),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** Closes the windows, each of which may ask first; with the last one the program ends (see quit.ts). */
const quitItem = ({ quit }: ShellWords): MenuItemConstructorOptions => ({
  label: quit,
  accelerator: 'CmdOrCtrl+Q',
  click: () => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  },
});
