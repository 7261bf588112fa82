import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { onCores } from '../ops/native.ts';

const SHARDS = 2;

/** Images that are worth a chain of ops of their own. */
const SMALLEST_SHARD = 8;

/**
 * Runs `f` on the shards of a batch, side by side, and puts their results together. The threads of one op wait for each
 * other at its end, thousands of times a second; two chains of ops wait for nothing, and each gets half of the cores (see
 * `threadsPerOp`). Four or eight shards were slower: their ops are too small. A graphics card gets batches whole.
 */
export function inShards(x: Tensor, f: (shards: readonly Tensor[]) => readonly Tensor[]): Tensor {
  const n = x.shape[0]!;
  if (n < SMALLEST_SHARD * SHARDS || !onCores()) return f([x])[0]!;
  const upper = Math.ceil(n / SHARDS);
  return tf.concat([...f(tf.split(x, [upper, n - upper]))], 0);
}

/** Cuts a batch as `shards` are cut. */
export const cutAs = (x: Tensor, shards: readonly Tensor[]): Tensor[] =>
  // tfjs's split into a single part has no gradient.
  shards.length === 1
    ? [x]
    : tf.split(
        x,
        shards.map(({ shape }) => shape[0]!),
      );

/** The batch in one piece, for a Forward that is quicker on it. */
export const joined = (shards: readonly Tensor[]): Tensor =>
  shards.length === 1 ? shards[0]! : tf.concat([...shards], 0);
