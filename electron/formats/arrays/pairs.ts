import { folderOf, partOf, splitOf, stemOf } from '../file-names.ts';
import type { SplitName } from '../found-set.ts';
import { countOf, type ArrayFile } from './array-file.ts';
import type { Layout } from './roles.ts';

export interface Pair {
  readonly stem: string;
  readonly split: SplitName | null;
  readonly images: ArrayFile;
  readonly layout: Layout;
  readonly labels: ArrayFile;
}

export interface Pairs {
  readonly pairs: readonly Pair[];
  /** Images that several files of labels would fit: only a person knows which is right. */
  readonly unclear: readonly Pair[];
  /** Counts that differ although the names belong together. */
  readonly mismatched: readonly Pair[];
  readonly imagesLeft: readonly ArrayFile[];
  readonly labelsLeft: readonly ArrayFile[];
}

interface Named {
  readonly array: ArrayFile;
  readonly stem: string;
  readonly split: SplitName | null;
}

/**
 * Which labels belong to which images: those whose names, folders' names included, agree in all but the words for part
 * and role; else the only ones with the same count. If more labels with the same count are left over, the choice is
 * unclear: they may be a backup, or another version that is the right one.
 */
export function pairUp(
  images: readonly { readonly array: ArrayFile; readonly layout: Layout }[],
  labels: readonly ArrayFile[],
): Pairs {
  const named = labels.map(name);
  const free = new Set(named);
  const chosen = images.map((image) => {
    const own = name(image.array);
    const exact = named.filter(({ stem, split }) => stem === own.stem && split === own.split);
    exact.forEach((label) => free.delete(label));
    return { ...image, own, labels: exact };
  });
  for (const image of chosen) {
    const fitting = [...free].filter(
      (label) => countOf(label.array) === countOf(image.array) && fits(label, image.own),
    );
    if (image.labels.length === 0 || sameFolder(fitting, image.array)) image.labels.push(...fitting);
  }
  const taken = new Set(chosen.flatMap((image) => image.labels));
  const pairsOf = (image: (typeof chosen)[number]): Pair[] =>
    image.labels.map(({ array }) => ({ ...image.own, images: image.array, layout: image.layout, labels: array }));
  const single = chosen.filter((image) => image.labels.length === 1).flatMap(pairsOf);
  const isWhole = (pair: Pair): boolean => countOf(pair.images) === countOf(pair.labels);
  return {
    pairs: single.filter(isWhole),
    mismatched: single.filter((pair) => !isWhole(pair)),
    unclear: chosen.filter((image) => image.labels.length > 1).flatMap(pairsOf),
    imagesLeft: chosen.filter((image) => image.labels.length === 0).map(({ array }) => array),
    labelsLeft: named.filter((label) => !taken.has(label)).map(({ array }) => array),
  };
}

const name = (array: ArrayFile): Named => {
  const { path } = array.file;
  return { array, stem: stemOf(path), split: partOf(splitOf(path)) };
};

const fits = (label: Named, image: Named): boolean =>
  label.split === null || image.split === null || label.split === image.split;

const sameFolder = (labels: readonly Named[], images: ArrayFile): boolean =>
  labels.some(({ array }) => folderOf(array.file.path) === folderOf(images.file.path));
