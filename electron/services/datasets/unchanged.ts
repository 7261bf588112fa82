import { promises as fs, type Stats } from 'node:fs';
import type { DataFiles, FileHashes } from '../../../shared/contract/trainer.ts';
import { sha256OfFile } from '../../files/content-hash.ts';

type FileName = keyof FileHashes;

const NAMES: readonly FileName[] = [
  'trainImages',
  'trainLabels',
  'testImages',
  'testLabels',
  'trainGroups',
  'trainPens',
];

/** Hashes of files that were read, with their size and time then: they hold as long as both stay the same. */
const known = new Map<string, { readonly mtimeMs: number; readonly size: number; readonly sha256: string }>();

/**
 * Whether a prepared data set's files are those that were written; `sizes` are those that are known beforehand. Only sizes and times are looked at as long as no
 * file is newer than `record`, which is written last; a newer file is hashed, once. What changes without a newer time
 * (a failing disk) is seen where the whole file is read (electron/files/image-set.ts).
 */
export async function areUnchanged(
  files: DataFiles,
  sizes: Readonly<Partial<Record<FileName, number>>>,
  record: string,
): Promise<boolean> {
  const own = NAMES.flatMap((name) => {
    const file = files[name];
    return file === undefined ? [] : [{ name, file }];
  });
  const [written, ...stats] = await Promise.all([record, ...own.map(({ file }) => file)].map(statOf));
  if (!written || own.some(({ name }, i) => !stats[i] || stats[i].size !== (sizes[name] ?? stats[i].size)))
    return false;
  const { sha256 } = files;
  if (!sha256) return true;
  for (const [i, { name, file }] of own.entries()) {
    if (stats[i]!.mtimeMs > written.mtimeMs && (await hashOf(file, stats[i]!)) !== sha256[name]) return false;
  }
  return true;
}

const statOf = (file: string): Promise<Stats | null> => fs.stat(file).catch(() => null);

/** SHA-256 of a file's content, read once for as long as nobody writes to it. Null: it cannot be read. */
export async function knownHash(file: string): Promise<string | null> {
  const stats = await statOf(file);
  return stats && hashOf(file, stats);
}

/** Null: the file cannot be read. */
async function hashOf(file: string, { mtimeMs, size }: Stats): Promise<string | null> {
  const before = known.get(file);
  if (before?.mtimeMs === mtimeMs && before.size === size) return before.sha256;
  const sha256 = await sha256OfFile(file).catch(() => null);
  if (sha256 !== null) known.set(file, { mtimeMs, size, sha256 });
  return sha256;
}
