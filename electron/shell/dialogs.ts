import { dialog, type BrowserWindow, type FileFilter, type OpenDialogOptions } from 'electron';
import type { Dialogs } from '../environment.ts';

/** IDX files go by many names (`train-images-idx3-ubyte.gz`): no filter. */
const FILTERS: Readonly<Record<string, FileFilter[]>> = {
  image: [{ name: 'PNG, JPEG', extensions: ['png', 'jpg', 'jpeg'] }],
  preset: [{ name: 'JSON', extensions: ['json'] }],
};

/** The system's own dialogs, on top of the window. */
export function electronDialogs(window: () => BrowserWindow | null): Dialogs {
  const pick = async (options: OpenDialogOptions): Promise<string | null> => {
    const parent = window();
    const { canceled, filePaths } = await (parent
      ? dialog.showOpenDialog(parent, options)
      : dialog.showOpenDialog(options));
    return canceled ? null : (filePaths[0] ?? null);
  };
  return {
    pickFolder: () => pick({ properties: ['openDirectory'] }),
    pickFile: (kind) => pick({ properties: ['openFile'], filters: FILTERS[kind] }),
  };
}
