import type { KnownCard } from '../../../shared/contract/schemas/predict.ts';
import type { Framing } from '../../../shared/contract/schemas/task.ts';
import { imageBytes, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import type { Reader } from '../evaluate/reader.ts';
import { nextTurn } from '../fit/next-turn.ts';
import { calibrateForUse, knownFrom, THRESHOLD } from './calibrate.ts';
import { detect, logOdds, type Detector } from './detector.ts';
import { gatherEvidence } from './evidence.ts';
import { examples, KINDS, streamFor, type ExamplesOptions, type Shown } from './examples.ts';
import { trainDetector, type Example } from './train-detector.ts';

export interface KnownOptions {
  readonly set: LabelledImages;
  /** Which of its images trained the model, and which validated it: those calibrate. Without any, a twentieth of the others does. */
  readonly training: ArrayLike<number>;
  readonly validation: ArrayLike<number>;
  readonly framing: Framing;
  readonly seed: number;
  /** The trained model's, with its features (see View). */
  readonly reader: Reader;
  readonly interrupted: () => boolean;
}

interface Wanted {
  readonly least: number;
  readonly most: number;
  /** Synthetic signs and non-signs for each sign. */
  readonly synthetic: number;
  readonly others: number;
}

export interface Known {
  readonly card: Omit<KnownCard, 'weightsSha256'>;
  readonly detector: Detector;
}

/** With fewer training images no detector can be trained. */
const FEWEST = 20;
/** How many signs are looked at, from few and from many training images; and so many non-signs for each. */
const SIGNS = { least: 1000, most: 5000, synthetic: 0.3, others: 2 };
/** The same for the calibration, on people's signs alone: they are harder than synthetic ones. */
const CALIBRATION = { least: 300, most: 2000, synthetic: 0, others: 0.5, fewestImages: 20, share: 0.05 };
/** How many images a reader reads at once, and how many are made before other work of the process is served. */
const BATCH = 250;
const MADE = 50;

/**
 * How a trained model comes to say that something is no sign of its task: a small detector that learns, from what the model
 * makes of them, training images against synthetic non-signs, and whose answer becomes a probability on images and non-signs
 * that neither has seen. A matter of seconds, a function of data, weights and seed alone. Null: there are too few images.
 */
export async function learnKnown(options: KnownOptions): Promise<Known | null | 'interrupted'> {
  const { set, framing, seed, reader, interrupted } = options;
  const { training, calibration } = partsOf(options);
  if (training.length < FEWEST || calibration.length === 0) return null;
  const look = (indices: ArrayLike<number>, part: Parameters<typeof streamFor>[1], wanted: Wanted) => {
    const signs = Math.min(wanted.most, Math.max(wanted.least, indices.length));
    const random = streamFor(seed, part);
    const others = Math.round(signs * wanted.others);
    const { synthetic } = wanted;
    return lookAt(reader, { set, indices, framing, random, signs, synthetic, others }, interrupted);
  };

  const learnt = await look(training, 'training', SIGNS);
  const detector = learnt && (await trainDetector(learnt, KINDS.length, seed, interrupted));
  const held = detector && (await look(calibration, 'calibration', CALIBRATION));
  if (!held) return 'interrupted';
  const odds = (isSign: boolean): number[] =>
    held.filter(({ kind }) => (kind === 0) === isSign).map(({ evidence }) => logOdds(detect(detector, evidence)));
  const [signs, others] = [odds(true), odds(false)];
  const calibrated = calibrateForUse(signs, others);
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

/** The evidence of examples; null if it was interrupted. */
async function lookAt(reader: Reader, options: ExamplesOptions, interrupted: () => boolean): Promise<Example[] | null> {
  const { task } = options.set;
  const seen: Example[] = [];
  let batch: Shown[] = [];
  const flush = async (): Promise<void> => {
    const images = new Uint8Array(batch.length * imageBytes(task));
    batch.forEach(({ image }, i) => images.set(image, i * imageBytes(task)));
    const evidence = await gatherEvidence(reader, task, images);
    evidence.forEach((numbers, i) => seen.push({ evidence: numbers, kind: batch[i]!.kind }));
    batch = [];
    await nextTurn();
  };
  for (const shown of examples(options)) {
    batch.push(shown);
    if (batch.length % MADE === 0) await nextTurn();
    if (batch.length < BATCH) continue;
    await flush();
    if (interrupted()) return null;
  }
  if (batch.length > 0) await flush();
  return seen;
}
