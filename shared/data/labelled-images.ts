import type { StrokeAugmentation } from '../contract/schemas/recipe.ts';
import type { Task } from '../contract/schemas/task.ts';
import type { Random } from '../random/random.ts';

/** Images of one size and what each is a picture of. */
export interface LabelledImages {
  readonly task: Task;
  readonly count: number;
  /** count x height x width bytes, row by row, 0 paper to 255 ink. */
  readonly images: Uint8Array;
  /** For each image the place of its class in the task. */
  readonly labels: Uint16Array;
  /**
   * For each image a number that it shares with those that it must not be parted from, when some are set aside for validation:
   * near-duplicates, for one. Absent: each stands for itself.
   */
  readonly groups?: Uint32Array | undefined;
  /** For each image which of the data sets that were put together it comes from, from 0 on. Absent: all are of one. */
  readonly sources?: Uint16Array | undefined;
  /** Absent: none of them was drawn with a pen that is known. */
  readonly drawAnew?: DrawAnew | undefined;
}

/** The bytes of an image, drawn anew with its strokes changed (see drawChanged); null for one that has no strokes. */
export type DrawAnew = (index: number, limits: StrokeAugmentation, random: Random) => Uint8Array | null;

/** Labels as they come: a class's place in its task. */
export type Labels = Uint8Array | Uint16Array;

/** Bytes, and pixels, of one image of a task. */
export const imageBytes = ({ inputShape: [height, width] }: Pick<Task, 'inputShape'>): number => height * width;

/** The bytes of some images, one after the other: indices.length x height x width. */
export function imagesAt({ task, images }: LabelledImages, indices: ArrayLike<number>): Uint8Array {
  const size = imageBytes(task);
  const bytes = new Uint8Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    bytes.set(images.subarray(index * size, (index + 1) * size), i * size);
  }
  return bytes;
}

/** How many images there are of each class, in the task's order. */
export function histogram({ classes }: { readonly classes: readonly string[] }, labels: Labels): number[] {
  const counts = new Array<number>(classes.length).fill(0);
  for (const label of labels) counts[label]! += 1;
  return counts;
}

/** 0, 1, ... n - 1: so many images, all of them. */
export const allIndices = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);
