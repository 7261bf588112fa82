import { AppError } from '../../../shared/contract/errors.ts';
import type { Predictions } from '../../../shared/contract/schemas/predict.ts';
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import { recognise } from '../../../shared/known/recognise.ts';
import type { LoadedModel } from './model-cache.ts';
import { argMax, softmax } from '../../../shared/evaluation/softmax.ts';

/** The answer of a model without a detector. */
const UNTOLD = { known: null, outsider: null } as const;

/** Logits with a model's temperature. */
export const cooled = (logits: Float32Array, temperature: number | null): Float32Array =>
  temperature === null ? logits : logits.map((logit) => logit / temperature);

/**
 * Reads n images (n x height x width bytes, 0 paper to 255 ink): for each the probabilities of the task's classes, and
 * whether it is a sign of the task at all. Throws `image-size` {height, width, bytes} if the bytes are no images of the
 * model's size, `model-reads-lines` {name} for a model of lines, `model-not-finite` if its numbers overflow on one: there is no likeliest class then.
 */
export async function predict(
  { card: { name, task, temperature }, reader, known }: Pick<LoadedModel, 'card' | 'reader' | 'known'>,
  images: Uint8Array,
): Promise<Predictions> {
  if (task.reads === 'line') throw new AppError('model-reads-lines', { name });
  const [height, width] = task.inputShape;
  const [bytes, classes] = [imageBytes(task), task.classes.length];
  const count = images.length / bytes;
  if (!Number.isInteger(count)) throw new AppError('image-size', { height, width, bytes: images.length });
  const start = performance.now();
  const values = await reader.read(images);
  const milliseconds = performance.now() - start;
  const items = Array.from({ length: count }, (_, i) => {
    const [image, own] = [images.subarray(i * bytes, (i + 1) * bytes), i * reader.width];
    if (!values.subarray(own, own + classes).every(Number.isFinite)) throw new AppError('model-not-finite');
    const index = argMax(values, own, classes);
    const probabilities = softmax(cooled(values.subarray(own, own + classes), temperature), 0, classes);
    const recognised = known && recognise(known, task, image, values.subarray(own, own + reader.width));
    return { index, label: task.classes[index]!, probabilities, ...(recognised ?? UNTOLD) };
  });
  return { items, milliseconds };
}
