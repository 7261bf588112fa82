import { dataChoiceSchema } from '../../shared/contract/schemas/dataset.ts';
import { lineChoiceSchema } from '../../shared/contract/schemas/line-choice.ts';
import type { LabelledImages } from '../../shared/data/labelled-images.ts';
import { LineComposer } from '../../shared/lines/line-composer.ts';
import { taskOfChoice } from '../../shared/lines/line-task.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { readMnist } from '../starter/digit-files.ts';
import { penImages, readPens, syntheticImages, together } from '../starter/hands.ts';

/** Where the signs come from. */
export interface Sources {
  /** The folder with MNIST's files. */
  readonly mnist: string;
  /** Pen drawings, as readPens takes them. */
  readonly pens: string;
}

/** The last so many of MNIST's training images are never learnt from: what readings are worth is found out with them. */
const HELD_OUT = 6000;

/** Lines of codes, amounts and dates, on paper of every kind. */
export const LINES = lineChoiceSchema.parse({ texts: 'numbers', longest: 10 });
export const TASK = taskOfChoice([DIGITS], dataChoiceSchema.parse({ datasets: ['mnist'], lines: LINES }));

/** Composes the lines that a reader learns; `seen`: see LineComposer. Reads some hundred megabytes and draws for some seconds. */
export function learntLines({ mnist, pens }: Sources, seen: number): LineComposer {
  const { images, labels } = readMnist(mnist, 'train');
  const learnt = labels.length - HELD_OUT;
  const digits = { images: images.subarray(0, learnt * 784), labels: labels.subarray(0, learnt) };
  return composerOf(together([digits, penImages(readPens(pens), 1, 11), syntheticImages(8_000, 12)]), seen);
}

/** Composes lines of what no reader learns from. */
export function heldOutLines({ mnist }: Pick<Sources, 'mnist'>, seen: number): LineComposer {
  const { images, labels } = readMnist(mnist, 'train');
  const from = labels.length - HELD_OUT;
  return composerOf({ images: images.subarray(from * 784), labels: labels.subarray(from) }, seen);
}

function composerOf({ images, labels }: { images: Uint8Array; labels: Uint8Array }, seen: number): LineComposer {
  const set: LabelledImages = { task: DIGITS, count: labels.length, images, labels: Uint16Array.from(labels) };
  return new LineComposer(set, Uint32Array.from(labels.keys()), {
    lines: TASK,
    framing: 'centred',
    choice: LINES,
    seen,
  });
}
