import type { LayerOf } from '../../contract/schemas/model.ts';
import type { LayerDefinition } from './definition.ts';
import { image, plain, sequence, type Measured, type Place } from './place.ts';
import { slide } from './window.ts';

export const maxPooling2d: LayerDefinition<'MaxPooling2D'> = {
  base: 'max_pooling2d',
  takes: ['image'],
  fresh: () => ({}),
  measure: pooled,
};

export const averagePooling2d: LayerDefinition<'AveragePooling2D'> = {
  base: 'average_pooling2d',
  takes: ['image'],
  fresh: () => ({}),
  measure: pooled,
};

/** Strides are the pool's own size unless given. */
function pooled(layer: LayerOf<'MaxPooling2D' | 'AveragePooling2D'>, place: Place): Measured {
  const [, , channels] = image(place);
  const { poolSize, strides = poolSize, padding } = layer;
  return plain([...slide({ size: poolSize, strides, padding }, place), channels]);
}

export const globalAveragePooling2d: LayerDefinition<'GlobalAveragePooling2D'> = {
  base: 'global_average_pooling2d',
  takes: ['image'],
  fresh: () => ({}),
  measure: (_, place) => plain([image(place)[2]]),
};

export const globalAveragePooling1d: LayerDefinition<'GlobalAveragePooling1D'> = {
  base: 'global_average_pooling1d',
  takes: ['sequence'],
  fresh: () => ({}),
  measure: (_, place) => plain([sequence(place)[1]]),
};
