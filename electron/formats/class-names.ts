import { baseName, folderOf } from './file-names.ts';
import type { FoundSet } from './found-set.ts';
import { readWhole } from './tree/entry.ts';
import { contentOf } from './tree/gzip.ts';
import type { SourceFile } from './tree/open-tree.ts';

/** No such file is longer, bytes: a thousand classes of forty characters are 200,000. */
const MOST_BYTES = 1_000_000;

const FILE = /^classes\.txt$/i;

/** Whether a file may say what the classes of arrays beside it are called. */
export const isClassNames = (path: string): boolean => FILE.test(baseName(path));

/** The names of numbered classes by a classes.txt beside the images, as the studio's own exports have one: lines of number, tab, name. Null: there is none. */
export async function namingBeside(path: string, all: readonly SourceFile[]): Promise<FoundSet['naming']> {
  const file = all.find((other) => isClassNames(other.path) && folderOf(other.path) === folderOf(path));
  if (!file) return null;
  const text = new TextDecoder().decode(await readWhole(contentOf(file), file.path, MOST_BYTES));
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const rows = lines.map((line) => /^(\d{1,9})\t(.*\S.*)$/.exec(line));
  const names = new Map(rows.flatMap((row) => (row ? [[Number(row[1]), row[2]!] as const] : [])));
  return names.size > 0 && names.size === lines.length ? names : null;
}
