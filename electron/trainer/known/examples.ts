import type { Framing, Task } from '../../../shared/contract/schemas/task.ts';
import { imageBytes, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import { createNonSigns } from '../../../shared/data/non-signs/generate.ts';
import { NON_SIGN_KINDS } from '../../../shared/data/non-signs/kinds.ts';
import { penWidthOf } from '../../../shared/data/non-signs/pen-width.ts';
import { renderDigit, syntheticDigit } from '../../../shared/data/synthetic/digit.ts';
import { frameLike, shapeOf } from '../../../shared/ink/shape.ts';
import { distort } from '../../../shared/ink/distort.ts';
import { stream, type Random } from '../../../shared/random/random.ts';
import { isDigits } from '../../../shared/task/digits.ts';

/** An image of a task's size. */
export interface Shown {
  readonly image: Uint8Array;
  /** What it shows: a place in KINDS. */
  readonly kind: number;
  /** Of a sign, which of the data sets it comes from (see LabelledImages.sources); else 0. */
  readonly source: number;
}

export interface ExamplesOptions {
  readonly set: LabelledImages;
  /** Which of its images may be used. At least one. */
  readonly indices: ArrayLike<number>;
  readonly framing: Framing;
  readonly random: Random;
  readonly signs: number;
  /**
   * How many synthetic signs are added for each sign, if the task is the ten digits: people write in ways that a data
   * set does not have.
   */
  readonly synthetic: number;
  readonly others: number;
}

/** How many examples there will be, all in all. */
export const examplesIn = (options: ExamplesOptions): number => options.signs + syntheticIn(options) + options.others;

const syntheticIn = ({ set: { task }, framing, synthetic, signs }: ExamplesOptions): number =>
  isDigits(task) && framing === 'centred' ? Math.round(synthetic * signs) : 0;

/** Signs that drawn non-signs take their pens and parts from. */
const MODELS = 2000;

/** Signs, then non-signs, one by one: some tens of microseconds to a millisecond each. */
export function* examples(options: ExamplesOptions): Generator<Shown, void> {
  const { set, indices, random, signs, others } = options;
  const { task } = set;
  const [height, width] = task.inputShape;
  const imageOf = (place: number): Uint8Array => {
    const [size, index] = [imageBytes(task), indices[place]!];
    return set.images.subarray(index * size, (index + 1) * size);
  };
  const anySign = (): Uint8Array => imageOf(random.integer(indices.length));
  const order = random.shuffle(Uint32Array.from({ length: indices.length }, (_, i) => i));
  for (let i = 0; i < signs; i++) {
    const place = order[i % order.length]!;
    const image = imageOf(place);
    const source = set.sources?.[indices[place]!] ?? 0;
    // A small data set comes round several times, each time drawn a little differently.
    yield { image: i < order.length ? image : distort(image, width, height, random), kind: 0, source };
  }
  for (let i = syntheticIn(options); i > 0; i--) {
    const digit = renderDigit(syntheticDigit(random), random);
    yield { image: frameLike(digit, anySign(), width, height), kind: 0, source: 0 };
  }
  const next = nonSigns(task, Array.from(order.subarray(0, MODELS), imageOf));
  for (let i = 0; i < others; i++) {
    const { kind, image } = next(random);
    const framed = frameLike(image, anySign(), width, height);
    yield { image: framed, kind: 1 + NON_SIGN_KINDS.indexOf(kind), source: 0 };
  }
}

function nonSigns({ inputShape: [height, width], classes }: Task, images: readonly Uint8Array[]) {
  const signs = images.map((image) => shapeOf(image, width, height));
  const pens = signs.map(penWidthOf).filter((pen) => pen > 0);
  const pen = (random: Random): number => pens[random.integer(pens.length)] ?? 2.5;
  return createNonSigns({ signs, classes, pen });
}

/** The streams of a run for what its detector learns from and what it is calibrated on. */
export const streamFor = (seed: number, part: 'training' | 'calibration'): Random =>
  stream(seed, 'known', part === 'training' ? 0 : 1);
