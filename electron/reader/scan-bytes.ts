import { promises as fs } from 'node:fs';
import { readWholeFile } from '../formats/whole-file.ts';

/** A file of scans, which may have many pages, has at most so many million bytes. */
const SCANS_LIMIT = 1024;

/** The last file that was read: of one with many pages they are read one after the other. */
let last: { readonly key: string; readonly bytes: Buffer } | null = null;

/** A file of scans, whole: the same bytes as before where it is the same file. Throws as `readWholeFile` does. */
export async function scanBytes(path: string, name: string): Promise<Buffer> {
  const key = await identityOf(path);
  if (key !== null && last?.key === key) return last.bytes;
  last = null;
  const bytes = await readWholeFile(path, name, SCANS_LIMIT);
  if (key !== null) last = { key, bytes };
  return bytes;
}

/** What is another where the file is; null: there is none. */
export async function identityOf(path: string): Promise<string | null> {
  const stats = await fs.stat(path).catch(() => null);
  return stats && JSON.stringify([path, stats.size, stats.mtimeMs, stats.ino]);
}
