import { AppError } from '../../../shared/contract/errors.ts';
import type { Predictions } from '../../../shared/contract/schemas/predict.ts';
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import type { LoadedModel } from './model-cache.ts';
import { argMax, softmax } from './softmax.ts';

/**
 * Reads n images (n x height x width bytes, 0 paper to 255 ink): for each the probabilities of the task's classes.
 * Throws `image-size` {height, width, bytes} if the bytes are no images of the model's size, `model-not-finite` if its numbers
 * overflow on one: there is no likeliest class then.
 */
export async function predict(
  { card: { task }, reader }: Pick<LoadedModel, 'card' | 'reader'>,
  images: Uint8Array,
): Promise<Predictions> {
  const [height, width] = task.inputShape;
  const [count, classes] = [images.length / imageBytes(task), task.classes.length];
  if (!Number.isInteger(count)) throw new AppError('image-size', { height, width, bytes: images.length });
  const start = performance.now();
  const logits = await reader.read(images);
  const milliseconds = performance.now() - start;
  if (!logits.every(Number.isFinite)) throw new AppError('model-not-finite');
  const items = Array.from({ length: count }, (_, i) => {
    const index = argMax(logits, i * classes, classes);
    const probabilities = softmax(logits, i * classes, classes);
    return { index, label: task.classes[index]!, probabilities, known: null };
  });
  return { items, milliseconds };
}
