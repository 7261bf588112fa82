import { dropout } from '../ops/dropout.ts';
import { type BuildLayer, type Forward, only } from './layer.ts';

/** Drops values in training. `noiseShape`: see the op. */
export const dropping =
  (rate: number, seed: number, noiseShape?: (shape: readonly number[]) => readonly number[]): Forward =>
  (x, { training }) =>
    training && rate > 0 ? dropout(x, rate, seed, training.step, noiseShape?.(x.shape)) : x;

export const dropoutLayer: BuildLayer<'Dropout'> = ({ rate }, { nextSeed }) => only(dropping(rate, nextSeed()));

/** Whole channels of [n, h, w, c] fall together. */
export const spatialDropout: BuildLayer<'SpatialDropout2D'> = ({ rate }, { nextSeed }) =>
  only(dropping(rate, nextSeed(), ([n, , , channels]) => [n!, 1, 1, channels!]));
