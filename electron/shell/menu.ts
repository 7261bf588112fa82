import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import { wordsFor } from './words.ts';

/** The menu in the language of `locale` (Chinese or else English): what text fields and zoom need, and the way out. */
export function setMenu(locale: string): void {
  const words = wordsFor(locale);
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const template: MenuItemConstructorOptions[] = [
    { label: process.platform === 'darwin' ? app.name : words.file, submenu: [{ role: 'quit', label: words.quit }] },
    {
      label: words.edit,
      submenu: [
        { role: 'undo', label: words.undo },
        { role: 'redo', label: words.redo },
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
