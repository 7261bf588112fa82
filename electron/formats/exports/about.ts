import type { ExportWeights } from '../../../shared/contract/schemas/export.ts';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import type { Packing } from './packing/packing.ts';

/** What an export's input and output are called, in every format that has names for them. */
export const [INPUT, OUTPUT] = ['image', 'probabilities'] as const;

/**
 * What a person or a program has to know of a model to use it elsewhere: texts by their keys, for a format's metadata. `width`: of its images, in
 * words where it is not one alone.
 */
export function aboutModel(
  card: ModelCard,
  { weights }: Packing,
  width: number | string = card.spec.inputShape[1],
): Record<'name' | 'classes' | 'input' | 'output' | 'framing' | 'weights' | 'weights_sha256', string> {
  const [height] = card.spec.inputShape;
  return {
    name: card.name,
    classes: JSON.stringify(card.task.classes),
    input: `${INPUT}: float32, batch x ${height} x ${width} x 1, 0 = paper to 1 = ink`,
    output: `${OUTPUT}: float32, ${outputWords(card)}`,
    framing: framingWords(card),
    weights: WEIGHTS[weights],
    weights_sha256: card.weightsSha256,
  };
}

const WEIGHTS: Readonly<Record<ExportWeights, string>> = {
  float32: 'float32, as they were trained',
  float16: 'float16: kernels rounded to half precision',
  int8: 'int8: kernels rounded to 255 steps',
};

const outputWords = ({ task: { reads, classes } }: ModelCard): string =>
  reads === 'line'
    ? `batch x steps x ${classes.length + 1}: the classes in their order, then CTC's blank`
    : `batch x ${classes.length}: the classes in their order`;

/** How writing must come into the images. */
function framingWords({ task, framing }: ModelCard): string {
  const [height, width] = task.inputShape;
  if (task.reads === 'line') return `a line of writing ${height} pixels high, white paper taken off`;
  return framing === 'as-written'
    ? 'where and as large as it was written'
    : `as MNIST has it: its longer side ${Math.round((20 / 28) * Math.min(height, width))} pixels, its centre of mass in the middle`;
}
