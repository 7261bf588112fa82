import { mendedSize, mendImages } from '../../../../shared/data/mends.ts';
import type { Mend, Staged } from '../../../../shared/contract/schemas/import.ts';
import type { Framing } from '../../../../shared/contract/schemas/task.ts';
import { stratifiedSample } from '../../../../shared/data/split.ts';
import { MNIST_FRAME } from '../../../../shared/ink/frame.ts';
import { reframe } from '../../../../shared/ink/reframe.ts';
import { resize } from '../../../../shared/ink/resample.ts';
import { stream } from '../../../../shared/random/random.ts';
import { readImages, type StagedItems } from './staging-files.ts';

/** Reads images of 28 x 28 bytes each and gives the digit of each. */
export type ReadDigits = (images: Uint8Array<ArrayBuffer>) => Promise<number[]>;

/**
 * What the starter, which reads digits, finds out about a data set of digits: the mends with which it reads them as
 * labelled.
 */
export interface DigitCheck {
  /** The mends of pixels with which the images are read best; may be empty. */
  readonly pixels: readonly Mend[];
  /** The mend of labels; null: none. */
  readonly labels: 'labels-shifted' | 'ten-is-zero' | null;
  /** Share of images that are read as their labels say, as they are and with all these mends. */
  readonly before: number;
  readonly after: number;
  /** Whether there is no doubt: with the mends nearly all images are read as labelled. */
  readonly isSure: boolean;
}

const SAMPLE = 200;
const SEED = 3;
/**
 * With a smaller gain or a smaller share of right answers nothing is concluded: the handwriting may be unusual, or
 * these are no digits.
 */
const [LEAST_GAIN, LEAST_RIGHT, SURE] = [0.2, 0.5, 0.75];

const PIXELS: readonly (readonly Mend[])[] = [[], ['inverted'], ['transposed'], ['inverted', 'transposed']];
const LABELS: readonly (readonly [DigitCheck['labels'], (value: number) => number])[] = [
  [null, (value) => value],
  ['labels-shifted', (value) => value - 1],
  ['ten-is-zero', (value) => value % 10],
];

/** Whether the classes are numbers that could be digits. */
const areDigits = ({ classes }: Staged): boolean =>
  classes.every((name) => /^([0-9]|10)$/.test(name)) && classes.length >= 2;

/** Null: the classes are no digits. Throws what keeps the model from reading. */
export async function checkDigits(
  staged: Staged,
  folder: string,
  { labels, blank }: StagedItems,
  read: ReadDigits,
): Promise<DigitCheck | null> {
  if (!areDigits(staged) || staged.highest === 0) return null;
  const places = stratifiedSample(labels, SAMPLE, stream(SEED, 'split')).filter((place) => blank[place] === 0);
  const values = Array.from(places, (place) => Number(staged.classes[labels[place]!]));
  const images = await readImages(folder, staged, places);
  const stretch: Mend[] = staged.highest < 255 ? ['values-low'] : [];
  const scores: { pixels: readonly Mend[]; labels: DigitCheck['labels']; right: number }[] = [];
  for (const pixels of PIXELS) {
    const mends = [...stretch, ...pixels];
    const mended = mendImages(images, staged, staged.highest, mends);
    const read28 = await read(toDigits(mended, mendedSize(staged, mends), staged.framing));
    for (const [name, map] of LABELS) {
      const right = values.filter((value, i) => map(value) === read28[i]).length / Math.max(1, values.length);
      scores.push({ pixels, labels: name, right });
    }
  }
  const [asItIs, ...others] = scores as [(typeof scores)[0], ...typeof scores];
  const best = others.reduce((most, score) => (score.right > most.right ? score : most), asItIs);
  const isBetter = best.right - asItIs.right >= LEAST_GAIN && best.right >= LEAST_RIGHT;
  const { pixels, labels: shift, right } = isBetter ? best : asItIs;
  return { pixels, labels: shift, before: asItIs.right, after: right, isSure: right >= SURE };
}

/** Images at the size that the model reads, and with their ink centred, as it knows digits. */
function toDigits(
  images: Uint8Array,
  size: { height: number; width: number },
  framing: Framing,
): Uint8Array<ArrayBuffer> {
  const { height, width } = MNIST_FRAME;
  const bring = framing === 'centred' ? resize : reframe;
  const [from, to] = [size.height * size.width, height * width];
  const result = new Uint8Array((images.length / from) * to);
  for (let at = 0, i = 0; at < images.length; at += from, i++)
    result.set(bring(images.subarray(at, at + from), size, MNIST_FRAME), i * to);
  return result;
}
