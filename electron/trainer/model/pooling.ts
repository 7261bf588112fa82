import { averagePool, maxPool, meanOver } from '../ops/pooling.ts';
import { type BuildLayer, only } from './layer.ts';

export const maxPooling: BuildLayer<'MaxPooling2D'> = ({ poolSize, strides = poolSize, padding }) =>
  only((x) => maxPool(x, poolSize, strides, padding), 'maxPool');

export const averagePooling: BuildLayer<'AveragePooling2D'> = ({ poolSize, strides = poolSize, padding }) =>
  only((x) => averagePool(x, poolSize, strides, padding));

/** [n, h, w, c] to [n, c]. */
export const globalAveragePooling2d: BuildLayer<'GlobalAveragePooling2D'> = () => only((x) => meanOver(x, [1, 2]));

/** [n, steps, c] to [n, c]. */
export const globalAveragePooling1d: BuildLayer<'GlobalAveragePooling1D'> = () => only((x) => meanOver(x, [1]));
