import { AppError } from '../../../shared/contract/errors.ts';
import { droppedOnDesktop } from '../../api/dropped-on-desktop.ts';

/** A file and where it lies in what was dropped or chosen, its parts joined by '/'. */
export interface DroppedFile {
  readonly path: string;
  readonly file: File;
}

/** What was dropped or chosen: one file, or files that belong together, under the name of their folder. */
export interface Dropped {
  readonly name: string;
  readonly files: readonly DroppedFile[];
}

/** More files than any data set that fits the studio has: a whole disk was dropped by mistake. */
export const MOST_FILES = 2_000_000;

/**
 * What was dropped: where the desktop can read it by its path, the drop's name for `files.dropped`; else its files,
 * null without any. To be called while the drop is handled: its transfer is empty afterwards. Throws as `filesOfDrop`.
 */
export async function contentOfDrop(event: DragEvent): Promise<{ placed: string } | { dropped: Dropped | null }> {
  const entries = entriesOfDrop(event);
  const placed = await droppedOnDesktop(event);
  return placed === null ? { dropped: await filesOfDrop(entries) } : { placed };
}

/** The entries of a drop. To be called before the first await: the transfer is empty afterwards. */
export const entriesOfDrop = ({ dataTransfer }: DragEvent): FileSystemEntry[] =>
  Array.from(dataTransfer?.items ?? []).flatMap((item) => item.webkitGetAsEntry() ?? []);

/** All files in what was dropped, folders and what is in them too. Null: there are none. Throws `too-many-files` {path, most}. */
export async function filesOfDrop(entries: readonly FileSystemEntry[]): Promise<Dropped | null> {
  const files: DroppedFile[] = [];
  for (const entry of entries) await collect(entry, '', files);
  const [only] = entries;
  return wrap(files, entries.length === 1 && only?.isDirectory ? only.name : null);
}

/** The result of a file dialog: single files, or a folder with the paths in it. */
export function filesOfDialog(chosen: readonly File[]): Dropped | null {
  const files = chosen.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  const folder = files[0]?.path.includes('/') ? files[0].path.split('/')[0]! : null;
  return wrap(files, folder);
}

/** Makes paths relative to the folder: its own name, with which all of them begin, is removed. */
function wrap(files: readonly DroppedFile[], folder: string | null): Dropped | null {
  const [first] = files;
  if (!first) return null;
  if (folder === null) return { name: files.length === 1 ? first.file.name : 'files', files };
  return { name: folder, files: files.map(({ path, file }) => ({ path: path.slice(folder.length + 1), file })) };
}

async function collect(entry: FileSystemEntry, above: string, files: DroppedFile[]): Promise<void> {
  const path = `${above}${entry.name}`;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    files.push({ path, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A folder is read a hundred entries at a time, until there are no more.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    if (files.length + some.length > MOST_FILES)
      throw new AppError('too-many-files', { path: above + entry.name, most: MOST_FILES });
    for (const inside of some) await collect(inside, `${path}/`, files);
  }
}
