import type { Task } from '../../../shared/contract/schemas/task.ts';
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import { shapeOf } from '../../../shared/ink/shape.ts';
import type { Reader } from '../evaluate/reader.ts';
import { SHAPE_FEATURES, shapeFeatures } from './shape-features.ts';

/**
 * The most of a model's own numbers (logits and features) that are used; of a larger model, so many spread evenly over
 * all.
 */
const MOST = 1024;

/** The highest logits, in order, and log-sum-exp. */
const HIGHEST = 5;

/** How many numbers `evidenceOf` gives for a reader's width. */
export const evidenceSize = (width: number): number => Math.min(MOST, width) + HIGHEST + 1 + SHAPE_FEATURES;

/**
 * All that tells a sign from anything else: what the model made of an image (`values`: its logits, then its features),
 * how its logits stand to each other, whatever the classes' order, and the shape of the ink. Images of any size.
 */
export function evidenceOf(
  image: Uint8Array,
  values: Float32Array,
  { inputShape: [height, width], classes }: Task,
): Float32Array {
  const evidence = new Float32Array(evidenceSize(values.length));
  const own = Math.min(MOST, values.length);
  for (let i = 0; i < own; i++) evidence[i] = values[Math.floor((i * values.length) / own)]!;
  const logits = values.slice(0, classes.length).sort().reverse();
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - logits[0]!), 0);
  evidence[own] = logits[0]! + Math.log(sum);
  for (let i = 0; i < HIGHEST; i++) evidence[own + 1 + i] = logits[Math.min(i, logits.length - 1)]!;
  evidence.set(shapeFeatures(shapeOf(image, width, height)), own + HIGHEST + 1);
  // A model whose weights are finite may still overflow: such a number says nothing and must not spoil the rest.
  return evidence.map((value) => (Number.isFinite(value) ? value : 0));
}

/** The evidence of n images, one after the other. The reader gives features, too (see View). */
export async function gatherEvidence(reader: Reader, task: Task, images: Uint8Array): Promise<Float32Array[]> {
  const [values, bytes] = [await reader.read(images), imageBytes(task)];
  return Array.from({ length: images.length / bytes }, (_, i) =>
    evidenceOf(
      images.subarray(i * bytes, (i + 1) * bytes),
      values.subarray(i * reader.width, (i + 1) * reader.width),
      task,
    ),
  );
}
