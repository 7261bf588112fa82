import path from 'node:path';
import {
  app,
  dialog,
  type BrowserWindow,
  type FileFilter,
  type MessageBoxOptions,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from 'electron';
import type { Dialogs } from '../environment.ts';
import { pagePdf } from './page-pdf.ts';
import type { ShellWords } from './words.ts';

const PICTURES = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'tif', 'tiff'];

/** Data comes in files of many names (`train-images-idx3-ubyte.gz`): no filter. */
const FILTERS: Readonly<Record<string, FileFilter[]>> = {
  image: [{ name: 'PNG, JPEG, WebP, GIF, BMP, TIFF', extensions: PICTURES }],
  scan: [{ name: 'PNG, JPEG, WebP, GIF, BMP, TIFF, PDF', extensions: [...PICTURES, 'pdf'] }],
  form: [{ name: 'JSON', extensions: ['json'] }],
  lesson: [{ name: 'Inkstone', extensions: ['inkstone-lesson'] }],
  preset: [{ name: 'JSON', extensions: ['json'] }],
  recipe: [{ name: 'JSON', extensions: ['json'] }],
  model: [{ name: 'Keras, TensorFlow.js', extensions: ['keras', 'h5', 'hdf5', 'json', 'zip'] }],
};

/** The system's own dialogs, on top of the window. */
export function electronDialogs(window: () => BrowserWindow | null, words: () => ShellWords): Dialogs {
  const pick = async (options: OpenDialogOptions): Promise<string | null> => {
    const parent = window();
    const { canceled, filePaths } = await (parent
      ? dialog.showOpenDialog(parent, options)
      : dialog.showOpenDialog(options));
    return canceled ? null : (filePaths[0] ?? null);
  };
  /** The folder in which the last file was saved: where the next one most likely goes. */
  let folder: string | null = null;
  const pickTarget = async (name: string): Promise<string | null> => {
    const parent = window();
    const extension = path.extname(name).slice(1);
    const options: SaveDialogOptions = {
      defaultPath: path.join(folder ?? app.getPath('downloads'), name),
      filters: extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    };
    const { canceled, filePath } = await (parent
      ? dialog.showSaveDialog(parent, options)
      : dialog.showSaveDialog(options));
    if (canceled || !filePath) return null;
    folder = path.dirname(filePath);
    return filePath;
  };
  const confirmFeed = async (address: string): Promise<boolean> => {
    const { feed, feedDetail, keepFeed, takeFeed } = words();
    const [KEEP, TAKE] = [0, 1];
    const options: MessageBoxOptions = {
      type: 'question',
      message: feed,
      detail: `${feedDetail}\n\n${address}`,
      buttons: [keepFeed, takeFeed],
      defaultId: KEEP,
      cancelId: KEEP,
    };
    const parent = window();
    const { response } = await (parent ? dialog.showMessageBox(parent, options) : dialog.showMessageBox(options));
    return response === TAKE;
  };
  return {
    pickTarget,
    printPage: () => pagePdf(window()),
    confirmFeed,
    pickFolder: () => pick({ properties: ['openDirectory'] }),
    pickFile: (kind) => pick({ properties: ['openFile'], filters: FILTERS[kind] }),
  };
}
