import type { Cost, Verified } from '../../../shared/contract/schemas/export.ts';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { argMax } from '../../../shared/evaluation/softmax.ts';
import { wilsonInterval } from '../../../shared/evaluation/wilson.ts';
import { elements } from '../../../shared/model/info.ts';
import { describeClassifier } from '../../../shared/model/shapes.ts';
import type { Samples } from './sample-images.ts';

/** What a probability of an export may differ by from the model's own: sums in another order come to less. */
export const TOLERANCE = 1e-4;

/** Bytes of images that are read at once: a call then takes a second or two. */
const BATCH = 131_072;

type Read = (images: Uint8Array<ArrayBuffer>) => Promise<Float32Array>;

/** Those that read the same images. */
export interface Readers {
  readonly own: Read;
  readonly exported: Read;
  /** The model with its full weights, where those of the other two are rounded. */
  readonly full?: Read | undefined;
  /** Images that were read by any, of all together. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Compared {
  readonly verified: Verified;
  /** What rounding cost; null where nothing was rounded. */
  readonly cost: Omit<Cost, 'fullBytes'> | null;
}

/** Has all read some images of a model's size and compares what they say. Throws what they throw. */
export async function compare(
  { images, labels }: Samples,
  { spec }: Pick<ModelCard, 'spec'>,
  { own, exported, full, onProgress }: Readers,
): Promise<Compared> {
  const bytes = elements(spec.inputShape);
  const step = bytes * Math.max(1, Math.floor(BATCH / bytes));
  const readers = full ? [exported, own, full] : [exported, own];
  let read = 0;
  const tell = (count: number): void => onProgress?.((read += count / bytes), (readers.length * images.length) / bytes);
  const { outputShape } = describeClassifier(spec);
  const classes = outputShape.at(-1)!;
  const sizes = { classes, steps: elements(outputShape) / classes };
  // Answers are not kept: of lines and a thousand classes they would take a gigabyte.
  let [verified, moved] = [NOTHING, NOTHING];
  const right = { images: 0, full: 0, rounded: 0 };
  for (let at = 0; at < images.length; at += step) {
    const some = images.slice(at, at + step);
    const answers: Float32Array[] = [];
    for (const reader of readers) {
      answers.push(await reader(some));
      tell(some.length);
    }
    const [theirs, mine, before] = answers as [Float32Array, Float32Array, Float32Array?];
    verified = together(verified, compareAnswers(mine, theirs, sizes));
    if (!before) continue;
    moved = together(moved, compareAnswers(before, mine, { ...sizes, tie: 0 }));
    const given = labels.subarray(at / bytes, (at + some.length) / bytes);
    given.forEach((label, i) => {
      if (label < 0 || sizes.steps > 1) return;
      right.images++;
      if (argMax(before, i * classes, classes) === label) right.full++;
      if (argMax(mine, i * classes, classes) === label) right.rounded++;
    });
  }
  if (!full) return { verified, cost: null };
  const share = (correct: number) => ({ correct, interval: wilsonInterval(correct, right.images) });
  const accuracy = { images: right.images, full: share(right.full), rounded: share(right.rounded) };
  return {
    verified,
    cost: {
      images: moved.images,
      maxDifference: moved.maxDifference,
      changed: moved.images - moved.agree,
      accuracy: right.images === 0 ? null : accuracy,
    },
  };
}

const NOTHING: Verified = { images: 0, maxDifference: 0, agree: 0 };

const together = (a: Verified, b: Verified): Verified => ({
  images: a.images + b.images,
  maxDifference: Math.max(a.maxDifference, b.maxDifference),
  agree: a.agree + b.agree,
});

/**
 * An export's probabilities beside the model's own: of each image `steps` x `classes` numbers. An answer is the same where the class is, or
 * where the model holds both for equally probable, to within `tie`.
 */
export function compareAnswers(
  own: Float32Array,
  exported: Float32Array,
  { classes, steps, tie = TOLERANCE }: { readonly classes: number; readonly steps: number; readonly tie?: number },
): Verified {
  const each = classes * steps;
  const images = own.length / each;
  // No probability is further off than by 1: that is also said of what is not a number, or is not there.
  let [maxDifference, agree] = [exported.length === own.length ? 0 : 1, 0];
  for (let image = 0; image < images; image++) {
    let same = true;
    for (let start = image * each; start < (image + 1) * each; start += classes) {
      for (let at = start; at < start + classes; at++) {
        const difference = Math.abs(own[at]! - exported[at]!);
        maxDifference = Math.max(maxDifference, Number.isFinite(difference) ? difference : 1);
      }
      const [mine, its] = [argMax(own, start, classes), argMax(exported, start, classes)];
      same &&= mine === its || (its >= 0 && own[start + mine]! - own[start + its]! < tie);
    }
    if (same) agree++;
  }
  return { images, maxDifference, agree };
}
