import type { Transforms } from '../../../shared/contract/schemas/dataset.ts';
import type { LineChoice } from '../../../shared/contract/schemas/line-choice.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import type { DataFiles, TrainJob } from '../../../shared/contract/trainer.ts';
import { allIndices, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import { heldOutLines } from '../../../shared/lines/line-task.ts';
import { stream } from '../../../shared/random/random.ts';
import { chooseLabels, transformImages } from '../../../shared/task/transform.ts';
import { readSplit } from '../../files/image-set.ts';
import { composerOf, signsFor } from '../data/line-composers.ts';
import { composeLines } from '../data/line-set.ts';
import { signTask } from '../data/training-data.ts';
import { evaluate, type Evaluation } from '../evaluate/evaluate.ts';
import { evaluateLines, type LineEvaluation } from '../evaluate/evaluate-lines.ts';
import type { Reader } from '../evaluate/reader.ts';
import type { LineSet } from '../step/step-set.ts';

/** Test images that a model is to read. */
export interface TestPart {
  /** The data set's id. */
  readonly dataset: string;
  /** Of a run's own data, or of what its parent was tested on. */
  readonly part: 'own' | 'original';
  /** SHA-256 of the data set's test images, where it is known. */
  readonly images: string | undefined;
  readonly set: LabelledImages;
  /** Of each image, its place in the data set's test part. */
  readonly places: Uint32Array;
  /** Composed of these images, for a run that reads lines. */
  readonly lines?: LineSet;
}

/**
 * A data set's test images as a run of this task reads them. What leaves single images out is for training alone. Throws as
 * `readSplit` does.
 */
async function readTestPart(
  files: DataFiles,
  task: Task,
  part: TestPart['part'],
  transforms: Transforms = {},
): Promise<TestPart> {
  const own = { ...transforms, dropDuplicates: false, perClass: undefined };
  const set = await readSplit(files, 'test');
  const { kept } = chooseLabels({ set }, task, own);
  const images = files.sha256?.testImages;
  return { dataset: files.id, part, images, set: transformImages([{ set }], task, own), places: kept };
}

/**
 * All that a run's model is to read in the end: the test images of its own data, or lines of them, then those that its parent could
 * read. Throws as `readSplit` does.
 */
export async function readTestParts(job: TrainJob): Promise<TestPart[]> {
  const {
    data,
    from,
    spec: { data: choice },
  } = job;
  const task = signTask(job.spec, data);
  // The very same images are read once.
  const originals = from?.originals.filter(({ id }) => choice.transforms || !choice.datasets.includes(id)) ?? [];
  const parts = [
    ...data.map((files) => readTestPart(files, task, 'own', choice.transforms)),
    ...originals.map((files) =>
      readTestPart(files, choice.lines ? signsFor(job.spec.task, files.task) : task, 'original'),
    ),
  ];
  const filled = (await Promise.all(parts)).filter(({ set }) => set.count > 0);
  return choice.lines ? filled.map((part) => ({ ...part, lines: linesOf(part, job.spec, choice.lines!) })) : filled;
}

function linesOf({ set }: TestPart, spec: RunSpec, choice: LineChoice): LineSet {
  const composer = composerOf(set, allIndices(set.count), spec, choice);
  return composeLines(composer, stream(spec.recipe.seed, 'lines'), heldOutLines(set.count, choice), spec.task);
}

/** What a model makes of a test part. Null if it was interrupted. */
export const readTest = (
  reader: Reader,
  { set, lines }: TestPart,
  task: Task,
  interrupted: () => boolean,
): Promise<Evaluation | LineEvaluation | null> =>
  lines ? evaluateLines(reader, lines, task, interrupted) : evaluate(reader, set, allIndices(set.count), interrupted);
