import { AppError } from '../../../shared/contract/errors.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { imagesAt, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import { drawReplay, replayCount } from '../../../shared/data/replay.ts';
import { joinTasks } from '../../../shared/task/join.ts';
import { readImageSet } from '../../files/image-set.ts';
import type { Replayed } from './batch-order.ts';
import { signsFor } from './line-composers.ts';

/** What is replayed beside so many images of a run's own: the images that come at all, and which of them in which epoch. */
export interface ReplayPool extends Replayed {
  readonly images: LabelledImages;
}

/**
 * Reads the training images of what is replayed, and keeps those that any of the run's epochs draws. Throws `replay-empty`
 * {data, names} if none is of the run's classes, and what `readImageSet` throws.
 */
export async function readReplayPool(
  { task, from, recipe }: Pick<RunSpec, 'task' | 'from' | 'recipe'>,
  files: readonly DataFiles[],
  own: number,
): Promise<ReplayPool | null> {
  if (!from?.replay || files.length === 0) return null;
  const { datasets, share } = from.replay;
  const pool = await readImageSet(files, 'train', { task, data: { datasets } });
  if (pool.count === 0) {
    throw new AppError('replay-empty', { data: datasets, names: task.classes });
  }
  const { seed, epochs } = recipe;
  const count = replayCount(own, share);
  const draw = (epoch: number): Uint32Array => drawReplay(pool.labels, count, seed, epoch);
  const { kept, places } = keptOf(pool.count, epochs, draw);
  return {
    images: {
      task,
      count: kept.length,
      images: imagesAt(pool, kept),
      labels: Uint16Array.from(kept, (index) => pool.labels[index]!),
    },
    count,
    draw: (epoch) => draw(epoch).map((index) => places[index]!),
  };
}

/**
 * Reads the training images that a run on lines replays: lines are composed of them, so they may be of another size than the run's
 * own. Null: it replays nothing. Throws as `readReplayPool` does, and `data-sizes-differ` for data sets that are not of one size.
 */
export async function readReplayedSigns(
  { task: run, from }: Pick<RunSpec, 'task' | 'from'>,
  files: readonly DataFiles[],
): Promise<LabelledImages | null> {
  if (!from?.replay || files.length === 0) return null;
  const { datasets } = from.replay;
  const task = signsFor(run, joinTasks(files.map((set) => set.task)));
  const signs = await readImageSet(files, 'train', { task, data: { datasets } });
  if (signs.count === 0) throw new AppError('replay-empty', { data: datasets, names: run.classes });
  return signs;
}

/** Which images of a pool come in any epoch, and the place of each among them. */
function keptOf(size: number, epochs: number, draw: (epoch: number) => Uint32Array) {
  const drawn = new Uint8Array(size);
  for (let epoch = 0; epoch < epochs; epoch++) for (const index of draw(epoch)) drawn[index] = 1;
  const kept = Uint32Array.from(drawn.keys()).filter((index) => drawn[index] === 1);
  const places = new Uint32Array(size);
  kept.forEach((index, place) => (places[index] = place));
  return { kept, places };
}
