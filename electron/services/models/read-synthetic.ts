import type { ModelInspection } from '../../../shared/contract/schemas/model-import.ts';
import type { Predictions } from '../../../shared/contract/schemas/predict.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import { sizedDigits } from '../../../shared/data/synthetic/sized.ts';
import { isDigits } from '../../../shared/task/digits.ts';

/** Images that are read, and their seed: the same each time. */
const [COUNT, SEED] = [100, 12];

/**
 * Has a model read synthetic digits: where what was assumed of it is wrong, it reads hardly any. Null for a model of other classes;
 * it reads them all the same, so that one whose numbers overflow is found. Throws what `predict` throws.
 */
export async function readSynthetic(
  { inputShape: [height, width], classes }: Task,
  predict: (images: Uint8Array<ArrayBuffer>) => Promise<Predictions>,
): Promise<ModelInspection['check']> {
  const { images, labels } = sizedDigits({ count: COUNT, seed: SEED }, { height, width });
  const { items } = await predict(images);
  if (!isDigits({ classes })) return null;
  return { right: items.filter(({ index }, i) => index === labels[i]).length, count: COUNT };
}
