import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { DatasetId } from '../../../../shared/contract/schemas/dataset.ts';
import type { KeptCounts, Mend, Staged } from '../../../../shared/contract/schemas/import.ts';
import type { Task } from '../../../../shared/contract/schemas/task.ts';
import type { DataFiles } from '../../../../shared/contract/trainer.ts';
import { mendClasses, mendedSize, mendImages } from '../../../../shared/data/mends.ts';
import { histogram } from '../../../../shared/data/labelled-images.ts';
import { stratifiedSplit } from '../../../../shared/data/split.ts';
import { stream } from '../../../../shared/random/random.ts';
import { STAGE_FILES, PARTS } from '../../../formats/stage/stage-files.ts';
import { storageError } from '../../../files/atomic-write.ts';
import { checkNames } from '../check-names.ts';
import type { SplitLabels } from '../prepared.ts';
import type { TaskHandle } from '../tasks.ts';
import { readItems, type StagedItems } from './staging-files.ts';
import { totalsOf } from './warnings.ts';

/** The test split is part of the data set, not of a run: the same for everybody who imports the same files. */
const SPLIT_SEED = 1;
/** Bytes of images that are brought over at a time. */
const PIECE = 4_194_304;

export interface ImportChoice {
  readonly mends: readonly Mend[];
  /** The share of each class that is set aside for testing, where the files have no test part of their own. */
  readonly testFraction: number;
  /** Other names for the classes that are left after the mends, in their order. */
  readonly classes: readonly string[] | null;
}

/**
 * The id of an imported data set. The same files, imported in the same way, have the same id, whatever the set and its
 * classes are called.
 */
export function importId(
  { sha256, counts, duplicatesWithin, framing }: Pick<Staged, 'sha256' | 'counts' | 'duplicatesWithin' | 'framing'>,
  { mends, testFraction }: ImportChoice,
): DatasetId {
  const parted = counts.whole.every((count) => count === 0);
  // Older studios could put copies of an image into both parts: that is another data set.
  const together = !parted && duplicatesWithin > 0 ? ['copies-together'] : [];
  const framed = framing === 'centred' ? [] : [framing];
  const way = JSON.stringify([[...mends].sort(), parted ? null : testFraction, ...together, ...framed]);
  return `set-${createHash('sha256').update(sha256).update(way).digest('hex').slice(0, 16)}`;
}

/** The task of an import. Throws `class-names-invalid` {expected, given}, and `classes-too-few` {count}. */
export function importedTask(staged: Staged, { mends, classes }: ImportChoice): Task {
  const mended = mendClasses(staged.classes, totalsOf(staged.counts), mends);
  if (mended.classes.length < 2) throw new AppError('classes-too-few', { count: mended.classes.length });
  const { height, width } = mendedSize(staged, mends);
  return { inputShape: [height, width, 1], classes: checkNames(classes ?? mended.classes, mended.classes.length) };
}

/** Which images come into which part, with which labels. */
interface Plan {
  readonly trainLabels: Uint16Array;
  readonly testLabels: Uint16Array;
  /** The part of each staged image: PARTS.train, PARTS.test or LEFT_OUT. */
  readonly target: Uint8Array;
}

const LEFT_OUT = 255;

/** Writes the images of both parts, a few megabytes at a time, and gives back their labels. Throws `dataset-empty`, `cancelled`, storage errors. */
export async function writeImported(
  staged: Staged,
  folder: string,
  choice: ImportChoice,
  files: DataFiles,
  { signal, progress }: Pick<TaskHandle, 'signal' | 'progress'>,
): Promise<SplitLabels> {
  const items = await readItems(folder);
  const plan = planImport(staged, items, choice);
  if (plan.trainLabels.length === 0) throw new AppError('dataset-empty');
  const bytes = staged.height * staged.width;
  const perPiece = Math.max(1, Math.floor(PIECE / bytes));
  const handles = await Promise.all(
    [
      [path.join(folder, STAGE_FILES.images), 'r'],
      [files.trainImages, 'w'],
      [files.testImages, 'w'],
    ].map(([file, flags]) =>
      fs.open(file!, flags).catch((error: unknown) => {
        throw storageError(error, file!);
      }),
    ),
  );
  const [source, train, test] = handles as [fs.FileHandle, fs.FileHandle, fs.FileHandle];
  try {
    for (let first = 0; first < staged.count; first += perPiece) {
      if (signal.aborted) throw new AppError('cancelled');
      const piece = new Uint8Array(Math.min(perPiece, staged.count - first) * bytes);
      await readWholly(source, piece, first * bytes);
      const images = mendImages(piece, staged, staged.highest, choice.mends);
      await train.writeFile(pick(images, bytes, plan.target, first, PARTS.train));
      await test.writeFile(pick(images, bytes, plan.target, first, PARTS.test));
      progress({ progress: Math.min(1, (first + perPiece) / staged.count) });
    }
    await Promise.all([train.sync(), test.sync()]);
  } catch (error) {
    throw storageError(error, files.trainImages);
  } finally {
    await Promise.all(handles.map((handle) => handle.close()));
  }
  return plan;
}

/** Images of each class, by the classes that are left, that an import would keep. Throws storage errors. */
export async function countImported(
  staged: Staged,
  folder: string,
  choice: Omit<ImportChoice, 'classes'>,
): Promise<KeptCounts> {
  const { trainLabels, testLabels } = planImport(staged, await readItems(folder), choice);
  const { classes } = mendClasses(staged.classes, totalsOf(staged.counts), choice.mends);
  return { train: histogram({ classes }, trainLabels), test: histogram({ classes }, testLabels) };
}

/** Fills `into` from position `at` of the file. Throws if the file ends before: the staged file is damaged. */
async function readWholly(file: fs.FileHandle, into: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < into.length;) {
    const { bytesRead } = await file.read(into, done, into.length - done, at + done);
    if (bytesRead === 0) throw new AppError('inspection-gone');
    done += bytesRead;
  }
}

/** The images of a piece that come into a part. */
function pick(images: Uint8Array, bytes: number, target: Uint8Array, first: number, part: number): Uint8Array {
  const picked = new Uint8Array(images.length);
  let size = 0;
  for (let i = 0; i * bytes < images.length; i++) {
    if (target[first + i] !== part) continue;
    picked.set(images.subarray(i * bytes, (i + 1) * bytes), size);
    size += bytes;
  }
  return picked.subarray(0, size);
}

function planImport(staged: Staged, items: StagedItems, { mends, testFraction }: Omit<ImportChoice, 'classes'>): Plan {
  const { places } = mendClasses(staged.classes, totalsOf(staged.counts), mends);
  const target = Uint8Array.from(items.parts, (part, i) => {
    const isOut = places[items.labels[i]!]! < 0 || (mends.includes('blank-images') && items.blank[i] === 1);
    return isOut ? LEFT_OUT : part;
  });
  if (mends.includes('duplicates-within')) dropRepeats(target, items.hashes);
  splitWhole(target, items, testFraction);
  if (mends.includes('duplicates-across')) dropTested(target, items.hashes);
  const labelsOf = (part: number): Uint16Array =>
    Uint16Array.from(
      items.labels.filter((_, i) => target[i] === part),
      (label) => places[label]!,
    );
  return { trainLabels: labelsOf(PARTS.train), testLabels: labelsOf(PARTS.test), target };
}

/** Of equal images in one part only the first stays. */
function dropRepeats(target: Uint8Array, hashes: Float64Array): void {
  const seen = [new Set<number>(), new Set<number>(), new Set<number>()];
  target.forEach((part, i) => {
    if (part === LEFT_OUT) return;
    if (seen[part]!.has(hashes[i]!)) target[i] = LEFT_OUT;
    else seen[part]!.add(hashes[i]!);
  });
}

/**
 * Sets test images aside where the files have no test part. Copies of an image go where the first of them goes, so that
 * no test image is a training image too.
 */
function splitWhole(target: Uint8Array, { labels, hashes }: StagedItems, testFraction: number): void {
  const whole = Uint32Array.from(target.keys()).filter((i) => target[i] === PARTS.whole);
  const seen = new Set<number>();
  const firsts = whole.filter((i) => !seen.has(hashes[i]!) && seen.add(hashes[i]!));
  const own = Uint16Array.from(firsts, (i) => labels[i]!);
  const { validation } = stratifiedSplit(own, testFraction, stream(SPLIT_SEED, 'split'));
  const tested = new Set(Array.from(validation, (i) => hashes[firsts[i]!]!));
  for (const i of whole) target[i] = tested.has(hashes[i]!) ? PARTS.test : PARTS.train;
}

/** Training images that are test images too are left out. */
function dropTested(target: Uint8Array, hashes: Float64Array): void {
  const tested = new Set(hashes.filter((_, i) => target[i] === PARTS.test));
  target.forEach((part, i) => {
    if (part === PARTS.train && tested.has(hashes[i]!)) target[i] = LEFT_OUT;
  });
}
