import type { KnownCard, Outsider } from '../contract/schemas/predict.ts';
import type { Task } from '../contract/schemas/task.ts';
import { detect, logOdds, type Detector } from './detector.ts';
import { evidenceOf, shapeEvidence } from './evidence.ts';
import { KINDS } from './kinds.ts';
import { knownFrom } from './known-from.ts';

/** What tells a model's non-signs. */
export interface KnownModel {
  readonly card: KnownCard;
  readonly detector: Detector;
  /** How many of the model's numbers for an image it takes: the first ones. */
  readonly looksAt: number;
}

export interface Recognised {
  /** The probability that it is a sign of the task. */
  readonly known: number;
  /** What it seems to be instead, if `known` is below the threshold. */
  readonly outsider: Outsider | null;
}

const SEVERAL = KINDS.indexOf('several');

/** Whether an image shows a sign of the task; `values` are the model's logits and features of it. A blank image shows none. */
export function recognise(
  { detector, card, looksAt }: KnownModel,
  task: Task,
  image: Uint8Array,
  values: Float32Array,
): Recognised {
  if (image.every((level) => level === 0)) return { known: 0, outsider: 'other' };
  const kinds = detect(detector, evidenceOf(shapeEvidence(image, task), values.subarray(0, looksAt), task));
  const known = knownFrom(logOdds(kinds), card);
  if (known >= card.threshold) return { known, outsider: null };
  const likeliest = kinds.indexOf(
    kinds.subarray(1).reduce((most, logit) => Math.max(most, logit), -Infinity),
    1,
  );
  return { known, outsider: likeliest === SEVERAL ? 'several' : 'other' };
}
