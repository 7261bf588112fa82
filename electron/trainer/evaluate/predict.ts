import { CLASSES } from '../../../shared/data/idx.ts';
import type { Predictions } from '../../../shared/contract/schemas/predict.ts';
import { IMAGE_BYTES } from '../../../shared/ink/types.ts';
import type { Reader } from './reader.ts';
import { argMax, softmax } from './softmax.ts';

/** Reads n images (n x 784 bytes, 0 paper to 255 ink): the probabilities of the ten digits for each. */
export async function predict(reader: Reader, images: Uint8Array): Promise<Predictions> {
  const start = performance.now();
  const logits = await reader.read(images);
  const milliseconds = performance.now() - start;
  const items = Array.from({ length: images.length / IMAGE_BYTES }, (_, i) => ({
    digit: argMax(logits, i * CLASSES, CLASSES),
    probabilities: softmax(logits, i * CLASSES, CLASSES),
  }));
  return { items, milliseconds };
}
