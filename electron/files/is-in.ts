import { promises as fs } from 'node:fs';
import path from 'node:path';

/** Whether a file or folder truly lies in another, whatever links lead there; false if one of them is not there. */
export async function isIn(folder: string, file: string): Promise<boolean> {
  const [root, real] = await Promise.all([folder, file].map((each) => fs.realpath(each).catch(() => null)));
  return !!root && !!real && real.startsWith(root + path.sep);
}
