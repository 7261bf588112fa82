import * as tf from '@tensorflow/tfjs-core';
import { dropoutMask } from '../ops/dropout.ts';
import { type BuildLayer, type Forward, type LayerParts, stage } from './layer.ts';
import { cutAs } from './shards.ts';

/**
 * Drops values in training, by one mask for the whole batch: it is the same however the batch is cut. `noiseShape` has a 1
 * for each axis along which values fall together; without it all fall by themselves.
 */
export const dropping =
  (rate: number, seed: number, noiseShape = (shape: readonly number[]) => shape): Forward =>
  (shards, { training }) => {
    if (!training || rate === 0) return shards;
    const n = shards.reduce((sum, { shape }) => sum + shape[0]!, 0);
    const mask = dropoutMask(noiseShape([n, ...shards[0]!.shape.slice(1)]), rate, seed, training.step);
    const masks = cutAs(mask, shards);
    return shards.map((x, i) => tf.mul(x, masks[i]!));
  };

export const dropoutLayer: BuildLayer<'Dropout'> = ({ rate }, { nextSeed }) => dropped(dropping(rate, nextSeed()));

/** Whole channels of [n, h, w, c] fall together. */
export const spatialDropout: BuildLayer<'SpatialDropout2D'> = ({ rate }, { nextSeed }) =>
  dropped(dropping(rate, nextSeed(), ([n, , , channels]) => [n!, 1, 1, channels!]));

const dropped = (forward: Forward): LayerParts => ({ weights: [], stages: [stage(forward)] });
