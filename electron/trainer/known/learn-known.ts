import type { KnownCard } from '../../../shared/contract/schemas/predict.ts';
import type { Framing } from '../../../shared/contract/schemas/task.ts';
import { imageBytes, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import type { Reader } from '../evaluate/reader.ts';
import { detect, logOdds, type Detector } from '../../../shared/known/detector.ts';
import { KINDS } from '../../../shared/known/kinds.ts';
import { knownFrom } from '../../../shared/known/known-from.ts';
import { calibrateForUse, THRESHOLD } from './calibrate.ts';
import { streamFor } from './examples.ts';
import { lookAt, type Made, type Seen } from './look-at.ts';
import { trainDetector } from './train-detector.ts';

export interface KnownOptions {
  readonly set: LabelledImages;
  /** Which of its images trained the model, and which validated it: those calibrate. Without any, a twentieth of the others does. */
  readonly training: ArrayLike<number>;
  readonly validation: ArrayLike<number>;
  readonly framing: Framing;
  readonly seed: number;
  /** The trained model's logits. */
  readonly reader: Reader;
  /** Empty at first; for all models of a run the same. */
  readonly made: Made;
  readonly interrupted: () => boolean;
}

interface Wanted {
  readonly least: number;
  readonly most: number;
  /** Synthetic signs and non-signs for each sign, and the most non-signs. */
  readonly synthetic: number;
  readonly others: number;
  readonly mostOthers: number;
}

export interface Known {
  readonly card: Omit<KnownCard, 'weightsSha256'>;
  readonly detector: Detector;
}

/** With fewer training images no detector can be trained. */
const FEWEST = 20;
/** How many signs are looked at, from few and from many training images; and so many non-signs for each. */
const SIGNS = { least: 1000, most: 8000, synthetic: 0.2, others: 2, mostOthers: 16_000 };
/**
 * The same for the calibration, on people's signs alone: they are harder than synthetic ones. The threshold is where few of the
 * signs lie below it, and many signs are needed to find that place; few non-signs serve to make a probability.
 */
const CALIBRATION = {
  least: 300,
  most: 8000,
  synthetic: 0,
  others: 0.4,
  mostOthers: 1200,
  fewestImages: 20,
  share: 0.05,
};
/** Of larger images, so many times as few examples: they take as many times as long. */
const COMMON_BYTES = 64 * 64;
/** How the work is divided: looking at what the detector learns from, training it, and calibrating it. */
const SHARES = { learnt: 0.5, trained: 0.9 };

/**
 * How a trained model comes to say that something is no sign of its task: a small detector that learns, from what the model
 * makes of them, training images against synthetic non-signs, and whose answer becomes a probability on images and non-signs
 * that neither has seen. A matter of seconds, a function of data, weights and seed alone. Yields the share that is done; null: there
 * are too few images.
 */
export async function* learnKnown(options: KnownOptions): AsyncGenerator<number, Known | null | 'interrupted', void> {
  const { set, framing, seed, reader, made, interrupted } = options;
  const { training, calibration } = partsOf(options);
  if (training.length < FEWEST || calibration.length === 0) return null;
  const look = (indices: ArrayLike<number>, part: Parameters<typeof streamFor>[1], wanted: Wanted) => {
    const large = Math.max(1, imageBytes(set.task) / COMMON_BYTES);
    const signs = Math.round(
      Math.min(wanted.most, Math.max(wanted.least, Math.min(wanted.most / large, indices.length))),
    );
    const random = streamFor(seed, part);
    const others = Math.min(wanted.mostOthers, Math.round(signs * wanted.others));
    const { synthetic } = wanted;
    return lookAt({ set, indices, framing, random, signs, synthetic, others, reader, made, part, interrupted });
  };

  const learnt = yield* within(0, SHARES.learnt, look(training, 'training', SIGNS));
  if (!learnt) return 'interrupted';
  const detector = yield* within(SHARES.learnt, SHARES.trained, trainDetector(learnt, KINDS.length, seed, interrupted));
  const held = detector && (yield* within(SHARES.trained, 1, look(calibration, 'calibration', CALIBRATION)));
  if (!held) return 'interrupted';
  const odds = (examples: readonly Seen[]): number[] =>
    examples.map(({ evidence }) => logOdds(detect(detector, evidence)));
  const ofSigns = held.filter(({ kind }) => kind === 0);
  const sources = [...new Set(ofSigns.map(({ source }) => source))];
  const bySource = sources.map((wanted) => odds(ofSigns.filter(({ source }) => source === wanted)));
  const [signs, others] = [bySource.flat(), odds(held.filter(({ kind }) => kind !== 0))];
  const calibrated = calibrateForUse(bySource, others);
  const refused = (all: readonly number[]): number =>
    all.filter((value) => knownFrom(value, calibrated) < THRESHOLD).length;
  return {
    card: {
      threshold: THRESHOLD,
      ...calibrated,
      signs: { count: signs.length, refused: refused(signs) },
      others: { count: others.length, refused: refused(others) },
    },
    detector,
  };
}

/** Splits the images into two parts without a common image: one trains the detector, the other calibrates it. */
function partsOf({ training, validation }: KnownOptions): Record<'training' | 'calibration', ArrayLike<number>> {
  if (validation.length >= CALIBRATION.fewestImages) return { training, calibration: validation };
  const all = Array.from(training);
  const every = Math.round(1 / CALIBRATION.share);
  return {
    training: all.filter((_, i) => i % every !== 0),
    calibration: [...Array.from(validation), ...all.filter((_, i) => i % every === 0)],
  };
}

/** The shares of one part of the work as shares of the whole. */
async function* within<T>(
  from: number,
  to: number,
  work: AsyncGenerator<number, T, void>,
): AsyncGenerator<number, T, void> {
  for (;;) {
    const next = await work.next();
    if (next.done) return next.value;
    yield from + (to - from) * next.value;
  }
}
