import type { Task } from '../contract/schemas/task.ts';
import { shapeOf } from '../ink/shape.ts';
import { SHAPE_FEATURES, shapeFeatures } from './shape-features.ts';

/** The most of a model's own numbers that are used; of a larger model, so many spread evenly over all. */
const MOST = 1024;

/** The highest logits, in order, and log-sum-exp. */
const HIGHEST = 5;

/** How many numbers `evidenceOf` gives for a reader's width. */
export const evidenceSize = (width: number): number => Math.min(MOST, width) + HIGHEST + 1 + SHAPE_FEATURES;

/** The evidence of an image's shape alone, whatever the model: of any size. */
export const shapeEvidence = (image: Uint8Array, { inputShape: [height, width] }: Task): Float32Array =>
  shapeFeatures(shapeOf(image, width, height));

/**
 * All that tells a sign from anything else: what the model made of an image (`values`: its logits), how they stand to each
 * other, whatever the classes' order, and the shape of the ink (see shapeEvidence).
 */
export function evidenceOf(shape: Float32Array, values: Float32Array, { classes }: Task): Float32Array {
  const evidence = new Float32Array(evidenceSize(values.length));
  const own = Math.min(MOST, values.length);
  for (let i = 0; i < own; i++) evidence[i] = values[Math.floor((i * values.length) / own)]!;
  const logits = values.slice(0, classes.length).sort().reverse();
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - logits[0]!), 0);
  evidence[own] = logits[0]! + Math.log(sum);
  for (let i = 0; i < HIGHEST; i++) evidence[own + 1 + i] = logits[Math.min(i, logits.length - 1)]!;
  evidence.set(shape, own + HIGHEST + 1);
  // A model whose weights are finite may still overflow: such a number says nothing and must not spoil the rest.
  return evidence.map((value) => (Number.isFinite(value) ? value : 0));
}
