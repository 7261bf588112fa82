import { AppError } from '../contract/errors.ts';
import type { Transforms } from '../contract/schemas/dataset.ts';
import type { InputShape, Task } from '../contract/schemas/task.ts';
import { hashOf } from '../data/image-hash.ts';
import { imageBytes, imagesAt, type DrawAnew, type LabelledImages, type Labels } from '../data/labelled-images.ts';
import { byClass } from '../data/split.ts';
import { createReframer } from '../ink/reframe.ts';
import { createResizer } from '../ink/resample.ts';
import { stream } from '../random/random.ts';
import { classMap } from './join.ts';

/** One data set's part of a choice. */
export interface ChosenPart<S = LabelledImages> {
  readonly set: S;
  /** Places of images that are left out. */
  readonly leaveOut?: readonly number[] | undefined;
  /** Other labels: places, and the names of the data set's classes that they are. */
  readonly relabel?: readonly (readonly [place: number, name: string])[] | undefined;
}

/**
 * Several data sets' images as one set of `task` (see joinTasks), in their order: the one place where a choice's
 * transforms are carried out. Pure; what needs no change is not copied.
 */
export function transformImages(parts: readonly ChosenPart[], task: Task, transforms: Transforms = {}): LabelledImages {
  const changed = parts.map((part) => transformPart(part, task, transforms));
  const joined = changed.length === 1 ? changed[0]! : concatenate(changed, task);
  const single = transforms.dropDuplicates ? withoutDuplicates(joined) : joined;
  return transforms.perClass ? pick(single, fewOfEach(single.labels, transforms.perClass)) : single;
}

/**
 * The places of at most `count` images of each class, in order. What the seed draws for a smaller count is part of what it draws
 * for a larger one.
 */
export function fewOfEach(labels: Labels, { count, seed }: NonNullable<Transforms['perClass']>): Uint32Array {
  const random = stream(seed, 'perClass');
  return Uint32Array.from(byClass(labels).flatMap((places) => [...random.shuffle(places).subarray(0, count)])).sort();
}

/**
 * Which images of one data set are used, and their labels in `task`; this does not need the images themselves. Throws
 * `class-unknown` {name} for another label that is none of the data set's classes.
 */
export function chooseLabels(
  { set, leaveOut = [], relabel = [] }: ChosenPart<Pick<LabelledImages, 'task' | 'labels'>>,
  task: Task,
  transforms: Transforms,
): { readonly kept: Uint32Array; readonly labels: Uint16Array } {
  const map = classMap(set.task, task, transforms);
  const out = new Set(leaveOut);
  const own = relabelled(set, relabel);
  const kept = indicesWhere(own.length, (i) => map[own[i]!]! >= 0 && !out.has(i));
  return { kept, labels: Uint16Array.from(kept, (i) => map[own[i]!]!) };
}

function relabelled(
  { task, labels }: Pick<LabelledImages, 'task' | 'labels'>,
  relabel: NonNullable<ChosenPart['relabel']>,
): Uint16Array {
  if (relabel.length === 0) return labels;
  const changed = labels.slice();
  for (const [place, name] of relabel) {
    const label = task.classes.indexOf(name);
    if (label < 0) throw new AppError('class-unknown', { name });
    if (place < changed.length) changed[place] = label;
  }
  return changed;
}

function transformPart(part: ChosenPart, task: Task, transforms: Transforms): LabelledImages {
  const { set } = part;
  const { kept, labels } = chooseLabels(part, task, transforms);
  const used = kept.length === set.count ? set : pick(set, kept);
  return {
    task,
    count: labels.length,
    images: reshape(used, task.inputShape, transforms),
    labels,
    groups: used.groups,
    sources: used.sources,
    drawAnew: used.drawAnew && drawnInto(used.drawAnew, used.task, task.inputShape, transforms),
  };
}

/** Draws an image anew, and then brings it to what the others of its set are brought to. */
function drawnInto(drawAnew: DrawAnew, own: Task, shape: InputShape, transforms: Transforms): DrawAnew {
  return (index, limits, random) => {
    const images = drawAnew(index, limits, random);
    return images && reshape({ task: own, images, count: 1 }, shape, transforms);
  };
}

/** The images at another size, or their ink framed anew, dark and light changed if that is wished. */
export function reshape(
  { task: own, images, count }: Pick<LabelledImages, 'task' | 'images' | 'count'>,
  [toHeight, toWidth]: InputShape,
  { invert, resize }: Pick<Transforms, 'invert' | 'resize'>,
): Uint8Array {
  const [height, width] = own.inputShape;
  const turn = (levels: Uint8Array): Uint8Array => (invert ? levels.map((level) => 255 - level) : levels);
  const framing = resize?.framing;
  if (framing === undefined && height === toHeight && width === toWidth) return turn(images);
  const change =
    framing === undefined
      ? createResizer({ width, height }, { width: toWidth, height: toHeight })
      : createReframer({ width, height }, { width: toWidth, height: toHeight, framing });
  const [from, to] = [height * width, toHeight * toWidth];
  const sized = new Uint8Array(count * to);
  for (let i = 0; i < count; i++) {
    // One at a time: a whole set in between would be another set in memory.
    sized.set(change(turn(images.subarray(i * from, (i + 1) * from))), i * to);
  }
  return sized;
}

function withoutDuplicates(set: LabelledImages): LabelledImages {
  const kept = firstOfEquals(set);
  return kept.length === set.count ? set : pick(set, kept);
}

/** Of images that are equal to the byte, the place of the first; in order. */
export function firstOfEquals(set: LabelledImages): Uint32Array {
  const size = imageBytes(set.task);
  const seen = new Map<number, number[]>();
  const imageAt = (i: number): Uint8Array => set.images.subarray(i * size, (i + 1) * size);
  return indicesWhere(set.count, (i) => {
    const [image, key] = [imageAt(i), hashOf(set.images, i * size, (i + 1) * size)];
    const alike = seen.get(key) ?? [];
    if (alike.some((other) => equal(imageAt(other), image))) return false;
    seen.set(key, [...alike, i]);
    return true;
  });
}

function pick(set: LabelledImages, indices: Uint32Array): LabelledImages {
  const labels = Uint16Array.from(indices, (i) => set.labels[i]!);
  const groups = set.groups && Uint32Array.from(indices, (i) => set.groups![i]!);
  const sources = set.sources && Uint16Array.from(indices, (i) => set.sources![i]!);
  const { drawAnew } = set;
  return {
    ...set,
    groups,
    sources,
    count: indices.length,
    images: imagesAt(set, indices),
    labels,
    drawAnew: drawAnew && ((index, limits, random) => drawAnew(indices[index]!, limits, random)),
  };
}

/** Images of one task, one set after the other. */
export function concatenate(parts: readonly LabelledImages[], task: Task): LabelledImages {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const images = new Uint8Array(count * imageBytes(task));
  const labels = new Uint16Array(count);
  let at = 0;
  for (const part of parts) {
    images.set(part.images, at * imageBytes(task));
    labels.set(part.labels, at);
    at += part.count;
  }
  return {
    task,
    count,
    images,
    labels,
    groups: joinGroups(parts),
    sources: joinSources(parts),
    drawAnew: joinDrawing(parts),
  };
}

/** Undefined where no part can be drawn anew. */
function joinDrawing(parts: readonly LabelledImages[]): DrawAnew | undefined {
  if (parts.every(({ drawAnew }) => drawAnew === undefined)) return undefined;
  return (index, limits, random) => {
    let own = index;
    for (const { count, drawAnew } of parts) {
      if (own < count) return drawAnew?.(own, limits, random) ?? null;
      own -= count;
    }
    return null;
  };
}

/** Each part is a source of its own, or as many as it was put together from. */
function joinSources(parts: readonly LabelledImages[]): Uint16Array {
  const joined = new Uint16Array(parts.reduce((sum, part) => sum + part.count, 0));
  let [at, first] = [0, 0];
  for (const { count, sources } of parts) {
    const own = sources ?? new Uint16Array(count);
    own.forEach((source, i) => (joined[at + i] = first + source));
    at += count;
    first = own.reduce((most, source) => Math.max(most, first + source + 1), first);
  }
  return joined;
}

/** Groups of several sets as those of one: no two sets share a number. Undefined where none has any. */
export function joinGroups(
  parts: readonly { readonly count: number; readonly groups?: Uint32Array | undefined }[],
): Uint32Array | undefined {
  if (parts.every(({ groups }) => groups === undefined)) return undefined;
  const joined: number[] = [];
  let first = 0;
  for (const { count, groups } of parts) {
    const own = groups ?? Uint32Array.from({ length: count }, (_, i) => i);
    for (const group of own) joined.push(first + group);
    first = own.reduce((most, group) => Math.max(most, first + group + 1), first);
  }
  return Uint32Array.from(joined);
}

function indicesWhere(count: number, holds: (i: number) => boolean): Uint32Array {
  const indices = new Uint32Array(count);
  let found = 0;
  for (let i = 0; i < count; i++) if (holds(i)) indices[found++] = i;
  return indices.subarray(0, found);
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => a.every((byte, i) => byte === b[i]);
