import type { LayerOf } from '../../contract/schemas/model.ts';
import { image, plain, sequence, type Measured, type Place } from './place.ts';
import { slide } from './window.ts';

/** Strides are the pool's own size unless given. */
export function pooling2d(layer: LayerOf<'MaxPooling2D' | 'AveragePooling2D'>, place: Place): Measured {
  const [, , channels] = image(place);
  const { poolSize, strides = poolSize, padding } = layer;
  return plain([...slide({ size: poolSize, strides, padding }, place), channels]);
}

export const globalPooling2d = (place: Place): Measured => plain([image(place)[2]]);

export const globalPooling1d = (place: Place): Measured => plain([sequence(place)[1]]);
