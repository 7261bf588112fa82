import { readWhole } from './tree/entry.ts';
import { contentOf } from './tree/gzip.ts';
import type { SourceFile } from './tree/open-tree.ts';
import { folderOf, wordsOf } from './file-names.ts';
import type { FoundSet } from './found-set.ts';

/** NIST's own ways to divide EMNIST into classes. */
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
/** In these, letters whose two cases look alike are one class. */
const MERGED = `${DIGITS}${UPPER}abdefghnqrt`;
const KINDS: Readonly<Record<string, { readonly first: number; readonly names: string }>> = {
  byclass: { first: 0, names: DIGITS + UPPER + LOWER },
  bymerge: { first: 0, names: MERGED },
  balanced: { first: 0, names: MERGED },
  letters: { first: 1, names: LOWER },
  digits: { first: 0, names: DIGITS },
  mnist: { first: 0, names: DIGITS },
};

/** EMNIST's files have every image transposed (G. Cohen et al. 2017 kept MATLAB's order of columns). */
export const isEmnist = (path: string): boolean => wordsOf(path).includes('emnist');

const kindOf = (path: string): string | undefined => wordsOf(path).find((word) => Object.hasOwn(KINDS, word));

/** Names of EMNIST's classes: by the mapping file beside the images, else as NIST gave them out. Null for other files. */
export async function emnistNaming(path: string, all: readonly SourceFile[]): Promise<FoundSet['naming']> {
  const mapping = all.find((file) => isMappingFor(file.path, path));
  if (mapping) {
    const text = new TextDecoder().decode(await readWhole(contentOf(mapping), mapping.path, 1_000_000));
    const names = parseMapping(text);
    if (names.size > 0) return names;
  }
  const kind = isEmnist(path) ? kindOf(path) : undefined;
  if (kind === undefined) return null;
  const { first, names } = KINDS[kind]!;
  return new Map([...names].map((name, i) => [first + i, name]));
}

function isMappingFor(file: string, images: string): boolean {
  if (!/mapping\.txt$/i.test(file) || folderOf(file) !== folderOf(images)) return false;
  return kindOf(file) === kindOf(images);
}

/** Lines of a label and the code points that it stands for; of several (upper and lower case) the last. */
function parseMapping(text: string): Map<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [label, ...points] = line.trim().split(/\s+/).map(Number);
    const point = points.at(-1);
    if (Number.isSafeInteger(label) && point !== undefined && Number.isInteger(point) && point > 32 && point < 0x110000)
      names.set(label!, String.fromCodePoint(point));
  }
  return names;
}
