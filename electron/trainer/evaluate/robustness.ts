import type { CancelSignal } from '../../../shared/contract/define.ts';
import type { Disturbance, RobustnessCurve } from '../../../shared/contract/schemas/robustness.ts';
import type { ReadingChoice } from '../../../shared/contract/trainer-lab.ts';
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import { placesFromBytes } from '../../../shared/data/number-bytes.ts';
import { shareOf } from '../../../shared/evaluation/class-scores.ts';
import { AMOUNTS, disturb } from '../../../shared/evaluation/disturb.ts';
import { requireSize } from '../../../shared/evaluation/labels-for-model.ts';
import { argMax } from '../../../shared/evaluation/softmax.ts';
import { wilsonInterval } from '../../../shared/evaluation/wilson.ts';
import { stream } from '../../../shared/random/random.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import { readSplit } from '../../files/image-set.ts';
import { nextTurn } from '../fit/next-turn.ts';
import { type LoadedModel, loadModel } from './model-cache.ts';
import { chosenImages, type Progress } from './read-chosen.ts';
import { READ_BATCH } from './reader.ts';

/** Everybody sees the same noise. */
const SEED = 7;

export interface RobustnessChoice extends ReadingChoice {
  /** Of each image its class in the model's task, as uint32, little-endian. */
  readonly labels: Uint8Array;
  readonly disturbances: readonly Disturbance[];
}

/** How many of some images are read right, changed by each amount of each disturbance. Throws as `readChosen` does. */
export async function measureRobustness(
  choice: RobustnessChoice,
  signal: CancelSignal,
  progress: Progress,
): Promise<RobustnessCurve[]> {
  const set = await readSplit(choice.data, choice.split);
  const [places, labels] = [placesFromBytes(choice.places), placesFromBytes(choice.labels)];
  const loaded = await loadModel(choice.folder);
  try {
    requireSize(loaded.card.task, set.task, choice.change);
    const images = chosenImages({ set, places, change: choice.change }, loaded, 0, places.length);
    const total = choice.disturbances.reduce((sum, name) => sum + AMOUNTS[name].length, 0) * places.length;
    let done = 0;
    const curves: RobustnessCurve[] = [];
    for (const disturbance of choice.disturbances) {
      const points: RobustnessCurve['points'] = [];
      for (const amount of AMOUNTS[disturbance]) {
        const right = await rightOnes(loaded, { images, labels, disturbance, amount }, signal);
        const n = labels.length;
        points.push({ amount, right, n, accuracy: shareOf(right, n), interval95: wilsonInterval(right, n) });
        progress((done += places.length), total);
      }
      curves.push({ disturbance, points });
    }
    return curves;
  } finally {
    loaded.dispose();
  }
}

interface Trial {
  readonly images: Uint8Array;
  readonly labels: Uint32Array;
  readonly disturbance: Disturbance;
  readonly amount: number;
}

async function rightOnes({ reader, card }: LoadedModel, trial: Trial, signal: CancelSignal): Promise<number> {
  const { images, labels, disturbance, amount } = trial;
  const [height, width] = card.task.inputShape;
  const [bytes, classes] = [imageBytes(card.task), card.task.classes.length];
  const random = stream(SEED, 'augment');
  let right = 0;
  for (let start = 0; start < labels.length; start += READ_BATCH) {
    await nextTurn();
    refuseIfAborted(signal);
    const end = Math.min(labels.length, start + READ_BATCH);
    const changed = new Uint8Array((end - start) * bytes);
    for (let i = start; i < end; i++) {
      const image = images.subarray(i * bytes, (i + 1) * bytes);
      changed.set(disturb({ image, height, width }, disturbance, amount, random), (i - start) * bytes);
    }
    const values = await reader.read(changed);
    for (let i = start; i < end; i++) {
      if (argMax(values, (i - start) * reader.width, classes) === labels[i]) right++;
    }
  }
  return right;
}
