import { IMAGE_BYTES } from '../../ink/types.ts';
import { stream } from '../../random/random.ts';
import { renderDigit, syntheticDigit } from './digit.ts';

export interface SyntheticOptions {
  readonly count: number;
  /** The same seed gives the same images, and the first n of more. */
  readonly seed: number;
}

/** A half of MNIST, or of what is drawn like it: `count` images of 28 x 28 bytes and as many labels 0 to 9. */
export interface DigitImages {
  readonly count: number;
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** Images between two yields: some 20 ms of work. */
const CHUNK = 500;

/**
 * Draws a data set in pieces, so that a host can do other things in between: yields how many images are done, returns all of
 * them. Every ten images hold each digit once, in random order.
 */
export function* syntheticChunks({ count, seed }: SyntheticOptions): Generator<number, DigitImages, void> {
  const random = stream(seed, 'synthetic');
  const images = new Uint8Array(count * IMAGE_BYTES);
  const labels = new Uint8Array(count);
  const digits = Uint32Array.from({ length: 10 }, (_, digit) => digit);
  for (let i = 0; i < count; i++) {
    if (i % 10 === 0) random.shuffle(digits);
    const digit = syntheticDigit(random, digits[i % 10]!);
    images.set(renderDigit(digit, random), i * IMAGE_BYTES);
    labels[i] = digit.label;
    if ((i + 1) % CHUNK === 0) yield i + 1;
  }
  return { count, images, labels };
}

/** The same in one go. `onProgress` is called with the number of images done. */
export function generateSynthetic(
  options: SyntheticOptions & { readonly onProgress?: (done: number) => void },
): DigitImages {
  const chunks = syntheticChunks(options);
  let step = chunks.next();
  for (; !step.done; step = chunks.next()) options.onProgress?.(step.value);
  return step.value;
}
