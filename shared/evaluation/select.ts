import type { ImageFilter, ImageSort } from '../contract/schemas/evaluated-image.ts';
import { type Answers, type GivenLabels, lossOf, type Readings } from './answers.ts';

/** An evaluation's images, row by row. */
export interface Evaluated {
  readonly answers: Answers;
  readonly readings: Readings;
  /** As they count, corrections applied; -1 for one that is left out. */
  readonly labels: GivenLabels;
  readonly given: GivenLabels;
  /** Of each row, its place in the data set's part. */
  readonly places: Uint32Array;
  /** From which probability on the model takes an image for a sign; null where it cannot tell. */
  readonly threshold: number | null;
}

/** The label that an image is judged by: its own, or the given one where it is left out. */
export const judgedLabel = ({ labels, given }: Pick<Evaluated, 'labels' | 'given'>, row: number): number =>
  labels[row]! < 0 ? given[row]! : labels[row]!;

const isRight = (images: Evaluated, row: number): boolean =>
  images.readings.predicted[row] === judgedLabel(images, row);

/**
 * The rows that pass a filter, in order. `other`: what the evaluation beside it read in the same rows. What is not finite comes
 * first, since it is what is looked for. Images left out pass only where corrections are asked for or the filter is of none.
 */
export function selectRows(
  images: Evaluated,
  { filter, sort, reverse }: { readonly filter: ImageFilter; readonly sort: ImageSort; readonly reverse: boolean },
  other: Int32Array | null = null,
): number[] {
  const tests = testsOf(images, filter, other);
  const rows = [...images.places.keys()].filter((row) => tests.every((test) => test(row)));
  if (sort !== 'place') sortBy(rows, columnOf(images, sort));
  return reverse ? rows.reverse() : rows;
}

type Test = (row: number) => boolean;

function testsOf(images: Evaluated, filter: ImageFilter, other: Int32Array | null): Test[] {
  const { readings, labels, given, places, threshold, answers } = images;
  const { truth, predicted, verdict, corrected, refused, beside } = filter;
  const tests: Test[] = [];
  if (truth !== undefined) tests.push((row) => labels[row] === truth);
  const differs = beside?.verdict === 'differ' ? other : null;
  if (predicted !== undefined) {
    tests.push((row) => readings.predicted[row] === predicted || differs?.[row] === predicted);
  }
  if (verdict !== undefined) tests.push((row) => labels[row]! >= 0 && isRight(images, row) === (verdict === 'right'));
  if (corrected !== undefined) {
    const isOut: Test = (row) => labels[row]! < 0;
    const isOther: Test = (row) => labels[row]! >= 0 && labels[row] !== given[row];
    if (corrected === 'left-out') tests.push(isOut);
    else if (corrected === 'relabelled') tests.push(isOther);
    else tests.push((row) => isOut(row) || isOther(row));
  }
  const { known } = answers;
  if (refused !== undefined) {
    tests.push((row) => known !== null && threshold !== null && known[row]! < threshold === refused);
  }
  if (differs) tests.push((row) => labels[row]! >= 0 && readings.predicted[row] !== differs[row]);
  if (beside && beside.verdict !== 'differ' && other) {
    const [own, others] = VERDICTS[beside.verdict];
    const otherRight: Test = (row) => other[row] === judgedLabel(images, row);
    tests.push((row) => labels[row]! >= 0 && isRight(images, row) === own && otherRight(row) === others);
  }
  if (filter.places) {
    const wanted = new Set(filter.places);
    tests.push((row) => wanted.has(places[row]!));
  }
  return tests;
}

/** Whether this one is right, and the other. */
const VERDICTS = {
  'both-right': [true, true],
  'only-this': [true, false],
  'only-other': [false, true],
  'both-wrong': [false, false],
} as const;

function columnOf(images: Evaluated, sort: Exclude<ImageSort, 'place'>): ValueOf {
  if (sort === 'confidence') return (row) => images.readings.confidence[row]!;
  if (sort === 'doubt') return (row) => images.readings.doubt[row]!;
  return (row) => lossOf(images.answers, row, judgedLabel(images, row));
}

type ValueOf = (row: number) => number;

/** `rows` are in order: ties stay so. */
function sortBy(rows: number[], valueOf: ValueOf): void {
  const values = new Float64Array((rows.at(-1) ?? -1) + 1);
  for (const row of rows) {
    const value = valueOf(row);
    values[row] = Number.isNaN(value) ? Infinity : value;
  }
  // Two that are infinite have no difference, and are a tie.
  rows.sort((a, b) => values[b]! - values[a]! || a - b);
}
