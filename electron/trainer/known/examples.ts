import type { Framing, Task } from '../../../shared/contract/schemas/task.ts';
import { imageBytes, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import { createNonSigns, NON_SIGN_KINDS } from '../../../shared/data/non-signs/generate.ts';
import { penWidthOf } from '../../../shared/data/non-signs/pen-width.ts';
import { renderDigit, syntheticDigit } from '../../../shared/data/synthetic/digit.ts';
import { frameLike, shapeOf } from '../../../shared/ink/shape.ts';
import { distort } from '../../../shared/ink/distort.ts';
import { stream, type Random } from '../../../shared/random/random.ts';
import { isDigits } from '../../../shared/task/digits.ts';

/** What an image shows: a sign of the task, or one of the kinds of non-signs. */
export const KINDS = ['sign', ...NON_SIGN_KINDS] as const;

/** Images of a task's size, and what each shows: a place in KINDS. */
export interface Shown {
  readonly image: Uint8Array;
  readonly kind: number;
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

/** Signs that drawn non-signs take their pens and parts from. */
const MODELS = 2000;

/** Signs, then non-signs, one by one: some tens of microseconds to a millisecond each. */
export function* examples({
  set,
  indices,
  framing,
  random,
  signs,
  synthetic,
  others,
}: ExamplesOptions): Generator<Shown, void> {
  const { task } = set;
  const [height, width] = task.inputShape;
  const imageOf = (place: number): Uint8Array => {
    const [size, index] = [imageBytes(task), indices[place]!];
    return set.images.subarray(index * size, (index + 1) * size);
  };
  const anySign = (): Uint8Array => imageOf(random.integer(indices.length));
  const order = random.shuffle(Uint32Array.from({ length: indices.length }, (_, i) => i));
  for (let i = 0; i < signs; i++) {
    const image = imageOf(order[i % order.length]!);
    // A small data set comes round several times, each time drawn a little differently.
    yield { image: i < order.length ? image : distort(image, width, height, random), kind: 0 };
  }
  const digits = isDigits(task) && framing === 'centred' ? Math.round(synthetic * signs) : 0;
  for (let i = 0; i < digits; i++) {
    const digit = renderDigit(syntheticDigit(random), random);
    yield { image: frameLike(digit, anySign(), width, height), kind: 0 };
  }
  const next = nonSigns(task, Array.from(order.subarray(0, MODELS), imageOf));
  for (let i = 0; i < others; i++) {
    const { kind, image } = next(random);
    yield { image: frameLike(image, anySign(), width, height), kind: 1 + NON_SIGN_KINDS.indexOf(kind) };
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
