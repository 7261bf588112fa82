import { promises as fs } from 'node:fs';

/** Bytes that may still be written where a folder lies; null where that cannot be told. */
export async function freeBytes(folder: string): Promise<number | null> {
  // statfs came with Node 18.15; Electron 22 has 16.
  if (typeof fs.statfs !== 'function') return null;
  return fs.statfs(folder).then(
    (stats) => stats.bavail * stats.bsize,
    () => null,
  );
}
