import { promises as fs } from 'node:fs';
import path from 'node:path';

/** Bytes of all files under a folder; 0 if there is none. What vanishes meanwhile does not count. */
export async function folderSize(folder: string): Promise<number> {
  const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += await folderSize(inside);
    else if (entry.isFile())
      bytes += await fs
        .stat(inside)
        .then((stats) => stats.size)
        .catch(() => 0);
  }
  return bytes;
}
