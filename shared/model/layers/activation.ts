import { elements, type Shape } from '../info.ts';
import { ANY, type LayerDefinition } from './definition.ts';
import { image, plain, type Measured } from './place.ts';

export const activation: LayerDefinition<'Activation'> = {
  base: 'activation',
  takes: ANY,
  fresh: () => ({ activation: 'relu' }),
  measure: (layer, { shape }) => keeping(shape, layer.activation !== 'linear'),
};

export const dropout: LayerDefinition<'Dropout'> = {
  base: 'dropout',
  takes: ANY,
  fresh: () => ({ rate: 0.25 }),
  measure: ({ rate }, { shape }) => keeping(shape, rate > 0),
};

export const spatialDropout2d: LayerDefinition<'SpatialDropout2D'> = {
  base: 'spatial_dropout2d',
  takes: ['image'],
  fresh: () => ({ rate: 0.25 }),
  measure: ({ rate }, place) => keeping(image(place), rate > 0),
};

export const rescaling: LayerDefinition<'Rescaling'> = {
  base: 'rescaling',
  takes: ANY,
  fresh: () => ({}),
  measure: (_, { shape }) => keeping(shape, true),
};

/** A layer that changes single values, or none: then it keeps nothing. */
const keeping = (shape: Shape, changes: boolean): Measured => plain(shape, changes ? elements(shape) : 0);
