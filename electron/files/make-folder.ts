import fs from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and those above it that are missing, all with `mode`; does nothing if it is there. Throws the file system's
 * error: ENOTDIR where a file is in the way, EACCES where the system takes no folder.
 *
 * Node's own recursive mkdir never comes to an end where the system answers "no such file" for a folder whose parent is
 * there, as Linux does under /proc.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  try {
    fs.mkdirSync(folder, { mode });
  } catch (error) {
    if (isFolder(folder)) return;
    const { code } = error as NodeJS.ErrnoException;
    const parent = path.dirname(folder);
    if (code === 'ENOENT' && parent !== folder && !fs.existsSync(parent)) {
      makeFolder(parent, mode);
      return makeFolder(folder, mode);
    }
    if (code === 'ENOENT') throw systemError('EACCES', folder, error);
    throw code === 'EEXIST' ? systemError('ENOTDIR', folder, error) : error;
  }
}

function isFolder(folder: string): boolean {
  try {
    return fs.statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

const systemError = (code: string, folder: string, cause: unknown): Error =>
  Object.assign(new Error(`${code}: mkdir '${folder}'`, { cause }), { code, path: folder });
