import type { Recipe } from '../contract/schemas/recipe.ts';
import type { ModelInfo } from '../model/info.ts';
import { SLOTS } from '../model/training-memory.ts';

/** Two checkpoints are kept, and the next one is written before the older goes (checkpoints/checkpoint-folder.ts). */
const CHECKPOINTS = 3;
/** The weights of best epochs that checkpoints refer to, and in the end those of model/ and best/. */
const WEIGHTS = 3 + 2;
/** A step's line in metrics.jsonl, and what an epoch adds; both by the logs of real runs. */
const [STEP_BYTES, EPOCH_BYTES] = [140, 600];

/** The most that a run's folder takes of the disk while it goes, bytes. A fine-tune also keeps a copy of what it goes on from. */
export function runDisk(
  { parameters, trainable }: Pick<ModelInfo, 'parameters' | 'trainable'>,
  { optimizer, ema, epochs }: Pick<Recipe, 'optimizer' | 'ema' | 'epochs'>,
  totalSteps: number,
  tuned: boolean,
): number {
  const weights = 4 * parameters;
  const checkpoint = weights + 4 * SLOTS[optimizer.name] * trainable + (ema ? weights : 0);
  return (
    CHECKPOINTS * checkpoint + (WEIGHTS + (tuned ? 1 : 0)) * weights + STEP_BYTES * totalSteps + EPOCH_BYTES * epochs
  );
}
