import { AppError } from '../../../shared/contract/errors.ts';
import { arrayOf, countOf, type ArrayFile } from '../arrays/array-file.ts';
import { isUnreadNpy } from '../arrays/npy-header.ts';
import { pairUp, type Pair } from '../arrays/pairs.ts';
import { imagesOf, scaleOf } from '../arrays/read-images.ts';
import { readLabels } from '../arrays/read-labels.ts';
import { roleOf, type Layout } from '../arrays/roles.ts';
import { baseName, byPart, splitOf } from '../file-names.ts';
import type { FoundSet, Note, Provider, SampleOptions, Samples } from '../found-set.ts';
import { isClassNames, namingBeside } from '../class-names.ts';
import { emnistNaming, isEmnist } from '../emnist.ts';
import type { Skipped } from '../../../shared/contract/schemas/import.ts';
import type { SourceFile } from '../tree/open-tree.ts';

/** Arrays of images and of labels: MNIST's IDX and its relatives, NumPy's .npy, and Keras's .npz, which is a zip of these. */
export const arrays: Provider = {
  id: 'arrays',
  async look(tree, free) {
    const files = free.filter(({ kind }) => kind === 'idx' || kind === 'npy');
    const skipped: Skipped[] = [];
    let fault: AppError | null = null;
    const [images, labels]: [{ array: ArrayFile; layout: Layout }[], ArrayFile[]] = [[], []];
    for (const file of withoutPackedCopies(files, skipped)) {
      const array = arrayOf(file);
      const role = array && roleOf(array);
      if (!array) {
        const reason = isUnreadNpy(file.head) ? 'object-array' : 'damaged';
        skipped.push({ file: file.path, reason });
        const code = reason === 'damaged' ? 'data-damaged' : 'array-unread';
        fault ??= new AppError(code, { file: baseName(file.path) });
      }
      if (!array) continue;
      if (role === 'labels') labels.push(array);
      else if (role) images.push({ array, layout: role });
      else skipped.push({ file: file.path, reason: 'shape-unknown' });
    }
    const { pairs, unclear, mismatched, imagesLeft, labelsLeft } = pairUp(images, labels);
    for (const { file } of imagesLeft) skipped.push({ file: file.path, reason: 'no-labels' });
    for (const { file } of labelsLeft) skipped.push({ file: file.path, reason: 'no-images' });
    const alone = unclear.map((pair) => ({ name: baseName(pair.labels.file.path), pairs: [pair] }));
    const sets = await Promise.all([...byStem(pairs), ...alone].map((set) => toSet(set.name, set.pairs, tree.files)));
    return {
      sets,
      skipped,
      claimed: claimed(files, sets, tree.files),
      fault: fault ?? faultOf(mismatched[0], imagesLeft[0], labelsLeft[0]),
    };
  },
};

/** torchvision keeps its downloads beside the unpacked files: where NAME exists, NAME.gz is a copy. */
function withoutPackedCopies(files: readonly SourceFile[], skipped: Skipped[]): SourceFile[] {
  const paths = new Set(files.map(({ path }) => path));
  return files.filter(({ path }) => {
    const isCopy = /\.gz$/i.test(path) && paths.has(path.replace(/\.gz$/i, ''));
    if (isCopy) skipped.push({ file: path, reason: 'packed-copy' });
    return !isCopy;
  });
}

function byStem(pairs: readonly Pair[]): { name: string; pairs: Pair[] }[] {
  const stems = new Map<string, Pair[]>();
  for (const pair of pairs) stems.set(pair.stem, [...(stems.get(pair.stem) ?? []), pair]);
  return [...stems].map(([stem, own]) => ({
    name: stem || baseName(own[0]!.images.file.path),
    pairs: own.sort((a, b) => byPart(a.split, b.split)),
  }));
}

async function toSet(name: string, pairs: readonly Pair[], all: readonly SourceFile[]): Promise<FoundSet> {
  const labels = await Promise.all(pairs.map((pair) => readLabels(pair.labels)));
  const files = pairs.flatMap((pair) => [pair.images.file, pair.labels.file]);
  const notes: Note[] = files
    .filter((file) => arrayOf(file)?.headerReversed)
    .map((file) => ({ code: 'header-reversed', params: { file: baseName(file.path) } }));
  if (isEmnist(files[0]!.path)) notes.push({ code: 'transposed-by-name' });
  const validation = files.find(({ path }) => splitOf(path) === 'validation');
  if (validation) notes.push({ code: 'validation-joined', params: { file: baseName(validation.path) } });
  const { height, width } = pairs[0]!.layout;
  const numbers = labels.flat().filter((label) => typeof label === 'number');
  const most = numbers.reduce((largest, label) => Math.max(largest, label), 0);
  return {
    name,
    files: [...new Set(files.map(({ path }) => path))],
    count: pairs.reduce((sum, { images }) => sum + countOf(images), 0),
    naming: (await namingBeside(files[0]!.path, all)) ?? (await emnistNaming(files[0]!.path, all)),
    notes,
    pictures: false,
    drawn: false,
    shape: `${height}x${width} ${most < 10 ? 'digits' : most}`,
    samples: (options) => samples(pairs, labels, options),
  };
}

async function* samples(
  pairs: readonly Pair[],
  labels: readonly (readonly (number | string)[])[],
  { onNote }: SampleOptions,
): AsyncGenerator<Samples> {
  const scale = await scaleOf(pairs.map(({ images }) => images));
  for (const [i, { images, layout, split }] of pairs.entries()) {
    let at = 0;
    const size = { height: layout.height, width: layout.width };
    for await (const bytes of imagesOf(images, layout, scale, onNote)) {
      const count = bytes.length / (size.height * size.width);
      yield { size, images: bytes, labels: labels[i]!.slice(at, at + count), split };
      at += count;
    }
  }
}

/** Why the files are no data set; reported if no provider finds one. */
function faultOf(
  mismatched: Pair | undefined,
  images: ArrayFile | undefined,
  labels: ArrayFile | undefined,
): AppError | null {
  if (mismatched) {
    const { images: pictures, labels: names } = mismatched;
    return new AppError('idx-count-mismatch', { images: countOf(pictures), labels: countOf(names) });
  }
  if (images) return new AppError('labels-missing', { file: baseName(images.file.path) });
  return labels ? new AppError('images-missing', { file: baseName(labels.file.path) }) : null;
}

const claimed = (files: readonly SourceFile[], sets: readonly FoundSet[], all: readonly SourceFile[]): string[] => [
  ...files.map(({ path }) => path),
  ...(sets.some(({ naming }) => naming)
    ? all.filter(({ path }) => /mapping\.txt$/i.test(path) || isClassNames(path)).map(({ path }) => path)
    : []),
];
