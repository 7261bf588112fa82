import type { Transforms } from '../contract/schemas/dataset.ts';
import type { Task } from '../contract/schemas/task.ts';
import { hashOf } from '../data/image-hash.ts';
import { imageBytes, imagesAt, type LabelledImages } from '../data/labelled-images.ts';
import { createReframer } from '../ink/reframe.ts';
import { createResizer } from '../ink/resample.ts';
import { classMap } from './join.ts';

/** One data set's part of a choice. */
export interface ChosenPart<S = LabelledImages> {
  readonly set: S;
  /** Places of images that are left out. */
  readonly leaveOut?: readonly number[] | undefined;
}

/**
 * Several data sets' images as one set of `task` (see joinTasks), in their order: the one place where a choice's
 * transforms are carried out. Pure; what needs no change is not copied.
 */
export function transformImages(parts: readonly ChosenPart[], task: Task, transforms: Transforms = {}): LabelledImages {
  const changed = parts.map((part) => transformPart(part, task, transforms));
  const joined = changed.length === 1 ? changed[0]! : concatenate(changed, task);
  return transforms.dropDuplicates ? withoutDuplicates(joined) : joined;
}

/** Which images of one data set are used, and their labels in `task`; this does not need the images themselves. */
export function chooseLabels(
  { set, leaveOut = [] }: ChosenPart<Pick<LabelledImages, 'task' | 'labels'>>,
  task: Task,
  transforms: Transforms,
): { readonly kept: Uint32Array; readonly labels: Uint16Array } {
  const map = classMap(set.task, task, transforms);
  const out = new Set(leaveOut);
  const kept = indicesWhere(set.labels.length, (i) => map[set.labels[i]!]! >= 0 && !out.has(i));
  return { kept, labels: Uint16Array.from(kept, (i) => map[set.labels[i]!]!) };
}

function transformPart(part: ChosenPart, task: Task, transforms: Transforms): LabelledImages {
  const { set } = part;
  const { kept, labels } = chooseLabels(part, task, transforms);
  const used = kept.length === set.count ? set : pick(set, kept);
  return { task, count: labels.length, images: reshape(used, task, transforms), labels };
}

/** The images at the task's size, or their ink framed anew, dark and light changed if that is wished. */
function reshape({ task: own, images, count }: LabelledImages, task: Task, { invert, resize }: Transforms): Uint8Array {
  const [height, width] = own.inputShape;
  const [toHeight, toWidth] = task.inputShape;
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
  const size = imageBytes(set.task);
  const seen = new Map<number, number[]>();
  const imageAt = (i: number): Uint8Array => set.images.subarray(i * size, (i + 1) * size);
  const kept = indicesWhere(set.count, (i) => {
    const [image, key] = [imageAt(i), hashOf(set.images, i * size, (i + 1) * size)];
    const alike = seen.get(key) ?? [];
    if (alike.some((other) => equal(imageAt(other), image))) return false;
    seen.set(key, [...alike, i]);
    return true;
  });
  return kept.length === set.count ? set : pick(set, kept);
}

function pick(set: LabelledImages, indices: Uint32Array): LabelledImages {
  const labels = Uint16Array.from(indices, (i) => set.labels[i]!);
  return { ...set, count: indices.length, images: imagesAt(set, indices), labels };
}

function concatenate(parts: readonly LabelledImages[], task: Task): LabelledImages {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const images = new Uint8Array(count * imageBytes(task));
  const labels = new Uint16Array(count);
  let at = 0;
  for (const part of parts) {
    images.set(part.images, at * imageBytes(task));
    labels.set(part.labels, at);
    at += part.count;
  }
  return { task, count, images, labels };
}

function indicesWhere(count: number, holds: (i: number) => boolean): Uint32Array {
  const indices = new Uint32Array(count);
  let found = 0;
  for (let i = 0; i < count; i++) if (holds(i)) indices[found++] = i;
  return indices.subarray(0, found);
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => a.every((byte, i) => byte === b[i]);
