import { promises as fs } from 'node:fs';

/**
 * A file's bytes. Throws the system's errors, and EISDIR for whatever is no file: opening a pipe waits for its writer without end, and a
 * few such waits keep a process from all of its files.
 */
export async function readWhole(file: string): Promise<Buffer<ArrayBuffer>> {
  await mustBeFile(file);
  return fs.readFile(file);
}

/** To be asked before a file is opened for reading. Throws as `readWhole` does. */
export async function mustBeFile(file: string): Promise<void> {
  if (!(await fs.stat(file)).isFile())
    throw Object.assign(new Error(`EISDIR: not a file, open '${file}'`), { code: 'EISDIR' });
}
