import { elements } from '../info.ts';
import { weight, type Measured, type Place } from './place.ts';

/** Over the last axis: two trained values a channel, and two moving averages. */
export function batchNormalization(place: Place): Measured {
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
}

export function layerNormalization(place: Place): Measured {
  const features = [place.shape.at(-1)!];
  return {
    outputShape: place.shape,
    weights: [weight(place, 'gamma', features), weight(place, 'beta', features)],
    macs: 0,
    kept: elements(place.shape),
  };
}
