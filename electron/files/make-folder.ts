import fs from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and those above it that are missing, all with `mode`; does nothing if it is there. Any number of processes
 * may make the same one at once. Throws the file system's error: ENOTDIR where a file is in the way, EACCES where the system
 * takes no folder.
 *
 * Node's own recursive mkdir never comes to an end where the system answers "no such file" for a folder whose parent is
 * there, as Linux does under /proc.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  // Another process may have made the parent since the system said that there is none: that counts only when said twice.
  for (let refused = 0; refused < 2;) {
    const error = tryToMake(folder, mode);
    if (error === null || isFolder(folder)) return;
    const parent = path.dirname(folder);
    if (error.code !== 'ENOENT' || parent === folder) throw refusal(folder, error);
    if (fs.existsSync(parent)) refused += 1;
    else makeFolder(parent, mode);
  }
  throw systemError('EACCES', folder);
}

function tryToMake(folder: string, mode: number): NodeJS.ErrnoException | null {
  try {
    fs.mkdirSync(folder, { mode });
    return null;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

const refusal = (folder: string, error: NodeJS.ErrnoException): Error =>
  error.code === 'EEXIST' ? systemError('ENOTDIR', folder, error) : error;

function isFolder(folder: string): boolean {
  try {
    return fs.statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

const systemError = (code: string, folder: string, cause?: unknown): Error =>
  Object.assign(new Error(`${code}: mkdir '${folder}'`, { cause }), { code, path: folder });
