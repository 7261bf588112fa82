import type { Verified } from '../../../shared/contract/schemas/export.ts';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { argMax } from '../../../shared/evaluation/softmax.ts';
import { elements } from '../../../shared/model/info.ts';
import { describeClassifier } from '../../../shared/model/shapes.ts';

/** What a probability of an export may differ by from the model's own: sums in another order come to less. */
export const TOLERANCE = 1e-4;

/** Bytes of images that are read at once: a call then takes a second or two. */
const BATCH = 131_072;

type Read = (images: Uint8Array<ArrayBuffer>) => Promise<Float32Array>;

/** Two that read the same images. */
export interface Readers {
  readonly own: Read;
  readonly exported: Read;
  /** Images that were read by either, of both together. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Has both read some images of a model's size, bytes, and compares what they say. Throws what they throw. */
export async function compare(
  images: Uint8Array<ArrayBuffer>,
  { spec }: Pick<ModelCard, 'spec'>,
  { own, exported, onProgress }: Readers,
): Promise<Verified> {
  const bytes = elements(spec.inputShape);
  const step = bytes * Math.max(1, Math.floor(BATCH / bytes));
  let read = 0;
  const tell = (count: number): void => onProgress?.((read += count / bytes), (2 * images.length) / bytes);
  const { outputShape } = describeClassifier(spec);
  const classes = outputShape.at(-1)!;
  const sizes = { classes, steps: elements(outputShape) / classes };
  // Answers are not kept: of lines and a thousand classes they would take a gigabyte.
  let all: Verified = { images: 0, maxDifference: 0, agree: 0 };
  for (let at = 0; at < images.length; at += step) {
    const some = images.slice(at, at + step);
    const theirs = await exported(some);
    tell(some.length);
    const mine = await own(some);
    tell(some.length);
    const { images: count, maxDifference, agree } = compareAnswers(mine, theirs, sizes);
    all = {
      images: all.images + count,
      maxDifference: Math.max(all.maxDifference, maxDifference),
      agree: all.agree + agree,
    };
  }
  return all;
}

/**
 * An export's probabilities beside the model's own: of each image `steps` x `classes` numbers. An answer is the same where the class is, or
 * where the model holds both for equally probable.
 */
export function compareAnswers(
  own: Float32Array,
  exported: Float32Array,
  { classes, steps }: { readonly classes: number; readonly steps: number },
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
      same &&= mine === its || (its >= 0 && own[start + mine]! - own[start + its]! < TOLERANCE);
    }
    if (same) agree++;
  }
  return { images, maxDifference, agree };
}
