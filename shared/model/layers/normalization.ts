import { elements } from '../info.ts';
import { ANY, type LayerDefinition } from './definition.ts';
import { weight } from './place.ts';

/** Over the last axis: two trained values a channel, and two moving averages. */
export const batchNormalization: LayerDefinition<'BatchNormalization'> = {
  base: 'batch_normalization',
  takes: ANY,
  fresh: () => ({}),
  measure(_, place) {
    const channels = [place.shape.at(-1)!];
    return {
      outputShape: place.shape,
      weights: [
        weight(place, 'gamma', channels),
        weight(place, 'beta', channels),
        weight(place, 'moving_mean', channels, false),
        weight(place, 'moving_variance', channels, false),
      ],
      macs: 0,
      kept: elements(place.shape),
    };
  },
};

export const layerNormalization: LayerDefinition<'LayerNormalization'> = {
  base: 'layer_normalization',
  takes: ANY,
  fresh: () => ({}),
  measure(_, place) {
    const features = [place.shape.at(-1)!];
    return {
      outputShape: place.shape,
      weights: [weight(place, 'gamma', features), weight(place, 'beta', features)],
      macs: 0,
      kept: elements(place.shape),
    };
  },
};
