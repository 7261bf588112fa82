import type { SplitName } from './found-set.ts';

const SPLITS: readonly (readonly [RegExp, SplitName | 'validation'])[] = [
  [/^(train|training|trn|tra)$/, 'train'],
  [/^(test|testing|tst|tes|t10k|eval|evaluation)$/, 'test'],
  [/^(valid|validation|val|dev)$/, 'validation'],
];

/** Words that say what a file is and not which data set it belongs to. */
const ROLES =
  /^(images?|imgs?|pictures?|labels?|lbls?|targets?|classes|x|y|idx\d?|ubyte|int|float|gz|zip|npy|npz|csv|parquet|bin|dat)$/;

/** The words of a path in lower case: parted at what is no letter or number. `xTrain` and `x_train` are both two. */
export const wordsOf = (path: string): string[] =>
  path
    .replace(/([\p{Ll}])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** The part that a file belongs to, by the words in its folders' names and its own. The last word wins. */
export function splitOf(path: string): SplitName | 'validation' | null {
  for (const word of wordsOf(path).reverse()) {
    const known = SPLITS.find(([pattern]) => pattern.test(word));
    if (known) return known[1];
  }
  return null;
}

/** What is left of a path without words of part and role: equal for files that belong together. */
export const stemOf = (path: string): string =>
  wordsOf(path)
    .filter((word) => !ROLES.test(word) && !SPLITS.some(([pattern]) => pattern.test(word)))
    .join('-');

/** Whether a path's words say that labels are in the file. */
export const saysLabels = (path: string): boolean =>
  wordsOf(path).some((word) => /^(labels?|lbls?|targets?|classes|y)$/.test(word));

/** A validation part is training data here: a run sets its own validation part aside. */
export const partOf = (split: SplitName | 'validation' | null): SplitName | null =>
  split === 'validation' ? 'train' : split;

/** Training before test, whatever the order of the files' names. */
export const byPart = (a: SplitName | null, b: SplitName | null): number => Number(a === 'test') - Number(b === 'test');

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The folder of a path inside a tree; empty at its top. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
