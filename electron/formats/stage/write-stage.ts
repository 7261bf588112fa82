import { createHash, type Hash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { LONGEST_SIDE, SHORTEST_SIDE, type Frame } from '../../../shared/contract/schemas/task.ts';
import { labelsToBytes } from '../../../shared/data/label-bytes.ts';
import { MNIST_FRAME } from '../../../shared/ink/frame.ts';
import { fromGrey } from '../../../shared/ink/from-grey.ts';
import { storageError } from '../../files/atomic-write.ts';
import type { FoundSet, SampleOptions, Samples, Size } from '../found-set.ts';
import { classesOf, type Classes } from './classes.ts';
import { Growing } from './growing.ts';
import { hashOf } from '../../../shared/data/image-hash.ts';
import { BLANK, isTest, PARTS, STAGE_FILES } from './stage-files.ts';

/** No data set that fits this studio has more images. */
const MOST_IMAGES = 20_000_000;
export interface Written {
  readonly size: Size;
  readonly framed: boolean;
  readonly classes: Classes;
  readonly labels: Uint16Array;
  readonly parts: Uint8Array;
  readonly hashes: Float64Array;
  readonly sha256: string;
  readonly highest: number;
  readonly light: number;
  readonly blank: number;
}

/** The images do not all have one size that a task may have. */
class SizesDiffer extends Error {}

/**
 * Lays a set's images down in a folder as raw bytes, in one go through its files. Images of one size from 8 to 256 stay as
 * they are; others are brought into a frame of MNIST's size, which takes a second go. Throws what reading throws, `data-too-many`
 * {file, most}, `data-empty` {file}, what `classesOf` throws, and storage errors.
 */
export async function writeStage(
  set: FoundSet,
  folder: string,
  options: SampleOptions,
  onCount: (count: number) => void,
): Promise<Written> {
  try {
    return await write(set, folder, options, onCount, null);
  } catch (error) {
    if (!(error instanceof SizesDiffer)) throw error;
    return await write(set, folder, options, onCount, { ...MNIST_FRAME, framing: options.framing });
  }
}

async function write(
  set: FoundSet,
  folder: string,
  options: SampleOptions,
  onCount: (count: number) => void,
  frame: Frame | null,
): Promise<Written> {
  const file = path.join(folder, STAGE_FILES.images);
  const handle = await fs.open(file, 'w').catch((error: unknown) => {
    throw storageError(error, file);
  });
  const stage = createStage(set.name, frame);
  try {
    for await (const samples of set.samples(options)) {
      const bytes = stage.take(samples);
      await handle.writeFile(bytes).catch((error: unknown) => {
        throw storageError(error, file);
      });
      onCount(stage.count());
    }
  } finally {
    await handle.close();
  }
  const written = stage.finish(set);
  await writeRest(folder, written);
  return written;
}

async function writeRest(folder: string, { labels, parts, hashes }: Written): Promise<void> {
  const write = async (name: string, bytes: Uint8Array): Promise<void> => {
    const file = path.join(folder, name);
    await fs.writeFile(file, bytes).catch((error: unknown) => {
      throw storageError(error, file);
    });
  };
  await write(STAGE_FILES.labels, labelsToBytes(labels));
  await write(STAGE_FILES.parts, parts);
  await write(STAGE_FILES.hashes, new Uint8Array(hashes.buffer, hashes.byteOffset, hashes.byteLength));
}

/** Counts and collects what is needed of the images as they pass. `frame`: what they are brought into; null: they stay as they are. */
function createStage(name: string, frame: Frame | null) {
  const labels = new Growing((length) => new Uint32Array(length));
  const parts = new Growing((length) => new Uint8Array(length));
  const hashes = new Growing((length) => new Float64Array(length));
  const known = new Map<number | string, number>();
  const content: Hash = createHash('sha256');
  let size: Size | null = frame && { height: frame.height, width: frame.width };
  let [highest, light, blank] = [0, 0, 0];

  const idOf = (label: number | string): number => {
    const id = known.get(label) ?? known.size;
    if (id === known.size) known.set(label, id);
    return id;
  };
  const measure = (images: Uint8Array, { height, width }: Size, part: number): void => {
    const bytes = height * width;
    for (let at = 0; at < images.length; at += bytes) {
      hashes.push(hashOf(images, at, at + bytes));
      const { most, least, border } = levelsOf(images.subarray(at, at + bytes), height, width);
      if (most > highest) highest = most;
      if (most === least) blank++;
      else if (2 * (border - least) > most - least) light++;
      parts.push(part + (most === least ? BLANK : 0));
    }
  };

  return {
    count: () => labels.length,
    /** The bytes to lay down. */
    take(samples: Samples): Uint8Array {
      if (!frame) size = sameSize(size, samples.size);
      const images = frame ? toFrame(samples, frame) : samples.images;
      if (labels.length + samples.labels.length > MOST_IMAGES)
        throw new AppError('data-too-many', { file: name, most: MOST_IMAGES });
      measure(images, size!, PARTS[samples.split ?? 'whole']);
      content.update(images);
      for (let i = 0; i < samples.labels.length; i++) labels.push(idOf(samples.labels[i]!));
      return images;
    },
    finish({ naming, fewestClasses }: Pick<FoundSet, 'naming' | 'fewestClasses'>): Written {
      if (labels.length === 0 || !size) throw new AppError('data-empty', { file: name });
      const classes = classesOf(known.keys(), naming, fewestClasses);
      const places = Uint16Array.from(known.keys(), (label) => classes.places.get(label)!);
      const all = {
        labels: Uint16Array.from(labels.all(), (id) => places[id]!),
        parts: wholeUnlessBoth(parts.all()),
        hashes: hashes.all(),
      };
      content
        .update(labelsToBytes(all.labels))
        .update(all.parts)
        .update(JSON.stringify([size, classes.names.length]));
      return { size, framed: frame !== null, classes, ...all, sha256: content.digest('hex'), highest, light, blank };
    },
  };
}

/** Files that are all of one part (only `train` was downloaded) leave it to the import to set test images aside. */
function wholeUnlessBoth(parts: Uint8Array): Uint8Array {
  const hasTest = parts.some(isTest);
  const hasOther = parts.some((part) => !isTest(part));
  return hasTest && hasOther ? parts : parts.map((part) => PARTS.whole + (part & BLANK));
}

function sameSize(before: Size | null, { height, width }: Size): Size {
  const fits = (side: number): boolean => side >= SHORTEST_SIDE && side <= LONGEST_SIDE;
  const alike = before === null || (before.height === height && before.width === width);
  if (!alike || !fits(height) || !fits(width)) throw new SizesDiffer();
  return before ?? { height, width };
}

/** Each image's ink, found and framed as on the pad. */
function toFrame({ images, size: { height, width } }: Samples, frame: Frame): Uint8Array {
  const bytes = height * width;
  const count = images.length / bytes;
  const own = frame.height * frame.width;
  const framed = new Uint8Array(count * own);
  for (let i = 0; i < count; i++)
    framed.set(fromGrey(images.subarray(i * bytes, (i + 1) * bytes), width, height, frame), i * own);
  return framed;
}

/** The highest and the lowest level, and the mean of the border. */
function levelsOf(image: Uint8Array, height: number, width: number): { most: number; least: number; border: number } {
  let [most, least, sum] = [0, 255, 0];
  for (let i = 0; i < image.length; i++) {
    const level = image[i]!;
    if (level > most) most = level;
    if (level < least) least = level;
  }
  for (let x = 0; x < width; x++) sum += image[x]! + image[(height - 1) * width + x]!;
  for (let y = 1; y < height - 1; y++) sum += image[y * width]! + image[y * width + width - 1]!;
  return { most, least, border: sum / (2 * (width + height) - 4) };
}
