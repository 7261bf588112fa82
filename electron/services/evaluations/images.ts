import { AppError } from '../../../shared/contract/errors.ts';
import type {
  EvaluatedImage,
  ImageDetails,
  ImageFilter,
  ImagePage,
  ImageSort,
} from '../../../shared/contract/schemas/evaluated-image.ts';
import type { EvaluationId } from '../../../shared/contract/schemas/evaluation.ts';
import type { SplitCorrections } from '../../../shared/contract/schemas/corrections.ts';
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import { answerAt, isFinite, lossOf } from '../../../shared/evaluation/answers.ts';
import { type Evaluated, judgedLabel, selectRows } from '../../../shared/evaluation/select.ts';
import { softmax } from '../../../shared/evaluation/softmax.ts';
import { classMap } from '../../../shared/task/join.ts';
import type { Evaluations } from './evaluations.ts';
import { type OpenedEvaluation, seenImages } from './opened.ts';
import { hashesAt } from './split-images.ts';
import { readLabels } from './subject.ts';

/** More than this is not sent to a window at once, bytes. */
const MOST_BYTES = 33_554_432;

export interface PageRequest {
  readonly id: EvaluationId;
  readonly filter: ImageFilter;
  readonly sort: ImageSort;
  readonly reverse: boolean;
  readonly offset: number;
  readonly count: number;
}

/** As the call `evaluations.images` says. */
export async function imagePage(
  evaluations: Pick<Evaluations, 'opener' | 'pair'>,
  { id, filter, sort, reverse, offset, count }: PageRequest,
): Promise<ImagePage> {
  const opened = await evaluations.opener.opened(id);
  const evaluated = await evaluations.opener.evaluated(opened);
  const other = filter.beside ? (await evaluations.pair(id, filter.beside.other))[1].readings.predicted : null;
  const rows = selectRows(evaluated, { filter, sort, reverse }, other);
  const { task } = opened.record.info;
  const [height, width] = task.inputShape;
  const page = rows.slice(offset, offset + Math.min(count, Math.floor(MOST_BYTES / imageBytes(task))));
  return {
    total: rows.length,
    height,
    width,
    items: page.map((row) => imageAt(evaluated, row)),
    images: await seenImages(opened, page),
  };
}

/** As the call `evaluations.image` says. */
export async function imageDetails(
  { opener }: Pick<Evaluations, 'opener'>,
  id: EvaluationId,
  place: number,
): Promise<ImageDetails> {
  const opened = await opener.opened(id);
  const row = rowOf(opened, place);
  const { answers } = opened;
  const [height, width] = opened.record.info.task.inputShape;
  const evaluated = await opener.evaluated(opened);
  return {
    ...imageAt(evaluated, row),
    height,
    width,
    image: await seenImages(opened, [row]),
    own: await ownOf(opened, place, await opener.corrections(opened)),
    probabilities: isFinite(answers, row) ? softmax(answers.logits, row * answers.classes, answers.classes) : null,
  };
}

/** What corrections say of an image: by its data set's own classes, whatever the model's run made of their names. */
async function ownOf(
  { record, files }: OpenedEvaluation,
  place: number,
  { relabelled, leftOut }: SplitCorrections,
): Promise<ImageDetails['own']> {
  const { classes } = files.task;
  const map = classMap(files.task, record.info.task, record.change);
  const [hash] = await hashesAt(files, record.split, [place]);
  const given = (await readLabels(files, record.split))[place]!;
  const name = relabelled.find(([each]) => each === place)?.[1];
  return {
    hash: hash!,
    given,
    label: leftOut.includes(place) ? null : name === undefined ? given : classes.indexOf(name),
    classes: classes.map((each, i) => ({ name: each, counts: map[i]! < 0 ? null : map[i]! })),
  };
}

/** Throws `image-not-found` {place, count} for one that was not read. */
export function rowOf({ rows }: OpenedEvaluation, place: number): number {
  const row = rows.indexOf(place);
  if (row < 0) throw new AppError('image-not-found', { place, count: rows.length });
  return row;
}

/** What an evaluation says of one image. */
export function imageAt(evaluated: Evaluated, row: number): EvaluatedImage {
  const { answers, readings, labels, given, places } = evaluated;
  return {
    place: places[row]!,
    label: labels[row]! < 0 ? null : labels[row]!,
    given: given[row]!,
    predicted: answerAt(readings, row),
    confidence: bounded(readings.confidence[row]!),
    loss: finite(lossOf(answers, row, judgedLabel(evaluated, row))),
    doubt: bounded(readings.doubt[row]!),
    known: answers.known && bounded(answers.known[row]!),
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Rounding may leave [0, 1] by a hair. */
const bounded = (share: number): number | null => (Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : null);
