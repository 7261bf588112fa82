import type { CancelSignal } from '../../../shared/contract/define.ts';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { softmax } from '../../../shared/evaluation/softmax.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';

/**
 * The studio's own probabilities for images of a model's size, one image's after the other's; of a line step after step. Throws what
 * `model.predict` and `model.readLines` throw.
 */
export async function ownAnswers(
  link: Pick<TrainerLink, 'call'>,
  { folder, card }: { readonly folder: string; readonly card: ModelCard },
  images: Uint8Array<ArrayBuffer>,
  signal: CancelSignal | undefined,
): Promise<Float32Array> {
  const options = signal && { signal };
  if (card.task.reads !== 'line') {
    const { items } = await link.call('model.predict', { folder, images }, options);
    return Float32Array.from(items.flatMap(({ probabilities }) => probabilities));
  }
  const [height, width] = card.spec.inputShape;
  const widths = new Array<number>(images.length / (height * width)).fill(width);
  const { logits, classes } = await link.call(
    'model.readLines',
    { folder, lines: { height, widths, ink: images } },
    options,
  );
  const each = classes.length + 1;
  const stepsOf = (line: Float32Array): number[] =>
    Array.from({ length: line.length / each }, (_, step) => softmax(line, step * each, each)).flat();
  return Float32Array.from(logits.flatMap(stepsOf));
}
