import type { DatasetId, DatasetPreview, Transforms } from '../../../shared/contract/schemas/dataset.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import { chooseLabels, transformImages } from '../../../shared/task/transform.ts';

/** Some images of a choice of data as the model will get them. */
export interface DraftSample {
  readonly images: Uint8Array;
  readonly labels: readonly number[];
  readonly height: number;
  readonly width: number;
  /** For each image its data set, and its place in that one's training part. */
  readonly sources: readonly { readonly dataset: DatasetId; readonly place: number }[];
}

/**
 * Carries a choice's transforms out on its data sets' previews, by the same code as a run does; what is left out stays in
 * sight, so that it can be taken back. The data sets take turns, so that each of them is seen.
 */
export function draftSample(
  previews: ReadonlyMap<DatasetId, DatasetPreview>,
  task: Task,
  transforms: Transforms = {},
): DraftSample {
  const visible = { ...transforms, dropDuplicates: false, leaveOut: undefined, perClass: undefined };
  const parts = [...previews].map(([dataset, { images, labels, places, task: own }]) => {
    const set = { task: own, count: labels.length, images, labels: Uint16Array.from(labels) };
    const { kept } = chooseLabels({ set }, task, visible);
    return {
      shown: transformImages([{ set }], task, visible),
      places: [...kept].map((i) => ({ dataset, place: places[i]! })),
    };
  });
  const order = parts
    .flatMap(({ places }, part) => places.map((_, at) => ({ part, at })))
    .sort((a, b) => a.at - b.at || a.part - b.part);
  const bytes = imageBytes(task);
  const images = new Uint8Array(order.length * bytes);
  order.forEach(({ part, at }, i) =>
    images.set(parts[part]!.shown.images.subarray(at * bytes, (at + 1) * bytes), i * bytes),
  );
  return {
    images,
    labels: order.map(({ part, at }) => parts[part]!.shown.labels[at]!),
    height: task.inputShape[0],
    width: task.inputShape[1],
    sources: order.map(({ part, at }) => parts[part]!.places[at]!),
  };
}
