import type { LayerOf } from '../../contract/schemas/model.ts';
import { elements, shapeText } from '../info.ts';
import { biasOf, keptBy, weight, type Measured, type Place } from './place.ts';

/** Kernel [in, units], over the last axis of a vector or of each step. `needs-vector` for an image. */
export function dense({ units, useBias, activation }: LayerOf<'Dense'>, place: Place): Measured {
  const { shape, fail } = place;
  if (shape.length > 2) fail('needs-vector', { shape: shapeText(shape) });
  const inputs = shape.at(-1)!;
  const outputShape = [...shape.slice(0, -1), units];
  return {
    outputShape,
    weights: [weight(place, 'kernel', [inputs, units]), ...biasOf(place, useBias, units)],
    macs: elements(outputShape) * inputs,
    kept: keptBy(activation, elements(outputShape)),
  };
}
