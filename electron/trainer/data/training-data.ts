import type { LineChoice } from '../../../shared/contract/schemas/line-choice.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { chooseImages } from '../../../shared/data/choose.ts';
import { allIndices, histogram, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import { replayedLines } from '../../../shared/data/replay.ts';
import type { Split } from '../../../shared/data/split.ts';
import { heldOutLines } from '../../../shared/lines/line-task.ts';
import { stream } from '../../../shared/random/random.ts';
import { joinTasks } from '../../../shared/task/join.ts';
import { concatenate } from '../../../shared/task/transform.ts';
import { readImageSet } from '../../files/image-set.ts';
import type { LineSet } from '../step/step-set.ts';
import { BatchOrder } from './batch-order.ts';
import { composerOf, mixedComposer, type ComposesLines } from './line-composers.ts';
import { composeLines } from './line-set.ts';
import { readReplayedSigns, readReplayPool, type ReplayPool } from './replay-pool.ts';

/** What a run reads and trains on. */
export interface TrainingData {
  /** The run's own, then those that are replayed. */
  readonly images: LabelledImages;
  /** Which of its own train, and which validate. */
  readonly training: Uint32Array;
  readonly validation: Int32Array;
  /** Which images the first epoch replays: others in each, but as many of each class. */
  readonly replayed: Uint32Array;
  readonly order: BatchOrder;
  /** A weight for each class's images, or null for 1 each. */
  readonly classWeights: readonly number[] | null;
  /** Names of classes of the task that no training image is of. */
  readonly unseen: readonly string[];
  /** Of a run that reads lines, which are composed of the images; null otherwise. Batches are of lines then, and epochs of as many as the choice says. */
  readonly lines: LineData | null;
}

export interface LineData {
  /** Composes lines of the images that train, and of those that are replayed. */
  readonly composer: ComposesLines;
  /** Of an epoch's lines, so many are of replayed signs, on average. */
  readonly replayed: number;
  /** Lines of those that validate, the same in each epoch. */
  readonly validation: LineSet;
}

/**
 * Reads a run's data sets and chooses from them as its recipe says; `replay` is what it replays. Throws `dataset-empty`,
 * `replay-empty` and what `readImageSet` throws.
 */
export async function readTrainingData(
  spec: Pick<RunSpec, 'task' | 'framing' | 'data' | 'recipe' | 'from'>,
  files: readonly DataFiles[],
  replay: readonly DataFiles[] = [],
): Promise<TrainingData> {
  const { recipe, data } = spec;
  const signs = signTask(spec, files);
  const own = await readImageSet(files, 'train', { task: signs, data });
  const { validation: kind, seed, classBalance } = recipe;
  const { train, validation } = chooseImages(own.labels, {
    limit: data.limit,
    validation: kind,
    seed,
    groups: own.groups,
  });
  const pool = data.lines ? null : await readReplayPool(spec, replay, train.length);
  const images = pool ? concatenate([own, pool.images], signs) : own;
  const replayed = pool && behind(pool, own.count);
  const first = replayed?.draw(0) ?? new Uint32Array();
  const counts = histogram(
    signs,
    Uint16Array.from([...train, ...first], (index) => images.labels[index]!),
  );
  return {
    images,
    training: train,
    validation: Int32Array.from(validation),
    replayed: first,
    order: new BatchOrder(data.lines ? Uint32Array.from(allIndices(data.lines.perEpoch)) : train, recipe, replayed),
    classWeights: classBalance === 'weighted' && !data.lines ? balancedClassWeights(counts) : null,
    unseen: signs.classes.filter((_, i) => counts[i] === 0),
    lines: data.lines ? await lineData(spec, data.lines, { images: own, split: { train, validation }, replay }) : null,
  };
}

/** The task of the images themselves, of which a run on lines has another. */
export const signTask = ({ task, data }: Pick<RunSpec, 'task' | 'data'>, files: readonly DataFiles[]): Task =>
  task.reads === 'line'
    ? joinTasks(
        files.map((set) => set.task),
        data.transforms,
      )
    : task;

async function lineData(
  spec: Pick<RunSpec, 'task' | 'framing' | 'recipe' | 'from'>,
  choice: LineChoice,
  own: { readonly images: LabelledImages; readonly split: Split; readonly replay: readonly DataFiles[] },
): Promise<LineData> {
  const { task, recipe, from } = spec;
  const { train, validation } = own.split;
  const composer = (indices: Uint32Array) => composerOf(own.images, indices, spec, choice);
  const held = composeLines(
    composer(validation),
    stream(recipe.seed, 'lines'),
    heldOutLines(validation.length, choice),
    task,
  );
  const signs = await readReplayedSigns(spec, own.replay);
  if (signs === null) return { composer: composer(train), replayed: 0, validation: held };
  const { share } = from!.replay!;
  const others = composerOf(signs, allIndices(signs.count), spec, choice);
  const replayed = replayedLines(choice.perEpoch, share);
  return { composer: mixedComposer(composer(train), others, share), replayed, validation: held };
}

/** A pool whose images follow so many others. */
const behind = ({ count, draw }: ReplayPool, own: number) => ({
  count,
  draw: (epoch: number) => draw(epoch).map((index) => index + own),
});

/** For each class, by how many images there are of it, the weight that makes all that occur count alike: n / (classes that occur · count of it), as scikit-learn's `balanced`. */
export function balancedClassWeights(counts: readonly number[]): number[] {
  const occurring = counts.filter((count) => count > 0).length;
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count === 0 ? 1 : all / (occurring * count)));
}
