import { baseName, folderOf, partOf, splitOf, wordsOf } from './file-names.ts';
import type { SplitName } from './found-set.ts';
import type { SourceFile } from './tree/open-tree.ts';

/** A picture and what it is of. */
export interface Labelled {
  readonly file: SourceFile;
  readonly label: string;
  readonly split: SplitName | null;
}

export interface Sorted {
  readonly labelled: readonly Labelled[];
  /** Pictures of which nothing says what they are. */
  readonly unlabelled: readonly SourceFile[];
}

/** Folders above a class's folder that say which part its pictures belong to. */
const isSplitFolder = (name: string): boolean => wordsOf(name).length === 1 && splitOf(name) !== null;

/**
 * The classes of pictures: by their folders or, if all are in one (beside `train` and `test`), by their names:
 * 7_0001.png, 0001-7.png, A12.png.
 */
export function sortPictures(files: readonly SourceFile[]): Sorted {
  const places = files.map((file) => ({ file, parts: folderOf(file.path).split('/').filter(Boolean) }));
  const classes = places.map(({ parts }) => parts.filter((part) => !isSplitFolder(part)).at(-1) ?? '');
  const isFlat = new Set(classes).size < 2;
  const labels = isFlat ? labelsByName(files.map(({ path }) => baseName(path))) : classes;
  const split = ({ parts }: (typeof places)[number]): SplitName | null =>
    partOf(parts.filter(isSplitFolder).map(splitOf).at(-1) ?? null);
  const labelled = places.map((place, i) => ({ file: place.file, label: labels?.[i] ?? '', split: split(place) }));
  return {
    labelled: labelled.filter(({ label }) => label !== ''),
    unlabelled: labelled.filter(({ label }) => label === '').map(({ file }) => file),
  };
}

/** Parts of a name that may be the class: the first and the last, and letters before a number. */
const CANDIDATES: readonly ((parts: readonly string[]) => string)[] = [
  (parts) => (parts.length > 1 ? parts[0]! : ''),
  (parts) => (parts.length > 1 ? parts.at(-1)! : ''),
  ([first]) => /^(\D+)\d+$/.exec(first ?? '')?.[1] ?? '',
];

/** The part of the names that takes the fewest different values, two at least, each twice on average. Null: there is none. */
function labelsByName(names: readonly string[]): string[] | null {
  const parts = names.map((name) =>
    name
      .replace(/\.\w+$/, '')
      .split(/[_\-\s.()]+/)
      .filter(Boolean),
  );
  const usable = CANDIDATES.map((candidate) => parts.map(candidate)).filter((labels) => {
    const values = new Set(labels);
    return !values.has('') && values.size >= 2 && values.size <= names.length / 2;
  });
  const [first, ...others] = usable;
  if (!first) return null;
  return others.reduce((best, labels) => (new Set(labels).size < new Set(best).size ? labels : best), first);
}
